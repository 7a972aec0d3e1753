"""Evidence, offers and the ways out of a dispute: the forms of these pages, and what they ask. (BEY-06, REF-10)"""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from anju.core.actors import Actor
from anju.refunds import actions, queries
from anju.refunds.deeds import Deed
from anju.refunds.rules import Side
from anju.web.tenant.refunds.forms import AwardForm, EvidenceForm, OfferForm, TurnForm

TURNS = {
    Deed.TURN_TO_ARBITRATION: actions.turn_to_arbitration,
    Deed.TURN_TO_LITIGATION: actions.turn_to_litigation,
}


def evidence_form(request: HttpRequest, posted: bool = True) -> EvidenceForm:
    sent = (request.POST, request.FILES) if posted and request.method == "POST" else ()
    return EvidenceForm(*sent, actor=request.actor)


def award_form(request: HttpRequest) -> AwardForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return AwardForm(*sent, actor=request.actor)


def offer_form(request: HttpRequest, item: Any, posted: bool = True) -> OfferForm:
    return OfferForm(request.POST if posted else None, disputed_fen=item.disputed_fen)


def same_offer(item: Any, form: OfferForm) -> Any:
    """The other side's standing offer, if it is the very same."""
    return (
        queries.standing_offers(item)
        .filter(side=Side.ENTERPRISE, to_enterprise_fen=form.cleaned_data["to_enterprise"])
        .first()
    )


def make(form: OfferForm, item: Any, by: Actor) -> bool:
    return form.attempt(
        actions.make_offer,
        item_id=item.pk,
        to_enterprise_fen=form.cleaned_data["to_enterprise"],
        note=form.cleaned_data["note"],
        by=by,
    )


def offers_in_full(actor: Actor) -> QuerySet:
    """Offers with all that their page shows."""
    return queries.offers_seen_by(actor).select_related(
        "item__plan__case__lease__enterprise",
        "item__plan__case__lease__bank_account",
        "item__plan__case__payee_tenant__person",
        "item__plan__case__payee_tenant__organisation",
    )


def may_be_accepted(offer: Any, actor: Actor) -> bool:
    is_standing = offer.replaced_at is None and offer.accepted_at is None
    is_theirs = offer.side == Side.ENTERPRISE and not offer.item.settled_at
    deeds = queries.deeds_of(offer.item.plan.case, actor)
    return is_standing and is_theirs and Deed.SETTLE_ITEMS in deeds


def ways_left(case: Any, actor: Actor) -> list[tuple[str, Any]]:
    deeds = queries.deeds_of(case, actor)
    return [(way.value, way.label) for way in TURNS if way in deeds]


def turn_form(request: HttpRequest, case: Any) -> TurnForm:
    ways = ways_left(case, request.actor) or [(way.value, way.label) for way in TURNS]
    return TurnForm(request.POST if request.method == "POST" else None, ways=ways)


def turn(form: TurnForm, case: Any, by: Actor) -> bool:
    action = TURNS[Deed(form.cleaned_data["way"])]
    return form.attempt(action, case_id=case.pk, because=form.cleaned_data["because"], by=by)
