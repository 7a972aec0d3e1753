"""Which deliveries are sent next, and what became of each try. Nobody outside is called in here."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F, Q

from anju.clients.webhooks import Sent
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.rules import CALLBACK_PAUSES, CallbackStatus
from anju.webhooks.actions.suspended import tell_suspended
from anju.webhooks.models import Attempt, Delivery, Subscription
from anju.webhooks.rules import (
    KEPT_OF_ANSWER,
    MOST_IN_A_LANE,
    REST_AFTER,
    SUSPENDED_AFTER,
    Status,
)

# Of those who have waited longest for their turn, each with its next deliveries; who was silent gets one to try.
NEXT = """
    WITH turns AS MATERIALIZED (
        SELECT id, failures FROM webhooks_subscription AS subscription
        WHERE status = 'active' AND (rests_until IS NULL OR rests_until <= %(now)s) AND NOT id = ANY (%(busy)s)
            AND EXISTS (
                SELECT FROM webhooks_delivery WHERE subscription_id = subscription.id
                    AND status = 'waiting' AND try_at <= %(now)s
            )
        ORDER BY tried_at NULLS FIRST, id LIMIT %(lanes)s
    ), turned AS (
        UPDATE webhooks_subscription SET tried_at = %(now)s FROM turns WHERE turns.id = webhooks_subscription.id
    ), due AS (
        SELECT delivery.id, turns.id AS subscription_id, delivery.try_at
        FROM turns CROSS JOIN LATERAL (
            SELECT id, try_at FROM webhooks_delivery
            WHERE subscription_id = turns.id AND status = 'waiting' AND try_at <= %(now)s
            ORDER BY try_at, id LIMIT CASE WHEN turns.failures = 0 THEN %(most)s ELSE 1 END
            FOR UPDATE SKIP LOCKED
        ) AS delivery
    ), claimed AS (
        UPDATE webhooks_delivery AS delivery SET attempts = attempts + 1,
            try_at = %(now)s + (%(pauses)s::interval[])[least(attempts + 1, cardinality(%(pauses)s::interval[]))]
        FROM due WHERE due.id = delivery.id
    )
    SELECT subscription_id, array_agg(id ORDER BY try_at, id) FROM due GROUP BY subscription_id
"""


@action
def claim_lanes(*, lanes: int, busy: Collection[int], by: Actor) -> dict[int, list[int]]:
    """The next deliveries of some subscriptions that are not `busy`, by subscription.

    Each counts as tried, and is due again later should we crash now.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            NEXT,
            {
                "now": clock.now(),
                "busy": list(busy),
                "lanes": lanes,
                "most": MOST_IN_A_LANE,
                "pauses": list(CALLBACK_PAUSES),
            },
        )
        return dict(cursor.fetchall())


@action
def put_back(*, delivery_ids: Sequence[int], by: Actor) -> None:
    """These were claimed and not tried: their receiver had just been silent, or had no more time."""
    Delivery.objects.filter(pk__in=delivery_ids, status=CallbackStatus.WAITING).update(
        attempts=F("attempts") - 1, try_at=clock.now()
    )


@action
def record_attempt(*, delivery_id: int, sent: Sent, by: Actor) -> None:
    """Write the log; what was accepted has arrived, what failed too often is left to a person."""
    delivery: Delivery = lock(Delivery, pk=delivery_id)
    now = clock.now()
    Attempt.objects.create(
        delivery=delivery,
        at=now,
        took_ms=sent.took_ms,
        address=sent.address,
        answer=sent.answer,
        body=sent.body[:KEPT_OF_ANSWER],
        outcome=sent.outcome[:200],
    )
    if delivery.status == CallbackStatus.WAITING:
        _note(delivery, sent.outcome, by)
    if sent.is_silent:
        _note_silence(delivery.subscription_id, sent.outcome, now, by)
    else:
        silent = Q(failures__gt=0) | Q(rests_until__isnull=False)
        Subscription.objects.filter(silent, pk=delivery.subscription_id).update(
            failures=0, silent_since=None, rests_until=None
        )


def _note(delivery: Delivery, outcome: str, by: Actor) -> None:
    if not outcome:
        move(delivery, "deliver", by=by, outcome="")
    elif delivery.attempts > len(CALLBACK_PAUSES):
        move(delivery, "give_up", by=by, because=outcome, outcome=outcome[:200])
    else:
        delivery.outcome = outcome[:200]
        delivery.save(update_fields=["outcome"])


def _note_silence(subscription_id: int, outcome: str, now: datetime, by: Actor) -> None:
    """It rests, longer after each silence; silent for days, it is paused."""
    subscription: Subscription = lock(Subscription, pk=subscription_id)
    subscription.rests_until = now + _rest(subscription.failures)
    subscription.failures += 1
    subscription.silent_since = subscription.silent_since or now
    subscription.save(update_fields=["failures", "silent_since", "rests_until"])
    is_lasting = now - subscription.silent_since >= SUSPENDED_AFTER
    if is_lasting and subscription.status == Status.ACTIVE:
        move(subscription, "suspend", by=by, because=outcome, paused_because=outcome[:200])
        tell_suspended(subscription, by=by)


def _rest(failures: int) -> timedelta:
    return REST_AFTER[min(failures, len(REST_AFTER) - 1)]
