"""Where a program is told, of what, with which secret: kept by its enterprise, or the office. (OPS-04, BEY-11)"""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from anju.clients.webhooks import check_url
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, lock_many, move, move_many, one_at_a_time
from anju.core.refusals import Refused
from anju.core.rules import CallbackStatus
from anju.people import actions as people_actions
from anju.people import queries as people
from anju.people.rules import KeyStatus, Power
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
    offered_to,
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
    made = Subscription(organisation_id=_organisation(by))
    return _subscribed(made, url, events, by)


@action
def subscribe_platform(
    *, client_id: int, url: str, events: Iterable[str], by: Actor
) -> Subscription:
    """The office has events told to an address of a platform or a bank, within what its key may do.

    Its secret is shown once, and handed over as the key was. Refused as `subscribe`, and for a key not in force.
    """
    people.check_power(by, Power.API_KEEP)
    return _subscribed(Subscription(client=people.api_client(client_id)), url, events, by)


def _subscribed(made: Subscription, url: str, events: Iterable[str], by: Actor) -> Subscription:
    made.url, made.events = _checked(made, url, events)
    one_at_a_time(f"webhooks:{made.owner}")
    standing = Subscription.objects.filter(**made.owner, status__in=STANDING)
    _check_free(standing, made.url)
    if standing.count() >= MOST_SUBSCRIPTIONS:
        raise Refused(Refusal.TOO_MANY, most=MOST_SUBSCRIPTIONS)
    made.secret, made.made_at, made.made_by = _new_secret(), clock.now(), by.name
    made.save()
    return made


@action
def change_subscription(
    *, subscription_id: int, url: str, events: Iterable[str], by: Actor
) -> Subscription:
    """Another address, or other events, from now on. One that was paused goes on."""
    one_at_a_time(f"webhooks:{_own(subscription_id, by).owner}")
    subscription = locked(subscription_id, by)
    url, chosen = _checked(subscription, url, events)
    others = Subscription.objects.filter(**subscription.owner, status__in=STANDING)
    _check_free(others.exclude(pk=subscription.pk), url)
    _go_on(subscription, "change", because=url, by=by, url=url, events=chosen)
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
    """Send again, beginning with what has gathered. Twice is once.

    One that was paused for its silence is sent a test event first; all else follows when that has been answered.
    """
    subscription = locked(subscription_id, by)
    if subscription.status != Status.ACTIVE:
        _go_on(subscription, "resume", by=by)
    return subscription


def _go_on(subscription: Subscription, name: str, *, by: Actor, **changes: Any) -> None:
    is_doubtful = bool(subscription.paused_because)
    move(subscription, name, by=by, **AT_ONCE | changes | {"failures": int(is_doubtful)})
    if is_doubtful:
        _test_event(subscription, try_at=subscription.made_at)  # before all that has gathered


@action
def end_subscription(*, subscription_id: int, by: Actor) -> Subscription:
    """Tell this address nothing any more; what has not arrived is given up. Twice is once."""
    subscription = locked(subscription_id, by)
    if subscription.status != Status.ENDED:
        move(subscription, "end", by=by)
    return subscription


@action
def revoke_program(*, api_key_id: int, because: str, by: Actor) -> None:
    """The office revokes a program's key; what a platform or a bank was told by it is told no more. Twice is once."""
    people_actions.revoke_key(api_key_id=api_key_id, because=because, by=by)
    _end_of([api_key_id], because, by)


@action
def end_of_dead_keys(*, by: Actor) -> int:
    """Whose key's last day is over, or was withdrawn, is told nothing more. Returns how many that ends."""
    over = people.keys_over(clock.today())
    return _end_of(over.values_list("pk", flat=True), "接口密钥已失效", by)


def _end_of(client_ids: Any, because: str, by: Actor) -> int:
    standing = Subscription.objects.filter(client__in=client_ids, status__in=STANDING)
    found = lock_many(Subscription, standing.values_list("pk", flat=True))
    for subscription in found:
        move(subscription, "end", by=by, because=because)
    return len(found)


@action
def send_test_event(*, subscription_id: int, by: Actor) -> Delivery:
    """Send an event that means nothing to this address, at once."""
    subscription = locked(subscription_id, by)
    _check_sending(subscription)
    _let_try(subscription)
    return _test_event(subscription, try_at=clock.now())


def _test_event(subscription: Subscription, *, try_at: datetime) -> Delivery:
    return Delivery.objects.create(
        subscription=subscription,
        **subscription.owner,
        event=Event.TEST,
        facts=EVENTS[Event.TEST].facts,
        made_at=clock.now(),
        try_at=try_at,
    )


@action
def resend(*, delivery_id: int, by: Actor) -> Delivery:
    """Send an event again that was given up, or that has arrived and was lost there. One that waits is sent at once."""
    known = Delivery.objects.filter(pk=delivery_id).first()
    if known is None or not _keeps(known, by):
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
    subscription: Subscription = lock(Subscription, pk=_own(subscription_id, by).pk)
    return subscription


def _own(subscription_id: int, by: Actor) -> Subscription:
    found = Subscription.objects.filter(pk=subscription_id).first()
    if found is None or not _keeps(found, by):
        raise Refused(Refusal.NOT_YOURS)
    return found


def _keeps(one: Subscription | Delivery, by: Actor) -> bool:
    """An enterprise its own, a person and no program of it; the office those of platforms and banks."""
    if one.client_id is not None:
        return Power.API_KEEP in by.may
    return by.is_enterprise and by.client_id is None and by.organisation_id == one.organisation_id


def _organisation(by: Actor) -> int:
    if not by.is_enterprise or by.organisation_id is None or by.client_id is not None:
        raise Refused(Refusal.NOT_YOURS)
    return by.organisation_id


def _checked(one: Subscription, url: str, events: Iterable[str]) -> tuple[str, list[str]]:
    """The address as it is kept, and the events in their order."""
    url, wanted = url.strip(), set(events)
    offered = OFFERED if one.client is None else _offered_to(one.client)
    check_url(url)
    chosen = [event.value for event in offered if event.value in wanted]
    if not chosen:
        raise Refused(Refusal.EVENTS_MISSING)
    return url, chosen


def _offered_to(client: Any) -> tuple[Event, ...]:
    offered = offered_to(client.scopes)
    is_over = client.expires_on is not None and client.expires_on < clock.today()
    is_platforms = client.organisation_id is None and client.status == KeyStatus.ACTIVE
    if is_over or not is_platforms or not offered:
        raise Refused(Refusal.KEY_NOT_TOLD, name=client.name)
    return offered


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
