"""Every owner whose home shares an order is told of it, and of what becomes of their money. (BEY-02)

Whom we know by the name and number of an owner gets a message; everybody reads the same in the portal. The vote itself,
and the way to object, is told by `votes`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F, Min, Sum

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock
from anju.core.money import yuan
from anju.homes import queries as homes
from anju.notices import actions as notices
from anju.people import queries as people
from anju.works.models import Order, Share, Telling
from anju.works.rules import PLACE_OF_OWNERS, TOLD_AT_ONCE, Event

if TYPE_CHECKING:
    from anju.homes.models import Owner


def will_be_told(order: Order, event: Event) -> None:
    """The owners are told of this, once, by a job: written with the change itself."""
    Telling.objects.get_or_create(order=order, event=event, defaults={"asked_at": clock.now()})


@action
def tell_owners(*, telling_id: int, by: Actor) -> bool:
    """Tell the next owners of an order; whether there may be more. After the last one the developer of unsold homes."""
    telling: Telling = lock(Telling, pk=telling_id)
    if telling.done_at is not None:
        return False
    found = _next_owners(telling)
    owners = homes.owners_of_ids([one["owner"] for one in found])
    for one in found:
        to = _recipient(owners[one["owner"]])
        if to is not None:
            _tell(telling, str(one["owner"]), one, to, by)
    if found:
        telling.after = bytes(found[-1]["digest"])
    else:
        _tell_developer(telling, by)
        telling.done_at = clock.now()
    telling.save(update_fields=["after", "done_at"])
    return bool(found)


SUMS = {
    "share": Sum("share_fen"),
    "covered": Sum(F("covered_fen") + F("unit_covered_fen")),
    "owed": Sum("owed_fen"),
}


def _next_owners(telling: Telling) -> list[dict[str, Any]]:
    """One owner with all their homes is told once; each of several owners of a home is told of all that it bears."""
    shares = Share.objects.filter(
        order=telling.order,
        is_counted=True,
        dwelling__owners__until__isnull=True,
        dwelling__owners__digest__gt=bytes(telling.after),
    )
    by_owner = shares.values(digest=F("dwelling__owners__digest"))
    told = by_owner.annotate(owner=Min("dwelling__owners__id"), **SUMS)
    return list(_concerned(told, telling).order_by("digest")[:TOLD_AT_ONCE])


def _concerned(shares: Any, telling: Telling) -> Any:
    """Of what is to be paid in cash only those are told who have to."""
    return shares.filter(owed__gt=0) if telling.event == Event.ASKED else shares


def _recipient(owner: Owner) -> dict[str, int] | None:
    """Whom we know by the name and number of an owner; None for nobody."""
    if owner.id_type == "uscc":
        known = people.organisation_by_uscc(owner.id_number)
        return {"organisation_id": known.pk} if known else None
    person = people.person_by_number(owner.id_number, owner.id_type)
    if person is None or homes.owner_digest(person.name, person.id_number) != bytes(owner.digest):
        return None
    return {"person_id": person.pk}


def _tell_developer(telling: Telling, by: Actor) -> None:
    developer_id = telling.order.community.developer_id
    unsold = telling.order.shares.filter(is_counted=True, is_unsold=True)
    sums = _concerned(unsold.values("order").annotate(**SUMS), telling).order_by("order").first()
    if sums and developer_id is not None:
        _tell(telling, "developer", sums, {"organisation_id": developer_id}, by)


def _tell(telling: Telling, who: str, sums: dict[str, Any], to: dict[str, int], by: Actor) -> None:
    order = telling.order
    notices.queue(
        key=f"works:{order.no}:{telling.event}:{who}",
        kind=f"works_{telling.event}",
        facts={
            "title": order.title,
            "total": yuan(order.settled_fen or order.amount_fen or 0),
            "share": yuan(sums["share"]),
            "covered": yuan(sums["covered"]),
            "owed": yuan(sums["owed"]),
            "link": f"{settings.PUBLIC_URL}{PLACE_OF_OWNERS}/{order.no}",
        },
        **to,
        by=by,
    )
