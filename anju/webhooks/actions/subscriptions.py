"""An organisation keeps where its program is told, of what, and with which secret. (BEY-11)"""

import secrets
from collections.abc import Iterable
from typing import Any

from anju.clients.webhooks import check_url
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, lock_many, move, move_many, one_at_a_time
from anju.core.refusals import Refused
from anju.core.rules import CallbackStatus
from anju.webhooks.models import Delivery, Subscription
from anju.webhooks.rules import (
    EVENTS,
    GIVEN_UP_AFTER,
    MOST_SUBSCRIPTIONS,
    OFFERED,
    SECRET_OVERLAP,
    STANDING,
    Event,
    Refusal,
    Status,
)

AT_ONCE: dict[str, Any] = {
    "failures": 0,
    "silent_since": None,
    "rests_until": None,
    "paused_because": "",
}


@action
def subscribe(*, url: str, events: Iterable[str], by: Actor) -> Subscription:
    """Have events told to an address. Its secret is shown to who made it, once.

    Refused when the address may not be called or is in use, when nothing is chosen, or beyond so many addresses.
    """
    organisation_id = _organisation(by)
    url, chosen = _checked(url, events)
    one_at_a_time(f"webhooks:{organisation_id}")
    standing = Subscription.objects.filter(organisation=organisation_id, status__in=STANDING)
    _check_free(standing, url)
    if standing.count() >= MOST_SUBSCRIPTIONS:
        raise Refused(Refusal.TOO_MANY, most=MOST_SUBSCRIPTIONS)
    return Subscription.objects.create(
        organisation_id=organisation_id,
        url=url,
        events=chosen,
        secret=_new_secret(),
        made_at=clock.now(),
        made_by=by.name,
    )


@action
def change_subscription(
    *, subscription_id: int, url: str, events: Iterable[str], by: Actor
) -> Subscription:
    """Another address, or other events, from now on. One that was paused goes on."""
    url, chosen = _checked(url, events)
    one_at_a_time(f"webhooks:{_organisation(by)}")
    subscription = locked(subscription_id, by)
    others = Subscription.objects.filter(organisation=by.organisation_id, status__in=STANDING)
    _check_free(others.exclude(pk=subscription.pk), url)
    changes = {"url": url, "events": chosen, **AT_ONCE}
    move(subscription, "change", by=by, because=url, **changes)
    return subscription


@action
def rotate_secret(*, subscription_id: int, by: Actor) -> Subscription:
    """A new secret, shown once. For a day everything is signed with the old one as well."""
    subscription = locked(subscription_id, by)
    move(
        subscription,
        "rotate_secret",
        by=by,
        secret=_new_secret(),
        secret_before=subscription.secret,
        secret_before_until=clock.now() + SECRET_OVERLAP,
    )
    return subscription


@action
def pause_subscription(*, subscription_id: int, by: Actor) -> Subscription:
    """Send nothing for now: events gather. Twice is once."""
    subscription = locked(subscription_id, by)
    if subscription.status != Status.PAUSED:
        move(subscription, "pause", by=by)
    return subscription


@action
def resume_subscription(*, subscription_id: int, by: Actor) -> Subscription:
    """Send again, beginning with what has gathered. Twice is once."""
    subscription = locked(subscription_id, by)
    if subscription.status != Status.ACTIVE:
        move(subscription, "resume", by=by, **AT_ONCE)
    return subscription


@action
def end_subscription(*, subscription_id: int, by: Actor) -> Subscription:
    """Tell this address nothing any more; what has not arrived is given up. Twice is once."""
    subscription = locked(subscription_id, by)
    if subscription.status != Status.ENDED:
        move(subscription, "end", by=by)
    return subscription


@action
def send_test_event(*, subscription_id: int, by: Actor) -> Delivery:
    """Send an event that means nothing to this address, at once."""
    subscription = locked(subscription_id, by)
    _check_sending(subscription)
    _let_try(subscription)
    now = clock.now()
    return Delivery.objects.create(
        subscription=subscription,
        organisation_id=subscription.organisation_id,
        event=Event.TEST,
        facts=EVENTS[Event.TEST].facts,
        made_at=now,
        try_at=now,
    )


@action
def resend(*, delivery_id: int, by: Actor) -> Delivery:
    """Send an event again that was given up, or that has arrived and was lost there. One that waits is sent at once."""
    known = Delivery.objects.filter(pk=delivery_id, organisation=_organisation(by)).first()
    if known is None:
        raise Refused(Refusal.NOT_YOURS)
    delivery: Delivery = lock(Delivery, pk=known.pk)
    subscription = locked(delivery.subscription_id, by)
    _check_sending(subscription)
    _let_try(subscription)
    if delivery.status == CallbackStatus.WAITING:
        delivery.try_at = clock.now()
        delivery.save(update_fields=["try_at"])
        return delivery
    move(delivery, "try_again", by=by, attempts=0, try_at=clock.now(), outcome="")
    return delivery


@action
def give_up_what_is_over(*, limit: int, by: Actor) -> int:
    """What has waited for a month, or for an address that is told nothing any more. Returns how many."""
    waiting = Delivery.objects.filter(status=CallbackStatus.WAITING).order_by("pk")
    ended = waiting.filter(subscription__status=Status.ENDED)
    old = waiting.filter(made_at__lt=clock.now() - GIVEN_UP_AFTER)
    given_up = 0
    for over, because in ((ended, "推送已停用"), (old, "三十天内未能送达")):
        found = lock_many(Delivery, over.values_list("pk", flat=True)[:limit])
        ids = [each.pk for each in found if each.status == CallbackStatus.WAITING]
        move_many(Delivery, ids, "give_up", by=by, because=because, outcome=because)
        given_up += len(ids)
    return given_up


def locked(subscription_id: int, by: Actor) -> Subscription:
    """One of the actor's own, locked. Nobody else's is known to them."""
    organisation_id = _organisation(by)
    own = Subscription.objects.filter(pk=subscription_id, organisation=organisation_id)
    if not own.exists():
        raise Refused(Refusal.NOT_YOURS)
    subscription: Subscription = lock(Subscription, pk=subscription_id)
    return subscription


def _organisation(by: Actor) -> int:
    if not by.is_enterprise or by.organisation_id is None or by.client_id is not None:
        raise Refused(Refusal.NOT_YOURS)
    return by.organisation_id


def _checked(url: str, events: Iterable[str]) -> tuple[str, list[str]]:
    """The address as it is kept, and the events in their order."""
    url, wanted = url.strip(), set(events)
    check_url(url)
    chosen = [event.value for event in OFFERED if event.value in wanted]
    if not chosen:
        raise Refused(Refusal.EVENTS_MISSING)
    return url, chosen


def _check_free(others: Any, url: str) -> None:
    if others.filter(url=url).exists():
        raise Refused(Refusal.URL_TAKEN)


def _check_sending(subscription: Subscription) -> None:
    if subscription.status != Status.ACTIVE:
        raise Refused(Refusal.NOT_SENDING)


def _let_try(subscription: Subscription) -> None:
    """However long it has been silent: a person wants to see now whether it answers."""
    subscription.rests_until = None
    subscription.save(update_fields=["rests_until"])


def _new_secret() -> str:
    return f"whsec_{secrets.token_urlsafe(32)}"
