"""Enterprises that give cause for worry, made of actions."""

from datetime import date, timedelta

from anju.contracts.models import Lease
from anju.core import clock
from anju.core.actors import CLOCK, Actor
from anju.oversight import actions
from anju.oversight.models import EarlyWarning
from anju.tests.world import ENTERPRISE, a_lease

KEEPER = Actor("zong.lan", "centre", frozenset({"warning.keep", "release.hold"}))
OTHER = ("光明住房租赁有限公司", "91110108MA01A2B3X9")


def yesterday() -> date:
    return clock.today() - timedelta(days=1)


def late_leases(
    count: int, days_late: int = 20, enterprise: tuple[str, str] = ENTERPRISE
) -> list[Lease]:
    """Leases of which nothing was paid, due so many days ago."""
    starts_on = clock.today() - timedelta(days=days_late)
    return [a_lease(starts_on=starts_on, enterprise=enterprise) for _ in range(count)]


def assessed(day: date | None = None) -> dict[str, int]:
    return actions.assess(day=day or yesterday(), by=CLOCK)


def a_warning(count: int = 5) -> EarlyWarning:
    """A serious warning: all leases of an enterprise are late."""
    late_leases(count)
    assessed()
    return EarlyWarning.objects.get()


def a_watched(enterprise: tuple[str, str]) -> EarlyWarning:
    """A year's rent in advance is an over-long prepayment: the enterprise is watched from today on."""
    lease = a_lease(each=12, enterprise=enterprise)
    assessed(clock.today())
    return EarlyWarning.objects.get(enterprise=lease.enterprise_id)


def answerer(warning: EarlyWarning) -> Actor:
    return Actor("organisation", "enterprise", organisation_id=warning.enterprise_id)
