"""From a paid rent bill to its lots, worked out by hand: schedule T-1 of the rules (A15), and odd cases beside it."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.contracts.plan import Span, span
from anju.core.calendar import add_months
from anju.core.money import parse_yuan, plain_yuan
from anju.custody.interest import Rate, interest_fen
from anju.custody.schedule import lots_of

DAY = timedelta(days=1)
BANK_RATE = [Rate(date(2024, 10, 1), 500)]


def day(text: str) -> date:
    return date.fromisoformat(text)


def planned(yuan: str, first: str, last: str, *, starts: str = "", booked: str) -> list[str]:
    """The lots of a bill, each as one line: what it pays for, how much, when it goes."""
    fen = parse_yuan(yuan)
    lots = lots_of(fen, day(first), day(last), day(starts or first), day(booked))
    return [
        f"{lot.from_on} {lot.to_on:%m-%d} {plain_yuan(lot.amount_fen)} {lot.release_on:%m-%d}"
        for lot in lots
    ]


# Schedule T-1: 4,000 yuan a month, 2025-03-31 to 2026-03-30, half a year in advance


@pytest.mark.covers("ENT-03", "CTR-04")
def test_schedule_t_1_first_instalment_to_the_day_and_the_fen():
    """Months 1 to 3 on 1 April, month 4 on 30 June (June has no 31st), then 31 July and 31 August.

    Interest of 4,000.00 at 0.05 % over 360 days is 400,000 × 500 / 360,000,000 = 0.5556 fen a day:
    1 day none by rule, 91 days 50.56, 122 days 67.78, 153 days exactly 85.
    """
    lots = lots_of(
        24_000_00, day("2025-03-31"), day("2025-09-29"), day("2025-03-31"), day("2025-03-31")
    )

    assert [
        (
            lot.number,
            lot.from_on.isoformat(),
            lot.to_on.isoformat(),
            lot.amount_fen,
            lot.release_on.isoformat(),
            (lot.release_on - day("2025-03-31")).days,
            interest_fen(lot.amount_fen, day("2025-03-31"), lot.release_on, BANK_RATE),
        )
        for lot in lots
    ] == [
        (1, "2025-03-31", "2025-04-29", 4_000_00, "2025-04-01", 1, 0),
        (2, "2025-04-30", "2025-05-30", 4_000_00, "2025-04-01", 1, 0),
        (3, "2025-05-31", "2025-06-29", 4_000_00, "2025-04-01", 1, 0),
        (4, "2025-06-30", "2025-07-30", 4_000_00, "2025-06-30", 91, 51),
        (5, "2025-07-31", "2025-08-30", 4_000_00, "2025-07-31", 122, 68),
        (6, "2025-08-31", "2025-09-29", 4_000_00, "2025-08-31", 153, 85),
    ]


@pytest.mark.covers("ENT-03", "CTR-04")
def test_schedule_t_1_second_instalment_is_released_on_the_national_day_and_its_rest_month_by_month():
    """Booked on 30 September: three months on 1 October, holiday or not; months 10 to 12 on their first days.

    92 days 51.11, 123 days 68.33, 151 days 83.89 fen.
    """
    lots = lots_of(
        24_000_00, day("2025-09-30"), day("2026-03-30"), day("2025-03-31"), day("2025-09-30")
    )

    assert [
        (
            lot.from_on.isoformat(),
            lot.amount_fen,
            lot.release_on.isoformat(),
            interest_fen(lot.amount_fen, day("2025-09-30"), lot.release_on, BANK_RATE),
        )
        for lot in lots
    ] == [
        ("2025-09-30", 4_000_00, "2025-10-01", 0),
        ("2025-10-31", 4_000_00, "2025-10-01", 0),
        ("2025-11-30", 4_000_00, "2025-10-01", 0),
        ("2025-12-31", 4_000_00, "2025-12-31", 51),
        ("2026-01-31", 4_000_00, "2026-01-31", 68),
        ("2026-02-28", 4_000_00, "2026-02-28", 84),
    ]


@pytest.mark.covers("ENT-03")
def test_schedule_t_1_ended_early_leaves_three_lots_and_the_deposit_with_their_interest():
    """The home is given back on 20 November; paid out on 3 December, say, by silence of the tenant.

    30 September to 3 December are 1 + 31 + 30 + 2 = 64 days: 35.56 fen for each lot.
    31 March to 3 December are 1 + 30 + 31 + 30 + 31 + 31 + 30 + 31 + 30 + 2 = 247 days: 137.22 fen.
    """
    second = lots_of(
        24_000_00, day("2025-09-30"), day("2026-03-30"), day("2025-03-31"), day("2025-09-30")
    )
    left = [lot for lot in second if lot.release_on > day("2025-11-20")]
    paid_out = day("2025-12-03")

    assert [lot.number for lot in left] == [4, 5, 6]
    assert sum(lot.amount_fen for lot in left) == 12_000_00
    assert [
        interest_fen(lot.amount_fen, day("2025-09-30"), paid_out, BANK_RATE) for lot in left
    ] == [36, 36, 36]
    assert interest_fen(4_000_00, day("2025-03-31"), paid_out, BANK_RATE) == 137


# Other bills, each line: first day, last day, yuan, day of release

CASES = {
    "a year at once from the 31st": (
        planned("24,000.00", "2025-01-31", "2026-01-30", booked="2025-01-31"),
        [
            "2025-01-31 02-27 2000.00 02-01",
            "2025-02-28 03-30 2000.00 02-01",
            "2025-03-31 04-29 2000.00 02-01",
            "2025-04-30 05-30 2000.00 04-30",
            "2025-05-31 06-29 2000.00 05-31",
            "2025-06-30 07-30 2000.00 06-30",
            "2025-07-31 08-30 2000.00 07-31",
            "2025-08-31 09-29 2000.00 08-31",
            "2025-09-30 10-30 2000.00 09-30",
            "2025-10-31 11-29 2000.00 10-31",
            "2025-11-30 12-30 2000.00 11-30",
            "2025-12-31 01-30 2000.00 12-31",
        ],
    ),
    "up to a leap day": (
        planned("36,000.00", "2027-08-31", "2028-02-28", booked="2027-08-31"),
        [
            "2027-08-31 09-29 6000.00 09-01",
            "2027-09-30 10-30 6000.00 09-01",
            "2027-10-31 11-29 6000.00 09-01",
            "2027-11-30 12-30 6000.00 11-30",
            "2027-12-31 01-30 6000.00 12-31",
            "2028-01-31 02-28 6000.00 01-31",
        ],
    ),
    "from a leap day on, which is a month's last day": (
        planned("36,000.00", "2028-02-29", "2028-08-30", starts="2027-08-31", booked="2028-02-28"),
        [
            "2028-02-29 03-30 6000.00 02-29",
            "2028-03-31 04-29 6000.00 02-29",
            "2028-04-30 05-30 6000.00 02-29",
            "2028-05-31 06-29 6000.00 05-31",
            "2028-06-30 07-30 6000.00 06-30",
            "2028-07-31 08-30 6000.00 07-31",
        ],
    ),
    "a lease that starts on a leap day": (
        planned("16,000.00", "2028-02-29", "2028-06-28", booked="2028-02-29"),
        [
            "2028-02-29 03-28 4000.00 03-01",
            "2028-03-29 04-28 4000.00 03-01",
            "2028-04-29 05-28 4000.00 03-01",
            "2028-05-29 06-28 4000.00 05-29",
        ],
    ),
    "from 30 January, over the end of February": (
        planned("16,000.00", "2025-01-30", "2025-05-29", booked="2025-01-30"),
        [
            "2025-01-30 02-27 4000.00 01-31",
            "2025-02-28 03-29 4000.00 01-31",
            "2025-03-30 04-29 4000.00 01-31",
            "2025-04-30 05-29 4000.00 04-30",
        ],
    ),
    "exactly three months are released at once": (
        planned("12,000.00", "2025-06-01", "2025-08-31", booked="2025-06-03"),
        [
            "2025-06-01 06-30 4000.00 06-04",
            "2025-07-01 07-31 4000.00 06-04",
            "2025-08-01 08-31 4000.00 06-04",
        ],
    ),
    "a last short instalment of a lease from the 31st": (
        planned("12,000.00", "2025-12-31", "2026-03-30", starts="2025-03-31", booked="2025-12-20"),
        [
            "2025-12-31 01-30 4000.00 12-21",
            "2026-01-31 02-27 4000.00 12-21",
            "2026-02-28 03-30 4000.00 12-21",
        ],
    ),
    "three months and ten days: the ten days are a lot of their own": (
        planned("10,000.00", "2025-01-15", "2025-04-24", booked="2025-01-15"),
        [
            "2025-01-15 02-14 3000.00 01-16",
            "2025-02-15 03-14 3000.00 01-16",
            "2025-03-15 04-14 3000.00 01-16",
            "2025-04-15 04-24 1000.00 04-15",
        ],
    ),
    "twenty days only": (
        planned("2,000.00", "2025-06-01", "2025-06-20", booked="2025-06-01"),
        ["2025-06-01 06-20 2000.00 06-02"],
    ),
    "thirty days of a month with thirty-one weigh as much as the month": (
        planned("16,000.00", "2025-07-01", "2025-10-30", booked="2025-07-01"),
        [
            "2025-07-01 07-31 4000.00 07-02",
            "2025-08-01 08-31 4000.00 07-02",
            "2025-09-01 09-30 4000.00 07-02",
            "2025-10-01 10-30 4000.00 10-01",
        ],
    ),
    "an instalment that begins in the middle of a rent month counts from its own first day": (
        planned("16,000.00", "2025-01-16", "2025-05-15", starts="2025-01-01", booked="2025-01-16"),
        [
            "2025-01-16 02-15 4000.00 01-17",
            "2025-02-16 03-15 4000.00 01-17",
            "2025-03-16 04-15 4000.00 01-17",
            "2025-04-16 05-15 4000.00 04-16",
        ],
    ),
    "paid late: what has begun goes the day after booking": (
        planned("24,000.00", "2025-03-31", "2025-09-29", booked="2025-07-10"),
        [
            "2025-03-31 04-29 4000.00 07-11",
            "2025-04-30 05-30 4000.00 07-11",
            "2025-05-31 06-29 4000.00 07-11",
            "2025-06-30 07-30 4000.00 07-11",
            "2025-07-31 08-30 4000.00 07-31",
            "2025-08-31 09-29 4000.00 08-31",
        ],
    ),
    "booked on the first day of the fourth month: it goes a day later": (
        planned("16,000.00", "2025-03-31", "2025-07-30", booked="2025-06-30"),
        [
            "2025-03-31 04-29 4000.00 07-01",
            "2025-04-30 05-30 4000.00 07-01",
            "2025-05-31 06-29 4000.00 07-01",
            "2025-06-30 07-30 4000.00 07-01",
        ],
    ),
    "booked on the eve of the fourth month: it goes on its day": (
        planned("16,000.00", "2025-03-31", "2025-07-30", booked="2025-06-29"),
        [
            "2025-03-31 04-29 4000.00 06-30",
            "2025-04-30 05-30 4000.00 06-30",
            "2025-05-31 06-29 4000.00 06-30",
            "2025-06-30 07-30 4000.00 06-30",
        ],
    ),
    "paid three weeks before the lease starts": (
        planned("16,000.00", "2025-05-01", "2025-08-31", booked="2025-04-10"),
        [
            "2025-05-01 05-31 4000.00 04-11",
            "2025-06-01 06-30 4000.00 04-11",
            "2025-07-01 07-31 4000.00 04-11",
            "2025-08-01 08-31 4000.00 08-01",
        ],
    ),
    "on New Year's Day and on Labour Day like on any other": (
        planned("16,000.00", "2026-02-01", "2026-05-31", booked="2025-12-31"),
        [
            "2026-02-01 02-28 4000.00 01-01",
            "2026-03-01 03-31 4000.00 01-01",
            "2026-04-01 04-30 4000.00 01-01",
            "2026-05-01 05-31 4000.00 05-01",
        ],
    ),
    "an amount that six cannot divide: the first lots carry the odd fen": (
        planned("100.01", "2025-01-01", "2025-06-30", booked="2025-01-01"),
        [
            "2025-01-01 01-31 16.67 01-02",
            "2025-02-01 02-28 16.67 01-02",
            "2025-03-01 03-31 16.67 01-02",
            "2025-04-01 04-30 16.67 04-01",
            "2025-05-01 05-31 16.67 05-01",
            "2025-06-01 06-30 16.66 06-01",
        ],
    ),
    # of 127 parts: 30 are 23,622.05 fen, 7 are 5,511.81: the largest rest gets the fen that is left
    "four months and seven days of 1,000.00": (
        planned("1,000.00", "2025-03-01", "2025-07-07", booked="2025-03-01"),
        [
            "2025-03-01 03-31 236.22 03-02",
            "2025-04-01 04-30 236.22 03-02",
            "2025-05-01 05-31 236.22 03-02",
            "2025-06-01 06-30 236.22 06-01",
            "2025-07-01 07-07 55.12 07-01",
        ],
    ),
}


@pytest.mark.covers("ENT-03")
@pytest.mark.parametrize("name", CASES)
def test_a_paid_bill_is_released_as_worked_out_by_hand(name):
    was, expected = CASES[name]

    assert was == expected


@pytest.mark.covers("ENT-03")
@given(
    starts_on=st.dates(date(2024, 10, 1), date(2035, 12, 31)),
    skipped=st.integers(0, 24),
    months=st.integers(0, 24),
    days=st.integers(0, 27),
    amount_fen=st.integers(1, 10**9),
    booked_after=st.integers(-60, 400),
)
def test_lots_follow_one_another_and_add_up_to_the_bill(
    starts_on, skipped, months, days, amount_fen, booked_after
):
    from_on = add_months(starts_on, skipped)
    to_on = add_months(starts_on, skipped + months) + (days - 1) * DAY
    if to_on < from_on:
        return
    booked_on = from_on + booked_after * DAY

    lots = lots_of(amount_fen, from_on, to_on, starts_on, booked_on)

    assert sum(lot.amount_fen for lot in lots) == amount_fen
    assert lots[0].from_on == from_on and lots[-1].to_on == to_on
    assert all(b.from_on == a.to_on + DAY for a, b in pairwise(lots))
    assert all(lot.release_on > booked_on for lot in lots)
    assert all(lot.release_on == booked_on + DAY for lot in lots[:3])
    counted = span(from_on, to_on, starts_on)
    assert len(lots) == counted.months + (counted.days > 0)
    assert counted == Span(months, days)
