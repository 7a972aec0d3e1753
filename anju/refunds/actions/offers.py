"""Guided settlement: offers deduction by deduction; what both sides agree on is paid at once. (BEY-06)"""

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, move
from anju.core.refusals import Refused
from anju.refunds import queries
from anju.refunds.actions import telling
from anju.refunds.actions.carrying_out import (
    close_if_done,
    make_portions,
    said,
    take_out_of_dispute,
)
from anju.refunds.actions.parties import locked_case, own_side, require_payee
from anju.refunds.models import Case, DeductionItem, Offer
from anju.refunds.rules import DISPUTED, OTHER_SIDE, Because, PortionSource, Refusal, Side
from anju.refunds.split import split_interest, split_item


@action
def make_offer(*, item_id: int, to_enterprise_fen: int, note: str = "", by: Actor) -> Offer:
    """Offer to settle a disputed deduction: so much of it is the enterprise's, the rest the tenant's.

    A new offer of the same side takes the place of its last one. Where the other side has offered the very same, that
    is accepted, and its offer returned. Refused: NOT_DISPUTED, ITEM_SETTLED, ITEM_NOT_DISPUTED, OFFER_OUT_OF_RANGE.
    """
    case, item = _locked(item_id, by)
    side = own_side(by)
    split_item(item.part, item.disputed_fen, to_enterprise_fen)
    standing = queries.standing_offers(item)
    theirs = standing.filter(side=OTHER_SIDE[side], to_enterprise_fen=to_enterprise_fen).first()
    if theirs is not None:
        return _accept(case, item, theirs, by)
    standing.filter(side=side).update(replaced_at=clock.now())
    offer = Offer.objects.create(
        item=item,
        side=side,
        to_enterprise_fen=to_enterprise_fen,
        note=note.strip()[:500],
        made_name=by.name,
        made_at=clock.now(),
    )
    telling.offer_made(case, offer, by=by)
    return offer


@action
def withdraw_offer(*, offer_id: int, by: Actor) -> Offer:
    """Take one's own offer back before the other side has accepted it. Again changes nothing. (BEY-12)"""
    _locked(Offer.objects.values_list("item_id", flat=True).get(pk=offer_id), by)
    offer = Offer.objects.get(pk=offer_id)
    if offer.side != queries.side_of(by):
        raise Refused(Refusal.OFFER_GONE)
    if offer.replaced_at is None:
        offer.replaced_at = clock.now()
        offer.save(update_fields=["replaced_at"])
    return offer


@action
def accept_offer(*, offer_id: int, by: Actor) -> Offer:
    """Accept the other side's offer: the deduction is settled, and both are paid what it gives them.

    Accepting again returns it. Refused: OWN_OFFER, OFFER_GONE.
    """
    offer = Offer.objects.get(pk=offer_id)
    if offer.accepted_at is not None and queries.offers_seen_by(by).filter(pk=offer_id).exists():
        return offer
    case, item = _locked(offer.item_id, by)
    standing = queries.standing_offers(item).filter(pk=offer_id).first()
    if standing is None:
        raise Refused(Refusal.OFFER_GONE)
    if standing.side == own_side(by):
        raise Refused(Refusal.OWN_OFFER)
    return _accept(case, item, standing, by)


def _locked(item_id: int, by: Actor) -> tuple[Case, DeductionItem]:
    case_id = DeductionItem.objects.values_list("plan__case_id", flat=True).get(pk=item_id)
    case = locked_case(case_id, by, Side.TENANT, Side.ENTERPRISE)
    if queries.side_of(by) == Side.TENANT:
        require_payee(case, by)
    item = DeductionItem.objects.get(pk=item_id)
    plan = queries.current_plan(case)
    if case.status not in DISPUTED or plan is None or item.plan_id != plan.pk:
        raise Refused(Refusal.NOT_DISPUTED)
    if item.settled_at is not None:
        raise Refused(Refusal.ITEM_SETTLED)
    if not item.disputed_fen:
        raise Refused(Refusal.ITEM_NOT_DISPUTED)
    return case, item


def _accept(case: Case, item: DeductionItem, offer: Offer, by: Actor) -> Offer:
    split = split_item(item.part, item.disputed_fen, offer.to_enterprise_fen)
    offer.accepted_at, offer.accepted_name = clock.now(), by.name
    offer.save(update_fields=["accepted_at", "accepted_name"])
    queries.standing_offers(item).update(replaced_at=clock.now())
    item.settled_fen, item.settled_at = offer.to_enterprise_fen, clock.now()
    item.save(update_fields=["settled_fen", "settled_at"])
    left = queries.disputed_now(case)
    earned = take_out_of_dispute(case, split.held, left)
    account, account_bank = queries.known_account(case)
    make_portions(
        case,
        split,
        split_interest(split, earned),
        PortionSource.ITEM,
        account=account,
        account_bank=account_bank,
        item=item,
    )
    telling.item_settled(case, item, by=by)
    if not left.total_fen:
        _end_dispute(case, by)
    return offer


def _end_dispute(case: Case, by: Actor) -> None:
    """Nothing is disputed any more; a final plan that waits for its check is void."""
    for final in case.final_plans.filter(status="proposed"):
        move(
            final,
            "reject",
            by=by,
            because=said(Because.ALL_SETTLED),
            checked_name=by.name,
            checked_at=clock.now(),
        )
        final.because = said(Because.ALL_SETTLED)
        final.save(update_fields=["because"])
    move(case, "settle", by=by, because=said(Because.ALL_SETTLED))
    close_if_done(case, by=by)
