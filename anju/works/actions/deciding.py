"""The authority decides; approved shares are frozen, and are free again when that is taken back. (WDR-08)"""

from django.utils.translation import gettext as _

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.money import yuan
from anju.core.refusals import Refused, ensure
from anju.people.queries import check_power
from anju.people.rules import Power
from anju.votes import queries as votes
from anju.votes.rules import VoteStatus
from anju.works import clocks
from anju.works.actions.drafts import wrong_moment
from anju.works.actions.ending import give_cash_back
from anju.works.actions.freezing import free_the_rest, freeze_shares, lock_accounts, release
from anju.works.actions.submitting import end_before_approval
from anju.works.actions.telling import will_be_told
from anju.works.models import Order, Settlement
from anju.works.queries.checks import is_second_reviewed
from anju.works.queries.orders import orders_seen_by
from anju.works.rules import (
    OPEN_PAYMENTS,
    Event,
    PaymentStatus,
    Refusal,
    S,
    SettlementStatus,
)


@action
def approve_order(*, order_id: int, opinion: str = "", by: Actor) -> Order:
    """审批通过: every share is frozen in the ledger; from `works.second_review_from_fen` on it first goes to 复审.

    Normal use: only when the vote is closed and passes, no objection is open and every share is covered. Emergency:
    what the accounts hold is frozen, the rest is owed. Approved again it is the same.
    Refused: no `works.review`; WRONG_MOMENT, VOTE_OPEN, CONSENT_MISSING, OBJECTION_OPEN, NOT_COVERED.
    """
    order = seen_and_locked(order_id, Power.WORKS_REVIEW, by)
    if order.reviewed_by == by.name or (
        order.approved_by == by.name and order.status == S.APPROVED
    ):
        return order
    if order.status != S.SUBMITTED:
        raise wrong_moment(order, "审批")
    check_consent(order)
    if not is_second_reviewed(order):
        return _approve(order, "approve", opinion, by)
    text = opinion.strip()[:500]
    move(order, "escalate", by=by, because=text, reviewed_by=by.name, opinion=text)
    return order


@action
def approve_again(*, order_id: int, opinion: str = "", by: Actor) -> Order:
    """复审通过, by another person. Refused: no `works.approve`; SELF_REVIEW; as `approve_order`."""
    order = seen_and_locked(order_id, Power.WORKS_APPROVE, by)
    if order.status == S.APPROVED and order.approved_by == by.name:
        return order
    if order.status != S.SECOND_REVIEW:
        raise wrong_moment(order, "复审")
    if order.reviewed_by == by.name:
        raise Refused(Refusal.SELF_REVIEW)
    check_consent(order)
    return _approve(order, "approve_again", opinion, by)


def _approve(order: Order, name: str, opinion: str, by: Actor) -> Order:
    lock_accounts(order)
    freeze_shares(order)
    if order.owed_fen and not order.is_emergency:
        owed = yuan(order.owed_fen)
        raise Refused(Refusal.NOT_COVERED, homes=order.owed_homes, owed=owed)
    now, text = clock.now(), opinion.strip()[:500]
    told = {"approved_by": by.name, "approved_at": now, "opinion": text}
    move(order, name, by=by, because=text, pay_by=clocks.pay_by(order, now), **told)
    will_be_told(order, Event.APPROVED)
    return order


def seen_and_locked(order_id: int, power: Power, by: Actor) -> Order:
    check_power(by, power)
    ensure(orders_seen_by(by).filter(pk=order_id).exists(), f"{by.name} does not see it")
    order: Order = lock(Order, pk=order_id)
    return order


