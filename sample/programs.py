"""The sample world's programs: an enterprise's system has keys, is told of events, and has an address that fails."""

from anju.core.actors import Actor
from anju.people import actions as people
from anju.people import queries
from anju.people.rules import Scope
from anju.webhooks import actions as webhooks
from anju.webhooks import queries as webhook_queries
from anju.webhooks.rules import OFFERED, Event
from sample.outside import sandbox_url
from sample.people import ANXIN

KEYS = (
    ("租务系统", (Scope.LEASE_READ, Scope.BILL_PAY, Scope.CONTRACT_FILE, Scope.REFUND_PROPOSE)),
    ("财务对账", (Scope.LEASE_READ, Scope.MONEY_READ)),
)


def enterprise() -> Actor | None:
    """Whoever works at 安心; none before its first lease is filed."""
    found = queries.organisation_by_uscc(ANXIN.uscc)
    if found is None or not found.is_enterprise:
        return None
    return Actor(f"organisation {found.pk}", "enterprise", organisation_id=found.pk)


def are_connected() -> None:
    """安心 connects its system: from now on it hears what happens to its leases and its money."""
    by = enterprise()
    if by is None or webhook_queries.subscriptions_of(by).exists():
        return
    for name, scopes in KEYS:
        people.issue_key_for_organisation(name=name, scopes=scopes, by=by)
    system = webhooks.subscribe(url=f"{sandbox_url()}/erp/events", events=OFFERED, by=by)
    webhooks.send_test_event(subscription_id=system.pk, by=by)
    webhooks.subscribe(
        url=f"{sandbox_url()}/erp/broken", events=[Event.LEASE_FILED, Event.ORDER_SUPERVISED], by=by
    )
