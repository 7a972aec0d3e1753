"""When a paid rent bill is released, lot by lot: pure arithmetic over dates and fen. (rules A5.1 to A5.7)"""

from dataclasses import dataclass
from datetime import date, timedelta

from anju.core.calendar import add_months
from anju.core.money import share
from anju.custody.rules import (
    DAYS_OF_A_WHOLE_MONTH,
    FIRST_RELEASE_MONTHS,
    RELEASE_WITHIN_DAYS,
)

DAY = timedelta(days=1)


@dataclass(frozen=True)
class RentMonth:
    """One month of rent, from its first to its last day; the last one of a bill may be only part of one."""

    from_on: date
    to_on: date
    is_whole: bool

    @property
    def weight(self) -> int:
        return DAYS_OF_A_WHOLE_MONTH if self.is_whole else (self.to_on - self.from_on).days + 1


@dataclass(frozen=True)
class PlannedLot:
    number: int
    from_on: date
    to_on: date
    amount_fen: int
    release_on: date


def rent_months(from_on: date, to_on: date, lease_starts_on: date) -> list[RentMonth]:
    """The rent months of an instalment, both days included.

    They are counted from the start of the lease, so that one from the 31st does not lose a day in every short month;
    from the instalment's own first day where no rent month of the lease begins on it. (Civil Code, Art. 202)
    """
    anchor = lease_starts_on
    count = (from_on.year - anchor.year) * 12 + from_on.month - anchor.month
    if count < 0 or add_months(anchor, count) != from_on:
        anchor, count = from_on, 0
    months, begin = [], from_on
    while begin <= to_on:
        count += 1
        after = add_months(anchor, count)
        months.append(RentMonth(begin, min(after - DAY, to_on), after - DAY <= to_on))
        begin = after
    return months


def lots_of(
    amount_fen: int,
    from_on: date,
    to_on: date,
    lease_starts_on: date,
    booked_on: date,
    first_months: int = FIRST_RELEASE_MONTHS,
    within_days: int = RELEASE_WITHIN_DAYS,
) -> list[PlannedLot]:
    """The lots of a paid rent bill: its first months (three, unless the city settles otherwise) at once, each further
    one on the first day it pays for.

    Nothing is released before the day after booking, however late the tenant has paid.
    """
    months = rent_months(from_on, to_on, lease_starts_on)
    amounts = share(amount_fen, [month.weight for month in months])
    at_once = booked_on + within_days * DAY
    return [
        PlannedLot(
            number,
            month.from_on,
            month.to_on,
            fen,
            at_once if number <= first_months else max(month.from_on, at_once),
        )
        for number, (month, fen) in enumerate(zip(months, amounts, strict=True), 1)
    ]
