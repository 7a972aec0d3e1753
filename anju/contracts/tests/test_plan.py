"""From agreed instalments to bills: the table of the rules (A2 to A4, A15), and what always holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.contracts.plan import (
    InstalmentTerms,
    PlannedBill,
    Span,
    check_deposit,
    check_instalments,
    plan_bills,
    rent_is_supervised,
    rent_of,
    span,
)
from anju.contracts.rules import BillKind, Refusal
from anju.core.calendar import add_months
from anju.core.refusals import Refused

DAY = timedelta(days=1)
RENT = 4000_00


def day(text: str) -> date:
    return date.fromisoformat(text)


def term(due: str, first: str, last: str, yuan: int) -> InstalmentTerms:
    return InstalmentTerms(day(due), day(first), day(last), yuan * 100)


def in_advance(starts_on: date, *months: int, rent_fen: int = RENT) -> list[InstalmentTerms]:
    """Instalments of so many months each, every one due on its first day."""
    terms, at = [], 0
    for count in months:
        first, after = add_months(starts_on, at), add_months(starts_on, at + count)
        terms.append(InstalmentTerms(first, first, after - DAY, rent_fen * count))
        at += count
    return terms


def test_one_deposit_and_six_months_as_in_the_official_example():
    """T-1: 4,000 a month, 押一付六, from the 31st of March: 28,000 with the first payment. (rules A3.6, A15)"""
    starts_on, ends_on = day("2025-03-31"), day("2026-03-30")
    terms = [
        term("2025-03-31", "2025-03-31", "2025-09-29", 24000),
        term("2025-09-30", "2025-09-30", "2026-03-30", 24000),
    ]

    check_instalments(terms, starts_on, ends_on, RENT)
    supervised = rent_is_supervised(terms, starts_on, RENT)
    bills = plan_bills(terms, RENT, starts_on, supervised)

    assert supervised
    assert bills == [
        PlannedBill(BillKind.DEPOSIT, 0, starts_on, 4000_00),
        PlannedBill(BillKind.RENT, 1, starts_on, 24000_00, day("2025-03-31"), day("2025-09-29")),
        PlannedBill(
            BillKind.RENT, 2, day("2025-09-30"), 24000_00, day("2025-09-30"), day("2026-03-30")
        ),
    ]
    assert sum(bill.amount_fen for bill in bills if bill.due_on == starts_on) == 28000_00


@pytest.mark.parametrize(
    ("first", "last", "anchor", "expected"),
    [
        ("2026-01-01", "2026-01-31", None, Span(1, 0)),
        ("2026-01-31", "2026-02-27", None, Span(1, 0)),
        ("2026-01-31", "2026-02-26", None, Span(0, 27)),
        ("2024-02-29", "2025-02-27", None, Span(12, 0)),
        ("2025-03-31", "2025-09-29", None, Span(6, 0)),
        ("2025-09-30", "2026-03-30", "2025-03-31", Span(6, 0)),
        ("2025-09-30", "2026-03-30", None, Span(6, 1)),  # seen by itself it would be a day too long
        ("2025-08-31", "2026-02-27", None, Span(6, 0)),
        ("2026-02-28", "2026-08-30", "2025-08-31", Span(6, 0)),
        ("2026-01-15", "2026-01-15", None, Span(0, 1)),
        ("2026-01-15", "2026-04-14", None, Span(3, 0)),
        ("2026-01-15", "2026-04-15", None, Span(3, 1)),
    ],
)
def test_a_span_counts_whole_months_from_the_start_of_the_lease(first, last, anchor, expected):
    assert span(day(first), day(last), day(anchor) if anchor else None) == expected


@pytest.mark.parametrize(
    ("months", "days", "fen"),
    [(6, 0, 24000_00), (0, 1, 133_33), (0, 15, 2000_00), (0, 2, 266_67), (3, 1, 12133_33)],
)
def test_a_day_beyond_whole_months_is_a_thirtieth_of_the_rent(months, days, fen):
    assert rent_of(Span(months, days), RENT) == fen


START = day("2026-01-15")


@pytest.mark.parametrize(
    ("terms", "supervised"),
    [
        (in_advance(START, *[1] * 12), False),
        (in_advance(START, 3, 3, 3, 3), False),  # exactly three months: 超过 is strict
        (in_advance(START, 4, 4, 4), True),
        (in_advance(START, 6, 6), True),
        (in_advance(START, 3, 9), True),  # any one of them makes all of it supervised
        ([term("2026-01-15", "2026-01-15", "2026-04-15", 12133)], True),  # three months and a day
        (
            [  # two of two months each, due on the same day
                term("2026-01-15", "2026-01-15", "2026-03-14", 8000),
                term("2026-01-15", "2026-03-15", "2026-05-14", 8000),
            ],
            True,
        ),
        (
            [  # due a month less a day apart: still one collection
                term("2026-01-15", "2026-01-15", "2026-03-14", 8000),
                term("2026-02-14", "2026-03-15", "2026-05-14", 8000),
            ],
            True,
        ),
        (
            [  # due a month apart: two collections of two months each
                term("2026-01-15", "2026-01-15", "2026-03-14", 8000),
                term("2026-02-15", "2026-03-15", "2026-05-14", 8000),
            ],
            False,
        ),
        (  # three months in days, but the money of more than three
            [term("2026-01-15", "2026-01-15", "2026-04-14", 12001)],
            True,
        ),
        (in_advance(day("2025-11-30"), 3, 3), False),  # 30 November to 27 February is three months
    ],
)
def test_rent_is_supervised_when_more_than_three_months_are_collected_at_a_time(terms, supervised):
    assert rent_is_supervised(terms, terms[0].from_on, RENT) is supervised


def test_where_the_rent_is_not_supervised_only_the_deposit_is_paid_into_custody():
    terms = in_advance(START, 3, 3, 3, 3)

    assert plan_bills(terms, RENT, START, supervised=False) == [
        PlannedBill(BillKind.DEPOSIT, 0, START, 4000_00)
    ]
    assert plan_bills(terms, 0, START, supervised=False) == []


TWO = [
    term("2026-01-15", "2026-01-15", "2026-07-14", 24000),
    term("2026-07-15", "2026-07-15", "2027-01-14", 24000),
]


@pytest.mark.parametrize(
    ("terms", "code", "sentence"),
    [
        ([], Refusal.NO_INSTALMENT, "没有租金分期"),
        (
            [TWO[0], term("2026-07-15", "2026-07-16", "2027-01-14", 24000)],
            Refusal.INSTALMENT_GAP,
            "第2期租金应从2026-07-15开始，实际从2026-07-16开始：各期应首尾相接",
        ),
        (
            [term("2026-01-15", "2026-01-15", "2026-01-14", 24000), TWO[1]],
            Refusal.INSTALMENT_BACKWARDS,
            "第1期租金的止日早于起日",
        ),
        (
            [term("2026-01-15", "2026-01-15", "2026-07-14", 0), TWO[1]],
            Refusal.INSTALMENT_EMPTY,
            "第1期租金的金额应大于0元",
        ),
        (
            [TWO[0], term("2026-01-14", "2026-07-15", "2027-01-14", 24000)],
            Refusal.DUE_OUT_OF_ORDER,
            "第2期租金的应缴日期早于上一期",
        ),
        (
            TWO[:1],
            Refusal.INSTALMENT_END,
            "租金分期止于2026-07-14，租赁期止于2027-01-14，两者应相同",
        ),
        (
            [TWO[0], term("2026-07-15", "2026-07-15", "2027-01-14", 23999)],
            Refusal.PLAN_DOES_NOT_ADD_UP,
            "租金分期合计47,999.00元，按月租金和租期应为48,000.00元，相差1.00元",
        ),
    ],
)
def test_a_plan_that_does_not_fit_the_lease_is_told_why(terms, code, sentence):
    with pytest.raises(Refused) as refused:
        check_instalments(terms, day("2026-01-15"), day("2027-01-14"), RENT)

    assert (refused.value.code, refused.value.message) == (code, sentence)


def test_a_deposit_is_at_most_one_months_rent():
    check_deposit(4000_00, RENT)

    with pytest.raises(Refused) as refused:
        check_deposit(4000_01, RENT)
    assert refused.value.message == ("押金4,000.01元超过一个月租金4,000.00元，须先由区房管部门核准")


starts = st.dates(date(2024, 10, 1), date(2040, 12, 31))
lengths = st.lists(st.integers(1, 12), min_size=1, max_size=24)
rents = st.integers(1, 10_000_000)


@given(starts, lengths, rents)
def test_instalments_of_whole_months_always_add_up_whatever_the_day_they_start(
    starts_on, months, rent_fen
):
    terms = in_advance(starts_on, *months, rent_fen=rent_fen)
    ends_on = add_months(starts_on, sum(months)) - DAY

    check_instalments(terms, starts_on, ends_on, rent_fen)
    for each, count in zip(terms, months, strict=True):
        assert span(each.from_on, each.to_on, starts_on) == Span(count, 0)


@given(starts, lengths, rents)
def test_a_plan_never_makes_or_loses_a_fen(starts_on, months, rent_fen):
    terms = in_advance(starts_on, *months, rent_fen=rent_fen)
    supervised = rent_is_supervised(terms, starts_on, rent_fen)

    bills = plan_bills(terms, rent_fen, starts_on, supervised)

    assert supervised == (max(months) > 3)
    rent = sum(bill.amount_fen for bill in bills if bill.kind == BillKind.RENT)
    assert rent == (sum(term.amount_fen for term in terms) if supervised else 0)
    assert bills[0] == PlannedBill(BillKind.DEPOSIT, 0, starts_on, rent_fen)


@given(starts, st.integers(0, 40), st.integers(0, 27))
def test_a_span_is_the_months_and_days_that_lead_to_its_end(starts_on, months, days):
    after = add_months(starts_on, months) + days * DAY
    if after == starts_on:
        return

    measured = span(starts_on, after - DAY)

    assert add_months(starts_on, measured.months) + measured.days * DAY == after
    assert measured.months in (months, months + 1)


@given(starts, st.integers(1, 3), st.integers(1, 3), rents)
def test_splitting_what_is_due_on_one_day_does_not_avoid_supervision(
    starts_on, first, second, rent_fen
):
    whole = in_advance(starts_on, first + second, rent_fen=rent_fen)
    split = [
        InstalmentTerms(starts_on, each.from_on, each.to_on, each.amount_fen)
        for each in in_advance(starts_on, first, second, rent_fen=rent_fen)
    ]

    assert rent_is_supervised(split, starts_on, rent_fen) == (first + second > 3)
    assert rent_is_supervised(whole, starts_on, rent_fen) == (first + second > 3)
