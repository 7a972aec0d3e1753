"""What can be asked: an organisation's own subscriptions and deliveries, what is sent, what does not arrive."""

import json
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from django.db.models import QuerySet

from anju.core import clock
from anju.core.actors import Actor
from anju.core.rules import CallbackStatus
from anju.people.rules import Power
from anju.webhooks.models import Attempt, Delivery, Subscription
from anju.webhooks.rules import MOST_ATTEMPTS_SHOWN, OFFERED, Event, Status, offered_to


@dataclass(frozen=True)
class Letter:
    """What is sent where, and the keys that sign it: the current one, and for a day the one before."""

    delivery_id: int
    event: str
    event_id: str
    url: str
    keys: tuple[str, ...] = field(repr=False)
    body: bytes


def subscriptions_of(actor: Actor) -> QuerySet[Subscription]:
    """An enterprise's own; for the office those of platforms and banks. Newest first; nobody else's."""
    return _kept_by(actor, Subscription.objects.select_related("client")).order_by("-id")


def _kept_by(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    if actor.is_enterprise:
        return rows.filter(organisation=actor.organisation_id)
    if Power.API_KEEP in actor.may:
        return rows.filter(client__isnull=False)
    return rows.none()


def suspended_of(actor: Actor) -> QuerySet[Subscription]:
    """Those that were paused because nobody answered, and wait for their owner."""
    return subscriptions_of(actor).filter(status=Status.PAUSED).exclude(paused_because="")


def offered_for(subscription: Subscription) -> tuple[Event, ...]:
    """What can be told there."""
    return OFFERED if subscription.client is None else offered_to(subscription.client.scopes)


def deliveries_of(
    actor: Actor,
    *,
    subscription_id: int | None = None,
    event: str = "",
    status: str = "",
    about: str = "",
) -> QuerySet[Delivery]:
    """What was told and is still to be told: to an enterprise, or for the office to all others. Newest first."""
    wanted: dict[str, Any] = {
        "subscription": subscription_id,
        "event": event,
        "status": status,
        "about": about.strip(),
    }
    given = {name: value for name, value in wanted.items() if value}
    own = _kept_by(actor, Delivery.objects.filter(**given))
    return own.select_related("subscription", "client").order_by("-id")


def attempts_of(delivery: Delivery) -> list[Attempt]:
    """Every try to send it, the last one first."""
    return list(Attempt.objects.filter(delivery=delivery).order_by("-id")[:MOST_ATTEMPTS_SHOWN])


def letters(delivery_ids: list[int]) -> dict[int, Letter]:
    """What is sent for each of these deliveries: its bytes are the same at each try."""
    found = Delivery.objects.select_related("subscription").filter(pk__in=delivery_ids)
    return {each.pk: _letter(each) for each in found}


def _letter(delivery: Delivery) -> Letter:
    subscription = delivery.subscription
    return Letter(
        delivery.pk,
        delivery.event,
        str(delivery.event_id),
        subscription.url,
        keys_of(subscription),
        body_of(delivery),
    )


def keys_of(subscription: Subscription) -> tuple[str, ...]:
    until, before = subscription.secret_before_until, subscription.secret_before
    if before is None or until is None or until <= clock.now():
        return (subscription.secret,)
    return (subscription.secret, before)


def body_of(delivery: Delivery) -> bytes:
    """The event as JSON, as it is sent and signed."""
    made_at = delivery.made_at.astimezone(UTC).isoformat(timespec="milliseconds")
    told = {
        "id": str(delivery.event_id),
        "event": delivery.event,
        "at": made_at.replace("+00:00", "Z"),
        "about": delivery.about,
        "facts": delivery.facts,
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def is_silent(subscription: Subscription) -> bool:
    return subscription.status == Status.ACTIVE and subscription.silent_since is not None


def trouble_of(actor: Actor) -> QuerySet[Subscription]:
    """For staff who keep keys: the addresses that do not answer, or were paused for it, the longest silence first."""
    if Power.API_KEEP not in actor.may:
        return Subscription.objects.none()
    standing = Subscription.objects.exclude(status=Status.ENDED)
    silent = standing.filter(silent_since__isnull=False).select_related("organisation", "client")
    return silent.order_by("silent_since", "id")


def undelivered_seen_by(actor: Actor) -> QuerySet[Delivery]:
    """For staff who keep keys: what was given up, newest first."""
    if Power.API_KEEP not in actor.may:
        return Delivery.objects.none()
    given_up = Delivery.objects.filter(status=CallbackStatus.UNDELIVERED)
    return given_up.select_related("subscription__organisation", "subscription__client").order_by(
        "-id"
    )
