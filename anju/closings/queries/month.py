"""The closings of a period, summed up by bank account for the report of a month. (CTR-08)"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from anju.closings.models import Closing, Difference
from anju.closings.rules import DifferenceStatus, Status


@dataclass(frozen=True)
class ClosedInPeriod:
    """Of a bank account: days that began, days closed, differences found, and how many of them still wait."""

    bank_name: str
    days: int
    closed: int
    differences: int
    waiting: int


def closed_in_period(first: date, last: date) -> list[ClosedInPeriod]:
    days = Closing.objects.filter(day__range=(first, last)).values_list(
        "bank_account", "bank_account__bank_name"
    )
    counted = days.annotate(n=Count("pk"), closed=Count("pk", filter=Q(status=Status.CLOSED)))
    found = Difference.objects.filter(closing__day__range=(first, last)).values_list(
        "closing__bank_account"
    )
    waits = Count("pk", filter=Q(status=DifferenceStatus.FOUND))
    differences = {
        account: (n, waiting)
        for account, n, waiting in found.annotate(n=Count("pk"), waiting=waits).order_by()
    }
    return [
        ClosedInPeriod(name, n, closed, *differences.get(account, (0, 0)))
        for account, name, n, closed in counted.order_by("bank_account")
    ]
