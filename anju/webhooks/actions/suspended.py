"""Who is told that a subscription was paused for its silence: its enterprise; the office for platforms and banks."""

from urllib.parse import urlsplit

from anju.core import clock
from anju.core.actors import Actor
from anju.core.refusals import ensure
from anju.notices import actions as notices
from anju.people.rules import Office
from anju.webhooks.models import Subscription
from anju.webhooks.rules import GIVEN_UP_AFTER


def tell_suspended(subscription: Subscription, *, by: Actor) -> None:
    """Once for each silence. Of the address only the host is named: the rest may be somebody's secret."""
    ensure(subscription.silent_since is not None, "a silence that has begun")
    silent_since = subscription.silent_since or clock.now()
    key = f"webhook_paused:{subscription.pk}:{silent_since.isoformat()}"
    facts = {
        "host": urlsplit(subscription.url).hostname or "",
        "since": clock.day_of(silent_since).isoformat(),
        "days": str(GIVEN_UP_AFTER.days),
    }
    if subscription.organisation_id is not None:
        notices.queue(
            key=key,
            kind="webhook_paused",
            facts=facts,
            organisation_id=subscription.organisation_id,
            by=by,
        )
        return
    notices.queue_for_office(
        key=key,
        kind="webhook_of_platform_paused",
        facts={**facts, "name": subscription.whose},
        office=Office.CENTRE,
        by=by,
    )
