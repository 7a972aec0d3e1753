"""Telling an event: written down in the transaction of what happened, for each who wants to hear of it.

Nobody is called here. Where nobody subscribes to an event, it costs one small question for all that happened at once.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action
from anju.core.refusals import ensure
from anju.webhooks.models import Subscription
from anju.webhooks.rules import EVENTS, STANDING, Event

WRITE = """
    INSERT INTO webhooks_delivery
        (subscription_id, organisation_id, client_id, event, event_id,
        about, facts, status, attempts, made_at, try_at, outcome)
    SELECT subscription.id, subscription.organisation_id, subscription.client_id, %s, told.event_id,
        told.about, told.facts, 'waiting', 0, %s, %s, ''
    FROM (
        SELECT coalesce(organisation_id, -client_id) AS owner, about, facts, gen_random_uuid() AS event_id
        FROM ({rows}) AS happened (organisation_id, client_id, about, facts)
        WHERE coalesce(organisation_id, -client_id) IN (
            SELECT coalesce(organisation_id, -client_id) FROM webhooks_subscription
            WHERE status <> 'ended' AND %s = ANY (events)
        )
        OFFSET 0
    ) AS told
    JOIN webhooks_subscription AS subscription
        ON coalesce(subscription.organisation_id, -subscription.client_id) = told.owner
        AND subscription.status <> 'ended' AND %s = ANY (subscription.events)
    ORDER BY told.event_id, subscription.id
"""

ORGANISATION, CLIENT = "%s::bigint, NULL::bigint", "NULL::bigint, %s::bigint"


@action
def tell(
    *,
    organisation_id: int | None,
    client_id: int | None = None,
    event: Event,
    about: str,
    facts: dict[str, Any],
    by: Actor,
) -> None:
    """Have an organisation's program told that something happened, and that of the platform which had asked for it.

    Nothing is written where nobody listens.
    """
    ensure(set(facts) == set(EVENTS[event].facts), f"{event.value}: other facts than announced")
    rows, parameters = [], []
    for owner, pk in ((ORGANISATION, organisation_id), (CLIENT, client_id)):
        if pk is not None:
            rows.append(f"SELECT {owner}, %s, %s::jsonb")
            parameters += [pk, about, connection.ops.adapt_json_value(facts, None)]
    if rows:
        tell_many(event=event, rows=" UNION ALL ".join(rows), parameters=parameters, by=by)


@action
def tell_many(*, event: Event, rows: str, parameters: Sequence[Any], by: Actor) -> None:
    """Tell the same event of many things: `rows` is a SELECT of organisation_id, client_id, about, facts.

    Each row names one of the two: the enterprise, or the key of a platform or a bank. It is not even asked where
    nobody subscribes.
    """
    listening = Subscription.objects.filter(status__in=STANDING, events__contains=[event.value])
    if not listening.exists():
        return
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            WRITE.format(rows=rows),
            [event.value, now, now, *parameters, event.value, event.value],
        )
