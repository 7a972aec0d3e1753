"""Which homes and deposits a visitor reaches: their own, and what they have looked up in this session."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from anju.fund import queries

LOOKED_UP = "looked_up"
MOST_LOOKED_UP = 20


@dataclass(frozen=True)
class Reached:
    """The account of a home; `is_own` says whether the home is the visitor's."""

    account: Any
    is_own: bool


def reached(request: HttpRequest, dwelling_id: int) -> Reached:
    """Somebody else's home is there for whoever has looked it up; else 404. (OWN-31)"""
    own = queries.homes_of(request.actor).filter(dwelling=dwelling_id).first()
    if own is not None:
        return Reached(own, is_own=True)
    found = None
    if dwelling_id in request.session.get(LOOKED_UP, []):
        found = queries.account_of_home(dwelling_id)
    if found is None:
        raise Http404
    return Reached(found, is_own=False)


def own_home(request: HttpRequest, dwelling_id: int) -> Any:
    return get_object_or_404(queries.homes_of(request.actor), dwelling=dwelling_id)


def look_up(request: HttpRequest, dwelling_id: int) -> None:
    """From now on, in this session, this home's account is there."""
    before = [one for one in request.session.get(LOOKED_UP, []) if one != dwelling_id]
    request.session[LOOKED_UP] = [*before, dwelling_id][-MOST_LOOKED_UP:]


def reached_deposit(request: HttpRequest, no: str) -> Any:
    """What concerns the visitor's homes, what they paid, and what they have begun to pay."""
    return get_object_or_404(queries.deposits_reached_by(request.actor), no=no)
