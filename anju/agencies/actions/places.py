"""Where institutions work. (AGY-04)"""

from typing import Any

from anju.agencies.actions.parties import keeper_of
from anju.agencies.actions.stating import check_lengths
from anju.agencies.models import Premises
from anju.agencies.rules import (
    EAST,
    FIELDS_OF_PREMISES,
    NORTH,
    SOUTH,
    WEST,
    PremisesKind,
    PremisesStatus,
    Refusal,
)
from anju.agencies.terms import PremisesTerms
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.identity_numbers import normalise_name
from anju.core.reasons import given
from anju.core.refusals import Refused
from anju.core.rules import DISTRICTS
from anju.core.search import pairs_of


@action
def register_premises(*, institution_id: int, terms: PremisesTerms, by: Actor) -> Premises:
    """Register a place of an institution. The same again is the same place; refused when its address has another."""
    institution = keeper_of(institution_id, by)
    stated = _stated(terms)
    premises, is_new = Premises.objects.get_or_create(
        institution=institution,
        address=stated["address"],
        status=PremisesStatus.IN_USE,
        defaults={
            "pairs": pairs_of(stated["name"], stated["address"], institution.name),
            "registered_by": by.name,
            "registered_at": clock.now(),
            **stated,
        },
    )
    if not is_new and any(getattr(premises, name) != value for name, value in stated.items()):
        raise Refused(Refusal.PREMISES_THERE, address=stated["address"])
    return premises


def _stated(terms: PremisesTerms) -> dict[str, Any]:
    if terms.kind not in PremisesKind.values:
        raise Refused(Refusal.UNKNOWN_CHOICE, value=terms.kind)
    if terms.district not in DISTRICTS:
        raise Refused(Refusal.UNKNOWN_DISTRICT, district=terms.district)
    if not (WEST <= terms.longitude <= EAST and SOUTH <= terms.latitude <= NORTH):
        raise Refused(Refusal.NOT_IN_BEIJING)
    stated = {
        "kind": terms.kind,
        "name": normalise_name(terms.name),
        "address": normalise_name(terms.address),
        "district": terms.district,
        "longitude": terms.longitude,
        "latitude": terms.latitude,
    }
    check_lengths(Premises, stated, FIELDS_OF_PREMISES)
    return stated


@action
def close_premises(*, premises_id: int, because: str, by: Actor) -> Premises:
    """A place is given up: it leaves the map. Twice equals once."""
    keeper_of(Premises.objects.values_list("institution_id", flat=True).get(pk=premises_id), by)
    premises: Premises = lock(Premises, pk=premises_id)
    if premises.status != PremisesStatus.CLOSED:
        move(premises, "close", by=by, because=given(because))
    return premises
