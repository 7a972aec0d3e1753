"""What is held back, and by what."""

from datetime import date

from django.db.models import Q, QuerySet

from anju.contracts import queries as contracts
from anju.core import clock
from anju.custody.models import Hold
from anju.custody.rules import HoldStatus


def in_force(day: date | None = None) -> QuerySet[Hold]:
    """The holds that stop releases on a day, today unless told otherwise."""
    day = day or clock.today()
    endless = Q(until_on__isnull=True) | Q(until_on__gte=day)
    return Hold.objects.filter(endless, status=HoldStatus.IN_FORCE)


def is_releasable(lease_id: int) -> bool:
    """Whether nothing stops the releases of a lease today."""
    enterprise_id = contracts.lease(lease_id).enterprise_id
    return not in_force().filter(Q(lease=lease_id) | Q(enterprise=enterprise_id)).exists()
