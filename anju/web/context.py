"""What every template knows without being told."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from anju.contracts import queries as contracts
from anju.core.actors import NOBODY
from anju.people import queries as people
from anju.web.session import capacity_of

LARGE_TYPE_COOKIE = "large_type"


def page(request: HttpRequest) -> dict[str, Any]:
    """Whether somebody is signed in, under which name, and how large they like to read."""
    actor = getattr(request, "actor", NOBODY)
    return {
        "is_signed_in": actor != NOBODY,
        "is_staff": actor.staff_id is not None,
        "display_name": SimpleLazyObject(lambda: people.display_name(actor)),
        "capacities": SimpleLazyObject(lambda: capacities(request)),
        "large_type": request.COOKIES.get(LARGE_TYPE_COOKIE) == "1",
    }


def capacities(request: HttpRequest) -> dict[str, Any] | None:
    """The capacity in which an organisation acts and the one it can change to, if it has two. (IDN-13)"""
    actor = getattr(request, "actor", NOBODY)
    if actor.organisation_id is None or (present := capacity_of(request)) is None:
        return None
    others = [one for one in contracts.capacities_of(actor.organisation_id) if one != present]
    return {"present": present, "other": others[0]} if others else None
