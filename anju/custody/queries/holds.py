"""What is held back, and by what."""

from datetime import date

from django.db.models import Q, QuerySet

from anju.contracts import queries as contracts
from anju.core import clock
from anju.core.actors import Actor
from anju.custody.models import Hold
from anju.custody.rules import ORDERED, HoldReason, HoldStatus


def in_force(day: date | None = None) -> QuerySet[Hold]:
    """The holds that stop releases on a day, today unless told otherwise."""
    day = day or clock.today()
    endless = Q(until_on__isnull=True) | Q(until_on__gte=day)
    return Hold.objects.filter(endless, status=HoldStatus.IN_FORCE)


def held_leases(day: date) -> QuerySet[Hold, int]:
    """The ids of the leases that have a hold of their own on a day."""
    return in_force(day).filter(lease__isnull=False).values_list("lease", flat=True)


def is_held(enterprise_id: int, day: date) -> bool:
    """Whether all releases of an enterprise are stopped on a day."""
    return in_force(day).filter(enterprise=enterprise_id).exists()


def holds_seen_by(actor: Actor) -> QuerySet[Hold]:
    """What officers have stopped by a document, newest first; the ends of leases are not among them."""
    if "release.hold" not in actor.may:
        return Hold.objects.none()
    ordered = Hold.objects.filter(reason__in=ORDERED).select_related(
        "lease__enterprise", "enterprise"
    )
    return ordered.order_by("-id")


def endings() -> QuerySet[Hold]:
    """The holds of leases whose end is registered: nothing more is released of them, and nothing more paid in."""
    return Hold.objects.filter(reason=HoldReason.ENDING, status=HoldStatus.IN_FORCE)


def is_releasable(lease_id: int) -> bool:
    """Whether nothing stops the releases of a lease today."""
    enterprise_id = contracts.lease(lease_id).enterprise_id
    return not in_force().filter(Q(lease=lease_id) | Q(enterprise=enterprise_id)).exists()
