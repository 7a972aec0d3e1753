"""The sample world's programs: an enterprise's system has keys, is told of events, and has an address that fails.

The platform that files leases is told of what becomes of their payments.
"""

from anju.core.actors import Actor
from anju.people import actions as people
from anju.people import queries
from anju.people.rules import Power, Scope
from anju.webhooks import actions as webhooks
from anju.webhooks import queries as webhook_queries
from anju.webhooks.rules import OFFERED, Event, offered_to
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


def platforms_are_told() -> None:
    """Whoever keeps keys has named an address for each platform that can be told something."""
    by = Actor("运行管理", "centre", frozenset({Power.API_KEEP}))
    told = webhook_queries.subscriptions_of(by)
    for key in queries.keys_of(by).filter(organisation=None):
        if offered_to(key.scopes) and not told.filter(client=key).exists():
            url, events = f"{sandbox_url()}/erp/platform", offered_to(key.scopes)
            webhooks.subscribe_platform(client_id=key.pk, url=url, events=events, by=by)


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
