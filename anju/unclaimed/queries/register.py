"""The register, for who keeps it: what waits, how long, how much in each class, who tried to reach whom."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import digest
from anju.notices import queries as notices
from anju.parameters import queries as parameters
from anju.people.rules import Power
from anju.unclaimed.models import ReachNote, UnclaimedMoney
from anju.unclaimed.rules import AFTER_DAYS, Age, Status

ORDER = [int(age.value) for age in Age]


def after_days(day: date) -> int:
    return parameters.number(AFTER_DAYS, day)


def payer_digest(name: str, account: str) -> bytes | None:
    """By which a transfer is found that nobody could assign: the name and the account it came from, both exactly."""
    name, digits = re.sub(r"\s", "", name), re.sub(r"\D", "", account)
    return digest(f"payer:{name}:{digits}") if name and digits else None


def money_seen_by(actor: Actor) -> QuerySet[UnclaimedMoney]:
    if Power.UNCLAIMED_KEEP not in actor.may:
        return UnclaimedMoney.objects.none()
    return UnclaimedMoney.objects.select_related("person", "organisation")


def money_found(
    actor: Actor, *, age: str = "", kind: str = "", about: str = "", closed: bool = False
) -> QuerySet[UnclaimedMoney]:
    """The longest waiting first; what was claimed, the latest first."""
    money = money_seen_by(actor)
    if about:
        money = money.filter(about=about)
    if kind:
        money = money.filter(kind=kind)
    if closed:
        return money.filter(status=Status.CLOSED).order_by("-closed_on", "-id")
    if age:
        first, last = days_of(Age(age))
        money = money.filter(since_on__lte=first)
        money = money.filter(since_on__gt=last) if last else money
    return money.exclude(status=Status.CLOSED).order_by("since_on", "id")


def days_of(age: Age) -> tuple[date, date | None]:
    """The last day since which it may have waited to be in this class, and the day of the next class."""
    today, place = clock.today(), ORDER.index(int(age.value))
    last = today - timedelta(days=ORDER[place + 1]) if place + 1 < len(ORDER) else None
    return today - timedelta(days=ORDER[place]), last


@dataclass(frozen=True)
class AgeClass:
    age: Age
    count: int
    fen: int


def age_classes(actor: Actor) -> list[AgeClass]:
    """How much waits in each class; one query over what is open."""
    sums: dict[str, Any] = {}
    for age in Age:
        first, last = days_of(age)
        inside = Q(since_on__lte=first) & (Q(since_on__gt=last) if last else Q())
        sums[f"count_{age.value}"] = Count("pk", filter=inside)
        sums[f"fen_{age.value}"] = Sum("amount_fen", filter=inside, default=0)
    found = money_seen_by(actor).exclude(status=Status.CLOSED).aggregate(**sums)
    return [
        AgeClass(age, found[f"count_{age.value}"], int(found[f"fen_{age.value}"])) for age in Age
    ]


def still_waiting(actor: Actor) -> QuerySet[UnclaimedMoney]:
    """Money that waits and of which its owner was reminded at least twice: somebody has to look for them."""
    return money_seen_by(actor).filter(status=Status.WAITING, reminders__gte=2)


def money_of(actor: Actor) -> QuerySet[UnclaimedMoney]:
    """What of the register is this tenant's own."""
    if actor.organisation_id is not None:
        own = UnclaimedMoney.objects.filter(organisation=actor.organisation_id)
    elif actor.person_id is not None:
        own = UnclaimedMoney.objects.filter(person=actor.person_id)
    else:
        return UnclaimedMoney.objects.none()
    return own.exclude(status=Status.CLOSED).order_by("since_on", "id")


def notes_of(money: UnclaimedMoney) -> QuerySet[ReachNote]:
    return money.notes.order_by("-pk")


def reminders_of(money: UnclaimedMoney) -> list[object]:
    """The messages that were sent because of it, with what became of each."""
    keys = [f"unclaimed_waits:{money.pk}:{number + 1}" for number in range(money.reminders)]
    return list(notices.notices_with_keys(keys))
