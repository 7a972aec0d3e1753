"""An order goes to the authority and to its owners, or is taken back. (manual 004, 4.2.1, step 10, and 4.2.2)"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, move
from anju.core.identity_numbers import normalise_name
from anju.core.refusals import Refused
from anju.core.search import pairs_of
from anju.votes import actions as votes
from anju.votes import queries as vote_queries
from anju.works import clocks
from anju.works.actions.counting import check_form, count
from anju.works.actions.drafts import check_serves, locked_draft, locked_own, wrong_moment
from anju.works.actions.ending import give_cash_back
from anju.works.actions.flows import note_flow
from anju.works.actions.telling import will_be_told
from anju.works.models import Order, OwnersNotice
from anju.works.rules import (
    EVIDENCE,
    MOST_VOTE_DAYS,
    PAPERS_OF_NORMAL,
    VOTE_DAYS,
    Emergency,
    Event,
    Exclusion,
    FlowKind,
    PaperKind,
    Refusal,
    S,
)


@action
def submit_order(*, order_id: int, by: Actor) -> Order:
    """【提交】: the shares are counted and stored, the vote of a normal order is opened, the authority's clock runs.

    Submitted again it is the same. Refused: NOT_A_DRAFT, NOT_YOUR_AREA, FIELD_WRONG (the first), NO_HOMES,
    COUNT_STALE, EXCLUSIONS_MISSING, EXCLUDED, PAYEE_OTHER, PAPERS_MISSING; normal: POSTED_STILL, those of
    `votes.open_vote`; emergency: NOTICE_MISSING.
    """
    order = locked_own(order_id, by)
    if order.status == S.SUBMITTED:
        return order
    order = locked_draft(order_id, by)
    check_serves(order.community, by)
    check_form(order)
    _check_exclusions(order)
    check_payee(order, order.payee_name)
    _check_papers(order)
    _check_told(order)
    count(order)
    order.shares.filter(is_counted=False).delete()
    now = clock.now()
    due = clocks.decide_by(order, now)
    order.pairs = pairs_of(order.title, order.community.name, order.company.name)
    order.save(update_fields=["pairs"])
    move(order, "submit", by=by, submitted_at=now, decide_by=due)
    if not order.is_emergency:
        _ask_owners(order, by)
    will_be_told(order, Event.EMERGENCY if order.is_emergency else Event.SUBMITTED)
    note_flow(order, FlowKind.SUBMISSION, by)
    return order


def _check_exclusions(order: Order) -> None:
    """Every item is answered, and none of them applies. (rule B5)"""
    answers = dict(order.answers.values_list("item", "applies"))
    for item in Exclusion:
        if item not in answers:
            raise Refused(Refusal.EXCLUSIONS_MISSING, item=item.label)
        if answers[item]:
            raise Refused(Refusal.EXCLUDED, item=item.label)


def check_payee(order: Order, payee_name: str) -> None:
    """The contractor's account, or the company's. (rule B7.8)"""
    contractor, company = order.contractor_name, order.company.name
    if normalise_name(payee_name) not in (normalise_name(contractor), normalise_name(company)):
        raise Refused(Refusal.PAYEE_OTHER, contractor=contractor, company=company)


def _check_papers(order: Order) -> None:
    case = EVIDENCE[Emergency(order.emergency)] if order.is_emergency else PAPERS_OF_NORMAL
    check_papers(order, case)


def check_papers(order: Order, wanted: Sequence[PaperKind]) -> None:
    there = set(order.papers.values_list("kind", flat=True))
    missing = [str(kind.label) for kind in wanted if kind not in there]
    if missing:
        raise Refused(Refusal.PAPERS_MISSING, papers="、".join(missing))


def _check_told(order: Order) -> None:
    if order.is_emergency:
        if not order.notices.exists():
            raise Refused(Refusal.NOTICE_MISSING)
        return
    if order.posted_to is None or order.posted_to >= clock.today():
        raise Refused(Refusal.POSTED_STILL, day=order.posted_to)
    last = clock.today() + timedelta(days=MOST_VOTE_DAYS)
    if order.vote_closes_on is not None and order.vote_closes_on > last:
        raise Refused(Refusal.VOTE_TOO_LONG, most=MOST_VOTE_DAYS)


def _ask_owners(order: Order, by: Actor) -> None:
    closes_on = order.vote_closes_on or clock.today() + timedelta(days=VOTE_DAYS)
    votes.open_vote(
        cause=order.cause,
        community_id=order.community_id,
        title=f"{order.title}（{order.no}）",
        dwelling_ids=list(order.shares.values_list("dwelling", flat=True)),
        closes_on=closes_on,
        by=by,
    )


@action
def revoke_order(*, order_id: int, by: Actor) -> Order:
    """【撤销选中任务单】, 【撤销新建任务单】: only before it is approved (rule B7.2); its vote ends, demands of cash
    are closed. Again changes nothing. Refused: WRONG_MOMENT.
    """
    order = locked_own(order_id, by)
    if order.status == S.REVOKED:
        return order
    if not Order.MOVES.allows("revoke", order.status):
        raise wrong_moment(order, "撤销")
    was_submitted = order.status != S.DRAFT
    move(order, "revoke", by=by, ended_at=clock.now())
    end_before_approval(order, "任务单已撤销", by)
    if was_submitted:
        note_flow(order, FlowKind.REVOCATION, by)
    return order


def end_before_approval(order: Order, because: str, by: Actor) -> None:
    """The owners are asked no more, and cash that was paid may go back."""
    if order.submitted_at is not None:
        will_be_told(order, Event.RELEASED)
    if vote_queries.vote_for(order.cause) is not None:
        votes.withdraw_vote(cause=order.cause, because=because, by=by)
    give_cash_back(order, by)


@action
def record_notice(
    *, order_id: int, place: str, posted_at: datetime, file_ids: list[int], by: Actor
) -> OwnersNotice:
    """应急告知: where and since when the owners have been told of emergency works, with photos. (rule B8.3)

    Refused: NOT_A_DRAFT, NOTICE_NOT_NEEDED, NOTICE_MISSING (no place or no photo), NOTICE_LATER.
    """
    order = locked_draft(order_id, by)
    if not order.is_emergency:
        raise Refused(Refusal.NOTICE_NOT_NEEDED)
    if not place.strip() or not file_ids:
        raise Refused(Refusal.NOTICE_MISSING)
    now = clock.now()
    if posted_at > now:
        raise Refused(Refusal.NOTICE_LATER)
    for file_id in file_ids:
        added = {"is_public": True, "added_by": by.name, "added_at": now}
        order.papers.get_or_create(kind=PaperKind.NOTICE, file_id=file_id, defaults=added)
    known = order.notices.filter(place=place.strip(), posted_at=posted_at).first()
    told = {"place": place.strip()[:200], "posted_at": posted_at}
    return known or order.notices.create(**told, recorded_by=by.name, recorded_at=now)
