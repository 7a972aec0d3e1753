"""Which homes and deposits a visitor reaches: their own, and what they have looked up or begun to pay."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from anju.fund import queries
from anju.homes import queries as homes


@dataclass(frozen=True)
class Reached:
    """The account of a home; `is_own` says whether the home is the visitor's."""

    account: Any
    is_own: bool


def reached(request: HttpRequest, dwelling_id: int) -> Reached:
    """Somebody else's home is there for whoever has just looked it up; else 404. (OWN-31)"""
    seen = queries.accounts_seen_by(request.actor)
    account = get_object_or_404(seen, dwelling=dwelling_id)
    return Reached(account, homes.is_owned_by(account.dwelling, request.actor))


def own_home(request: HttpRequest, dwelling_id: int) -> Any:
    return get_object_or_404(queries.homes_of(request.actor), dwelling=dwelling_id)


def reached_deposit(request: HttpRequest, no: str) -> Any:
    """What concerns the visitor's homes, what they paid, and what they have begun to pay."""
    return get_object_or_404(queries.deposits_reached_by(request.actor), no=no)