def check_consent(order: Order) -> None:
    """The owners have agreed, in a vote that is over, and nobody's objection waits. (rules B4, B8.3)"""
    if order.is_emergency:
        return
    vote = votes.vote_for(order.cause)
    ensure(vote is not None, f"{order.no} has no vote")
    assert vote is not None
    if vote.status == VoteStatus.OPEN:
        raise Refused(Refusal.VOTE_OPEN, day=vote.closes_on)
    count = votes.count_of(vote)
    if count.open_objections:
        raise Refused(Refusal.OBJECTION_OPEN, count=count.open_objections)
    if not count.passes:
        why = _("同意的业主未过半数") if count.has_quorum else _("参与表决的业主不足三分之二")
        raise Refused(Refusal.CONSENT_MISSING, why=why)


@action
def return_order(*, order_id: int, because: str, by: Actor) -> Order:
    """审批退回, at the first or second review: the company may make a new order of it. Refused: no `works.review` (or
    `works.approve` at the second); WRONG_MOMENT, OPINION_MISSING.
    """
    status = Order.objects.values_list("status", flat=True).get(pk=order_id)
    power = Power.WORKS_APPROVE if status == S.SECOND_REVIEW else Power.WORKS_REVIEW
    order = seen_and_locked(order_id, power, by)
    text = reason_of(because)
    if not Order.MOVES.allows("send_back", order.status):
        raise wrong_moment(order, "退回")
    move(order, "send_back", by=by, because=text, opinion=text, ended_at=clock.now())
    end_before_approval(order, "任务单已被退回", by)
    return order


def reason_of(because: str) -> str:
    text = because.strip()[:500]
    if not text:
        raise Refused(Refusal.OPINION_MISSING)
    return text


@action
def withdraw_approval(*, order_id: int, because: str, by: Actor) -> Order:
    """撤销批准, before any money has gone: every share is free again, and the order counts as returned.

    Refused: no `works.approve`; WRONG_MOMENT, MONEY_GONE, PAYMENT_UNDER_WAY, OPINION_MISSING.
    """
    order = seen_and_locked(order_id, Power.WORKS_APPROVE, by)
    text = reason_of(because)
    if order.payments.filter(status=PaymentStatus.PAID).exists():
        raise Refused(Refusal.MONEY_GONE, no=order.no)
    check_nothing_open(order, "撤销批准")
    if not Order.MOVES.allows("withdraw_approval", order.status):
        raise wrong_moment(order, "撤销批准")
    lock_accounts(order)
    free_the_rest(order)
    move(order, "withdraw_approval", by=by, because=text, opinion=text, ended_at=clock.now())
    end_before_approval(order, "批准已撤销", by)
    return order


def check_nothing_open(order: Order, what: str) -> None:
    waits = order.payments.filter(status__in=OPEN_PAYMENTS).first()
    if waits is not None:
        raise Refused(Refusal.PAYMENT_UNDER_WAY, payment=waits.no, what=what)


@action
def stop_order(*, order_id: int, because: str, by: Actor) -> Order:
    """停止: consent was overturned by an objection that was upheld, before the final payment; what was not paid is free
    again. Refused: no `works.approve`; WRONG_MOMENT, CONSENT_STANDS (normal use), PAYMENT_UNDER_WAY, OPINION_MISSING.
    """
    order = seen_and_locked(order_id, Power.WORKS_APPROVE, by)
    text = reason_of(because)
    if not Order.MOVES.allows("stop", order.status):
        raise wrong_moment(order, "停止")
    vote = None if order.is_emergency else votes.vote_for(order.cause)
    if vote is not None and votes.count_of(vote).passes:
        raise Refused(Refusal.CONSENT_STANDS)
    check_nothing_open(order, "停止")
    for settlement in order.settlements.filter(status=SettlementStatus.ENTERED):
        send_settlement_back(settlement, text, by)
    release(order)
    move(order, "stop", by=by, because=text, opinion=text, ended_at=clock.now())
    will_be_told(order, Event.RELEASED)
    give_cash_back(order, by)
    return order


def send_settlement_back(settlement: Settlement, because: str, by: Actor) -> None:
    told = {"checked_by": by.name, "checked_at": clock.now(), "opinion": because}
    move(settlement, "send_back", by=by, because=because, **told)
    settlement.invoices.update(stands=False)
