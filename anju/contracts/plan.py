"""How a lease's instalments become bills: pure arithmetic over dates and fen, no database. (rules A2 to A4)"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from anju.contracts.rules import (
    DAYS_OF_A_PART_MONTH,
    DEPOSIT_LIMIT_MONTHS,
    PREPAID_MONTHS_LIMIT,
    BillKind,
    Refusal,
)
from anju.core.calendar import add_months
from anju.core.money import yuan
from anju.core.refusals import Refused

DAY = timedelta(days=1)


@dataclass(frozen=True)
class InstalmentTerms:
    """Rent for a period: when it is due, the first and the last day it pays for, how much."""

    due_on: date
    from_on: date
    to_on: date
    amount_fen: int


@dataclass(frozen=True)
class PlannedBill:
    kind: BillKind
    number: int
    due_on: date
    amount_fen: int
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, order=True)
class Span:
    """A length of time in whole months and leftover days."""

    months: int
    days: int


def span(from_on: date, to_on: date, anchor: date | None = None) -> Span:
    """The months and leftover days from one day to another, both included.

    Months are counted from `anchor` (the start of the lease), so that a lease from the 31st does not lose a day
    in every short month. (Civil Code, Art. 202)
    """
    anchor, after = anchor or from_on, to_on + DAY
    skipped = _whole_months(anchor, from_on)
    if add_months(anchor, skipped) != from_on:
        anchor, skipped = from_on, 0
    total = _whole_months(anchor, after)
    return Span(total - skipped, (after - add_months(anchor, total)).days)


def _whole_months(anchor: date, day: date) -> int:
    months = (day.year - anchor.year) * 12 + day.month - anchor.month
    return months if add_months(anchor, months) <= day else months - 1


def rent_of(span: Span, monthly_rent_fen: int) -> int:
    """What a span costs; a leftover day is a thirtieth of a month, rounded half up to the fen."""
    part = monthly_rent_fen * span.days
    half = DAYS_OF_A_PART_MONTH // 2
    return monthly_rent_fen * span.months + (part + half) // DAYS_OF_A_PART_MONTH


def check_instalments(
    instalments: Sequence[InstalmentTerms], starts_on: date, ends_on: date, monthly_rent_fen: int
) -> None:
    """Refused unless the instalments follow one another from the first to the last day and add up to the rent."""
    check_sequence(instalments, starts_on, ends_on)
    check_sum(instalments, rent_of(span(starts_on, ends_on), monthly_rent_fen))


def check_sequence(instalments: Sequence[InstalmentTerms], starts_on: date, ends_on: date) -> None:
    """Refused unless the instalments follow one another from the first to the last day."""
    if not instalments:
        raise Refused(Refusal.NO_INSTALMENT)
    expected, due_on = starts_on, date.min
    for number, terms in enumerate(instalments, 1):
        if terms.from_on != expected:
            raise Refused(
                Refusal.INSTALMENT_GAP, number=number, expected=expected, actual=terms.from_on
            )
        if terms.to_on < terms.from_on:
            raise Refused(Refusal.INSTALMENT_BACKWARDS, number=number)
        if terms.amount_fen <= 0:
            raise Refused(Refusal.INSTALMENT_EMPTY, number=number)
        if terms.due_on < due_on:
            raise Refused(Refusal.DUE_OUT_OF_ORDER, number=number)
        expected, due_on = terms.to_on + DAY, terms.due_on
    if expected != ends_on + DAY:
        raise Refused(Refusal.INSTALMENT_END, actual=expected - DAY, expected=ends_on)


def check_sum(instalments: Sequence[InstalmentTerms], rent: int) -> None:
    """Refused unless the instalments add up to the rent of their time."""
    total = total_of(instalments)
    if total != rent:
        raise Refused(
            Refusal.PLAN_DOES_NOT_ADD_UP,
            total=yuan(total),
            expected=yuan(rent),
            difference=yuan(abs(total - rent)),
        )


def total_of(instalments: Sequence[InstalmentTerms]) -> int:
    return sum(terms.amount_fen for terms in instalments)


def check_deposit(
    deposit_fen: int, monthly_rent_fen: int, limit_months: int = DEPOSIT_LIMIT_MONTHS
) -> None:
    """Refused above so many months' rent, one unless the city settles otherwise. (北京市住房租赁条例, Art. 36)"""
    if deposit_fen > limit_months * monthly_rent_fen:
        raise Refused(
            Refusal.DEPOSIT_TOO_HIGH,
            deposit=yuan(deposit_fen),
            months="一" if limit_months == 1 else limit_months,
            limit=yuan(limit_months * monthly_rent_fen),
        )


def rent_is_supervised(
    instalments: Sequence[InstalmentTerms],
    starts_on: date,
    monthly_rent_fen: int,
    limit_months: int = PREPAID_MONTHS_LIMIT,
) -> bool:
    """True when strictly more than so many months' rent, three unless the city settles otherwise, are collected at a
    time; then all of it is supervised.

    Instalments due less than a month apart count as one collection, so that splitting does not avoid the rule.
    """
    rents = [monthly_rent_fen] * len(instalments)
    return collects_too_much(instalments, starts_on, rents, limit_months=limit_months)


def collects_too_much(
    instalments: Sequence[InstalmentTerms],
    starts_on: date,
    rents: Sequence[int],
    since: int = 0,
    limit_months: int = PREPAID_MONTHS_LIMIT,
) -> bool:
    """As `rent_is_supervised`, where each instalment has its own monthly rent.

    Only collections count to which an instalment from `since` on belongs.
    """
    limit = Span(limit_months, 0)
    for first, terms in enumerate(instalments):
        last = first
        while last + 1 < len(instalments) and instalments[last + 1].due_on < add_months(
            terms.due_on, 1
        ):
            last += 1
        if last < since:
            continue
        together = instalments[first : last + 1]
        if span(terms.from_on, together[-1].to_on, starts_on) > limit:
            return True
        months = sum(
            Fraction(t.amount_fen, rent)
            for t, rent in zip(together, rents[first : last + 1], strict=True)
        )
        if months > limit_months:
            return True
    return False


def plan_bills(
    instalments: Sequence[InstalmentTerms],
    deposit_fen: int,
    deposit_due_on: date,
    supervised: bool,
) -> list[PlannedBill]:
    """The deposit always; all rent where it is supervised. (rules A2.2, A3.2)"""
    bills = []
    if deposit_fen:
        bills.append(PlannedBill(BillKind.DEPOSIT, 0, deposit_due_on, deposit_fen))
    if supervised:
        bills += [
            PlannedBill(BillKind.RENT, number, t.due_on, t.amount_fen, t.from_on, t.to_on)
            for number, t in enumerate(instalments, 1)
        ]
    return bills
