"""Interest by actual days over 360, worked out by hand. (rule A6)"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.core.refusals import Broken
from anju.custody.interest import (
    PARTS_OF_A_FEN,
    Rate,
    accrued_parts,
    in_fen,
    interest_fen,
    pieces,
)

DAY = timedelta(days=1)
OLD = Rate(date(2024, 10, 1), 500)
NEW = Rate(date(2025, 5, 20), 1000)


def day(text: str) -> date:
    return date.fromisoformat(text)


CASES = {
    # 400,000 × 500 × 365 / 360,000,000 = 202.78 (rule A6.7)
    "the example of the rules": (4_000_00, "2025-01-01", "2026-01-01", [OLD], 203),
    "paid out on the day of booking": (4_000_00, "2025-03-31", "2025-03-31", [OLD], 0),
    "paid out a day later": (1_000_000_00, "2025-03-31", "2025-04-01", [OLD], 0),
    # both days count once the second is over: 1.11
    "paid out two days later": (4_000_00, "2025-03-31", "2025-04-02", [OLD], 1),
    "over a leap day: 28 and 29 February, 2.78": (
        10_000_00,
        "2028-02-28",
        "2028-03-01",
        [OLD],
        3,
    ),
    # 180,000 × 500 × 2 / 360,000,000 = 0.5 exactly
    "half a fen is one": (1_800_00, "2025-03-31", "2025-04-02", [OLD], 1),
    "less than half a fen is none": (1_799_99, "2025-03-31", "2025-04-02", [OLD], 0),
    "one fen and a half are two": (5_400_00, "2025-03-31", "2025-04-02", [OLD], 2),
    # 59 days: 32.78
    "over New Year": (4_000_00, "2025-12-31", "2026-02-28", [OLD], 33),
    # 50 days at 500 and 41 at 1,000: 400,000 × 66,000 / 360,000,000 = 73.33
    "the rate changes in the middle": (4_000_00, "2025-03-31", "2025-06-30", [OLD, NEW], 73),
    "however the rates are listed": (4_000_00, "2025-03-31", "2025-06-30", [NEW, OLD], 73),
    # the day of the payout does not count: 50 days at 500, 27.78
    "the rate changes on the day of the payout": (
        4_000_00,
        "2025-03-31",
        "2025-05-20",
        [OLD, NEW],
        28,
    ),
    # 41 days at 1,000 = 45.56
    "the rate changes on the day of booking": (
        4_000_00,
        "2025-05-20",
        "2025-06-30",
        [OLD, NEW],
        46,
    ),
    # a single day of each: 400,000 × (500 + 1,000) / 360,000,000 = 1.67
    "a day before and a day after the change": (
        4_000_00,
        "2025-05-19",
        "2025-05-21",
        [OLD, NEW],
        2,
    ),
    "no rate, no interest": (
        4_000_00,
        "2025-03-31",
        "2026-03-31",
        [Rate(date(2024, 10, 1), 0)],
        0,
    ),
}


@pytest.mark.covers("ENT-03")
@pytest.mark.parametrize("name", CASES)
def test_interest_is_as_worked_out_by_hand(name):
    amount_fen, from_on, to_on, rates, fen = CASES[name]

    assert interest_fen(amount_fen, day(from_on), day(to_on), rates) == fen


def test_money_from_before_the_first_rate_is_never_guessed_at():
    with pytest.raises(Broken, match="no interest rate for 2024-09-30"):
        interest_fen(4_000_00, day("2024-09-30"), day("2024-10-31"), [OLD])


@given(
    amount_fen=st.integers(1, 10**10),
    begin=st.integers(0, 3000),
    lengths=st.tuples(st.integers(2, 2000), st.integers(2, 2000)),
    rates=st.dictionaries(st.integers(1, 6000), st.integers(0, 30_000), max_size=5),
)
def test_before_rounding_two_spans_earn_what_the_whole_earns(amount_fen, begin, lengths, rates):
    table = [OLD, *(Rate(OLD.from_on + n * DAY, ppm) for n, ppm in rates.items())]
    first = OLD.from_on + begin * DAY
    middle = first + lengths[0] * DAY
    last = middle + lengths[1] * DAY

    whole = accrued_parts(amount_fen, first, last, table)

    assert whole == accrued_parts(amount_fen, first, middle, table) + accrued_parts(
        amount_fen, middle, last, table
    )
    assert sum(piece.days for piece in pieces(first, last, table)) == sum(lengths)
    assert abs(2 * (in_fen(whole) * PARTS_OF_A_FEN - whole)) <= PARTS_OF_A_FEN
