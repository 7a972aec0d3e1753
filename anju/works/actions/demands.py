"""Cash shares and arrears (分摊款) are asked of homes, and counted when they are paid. (rules B6.4, B6.5, B6.10)"""

from anju.core.actors import CLOCK, Actor
from anju.core.db import action, lock
from anju.core.refusals import Refused, ensure
from anju.fund import actions as fund
from anju.fund import queries as fund_queries
from anju.people.queries import check_power
from anju.people.rules import Power
from anju.works.actions.drafts import locked_own, wrong_moment
from anju.works.actions.flows import note_flow
from anju.works.actions.freezing import freeze, keep_covers, lock_accounts
from anju.works.actions.telling import will_be_told
from anju.works.models import Order
from anju.works.queries.covers import covers_of
from anju.works.queries.orders import orders_seen_by
from anju.works.rules import HOLDING, Event, FlowKind, Refusal, S

ASKING = (S.SUBMITTED, S.SECOND_REVIEW, *HOLDING)


@action
def demand_shares(*, order_id: int, by: Actor) -> Order:
    """催缴: every home that owes is asked for exactly that by a deposit of its own (分摊款), paid as any other; of an
    unsold home the developer. Asked again, only what has changed is asked anew. By the company, or `works.review`.
    What the selling unit owes it pays at its bank, as its deposits. Refused: WRONG_MOMENT, NOTHING_OWED.
    """
    order = _locked(order_id, by)
    if order.status not in ASKING:
        raise wrong_moment(order, "催缴分摊款")
    recover(order)
    owing = order.shares.filter(is_counted=True, owner_fen__gt=0).order_by("position")
    amounts = {}
    for one in owing.values("account_id", "dwelling_id", "owner_fen", "covered_fen"):
        owed = one["owner_fen"] - one["covered_fen"]
        if owed > 0:
            account_id = one["account_id"] or _opened(one["dwelling_id"], by)
            amounts[account_id] = owed
    if not amounts:
        fund.close_shares(cause=order.cause, by=by)
        raise Refused(Refusal.NOTHING_OWED)
    if fund.demand_shares(cause=order.cause, amounts=amounts, by=by):
        note_flow(order, FlowKind.DEMAND, by)
        will_be_told(order, Event.ASKED)
    return order


def _opened(dwelling_id: int, by: Actor) -> int:
    return int(fund.account_for(dwelling_id=dwelling_id, by=by).pk)


def _locked(order_id: int, by: Actor) -> Order:
    if by.is_company:
        return locked_own(order_id, by)
    check_power(by, Power.WORKS_REVIEW)
    ensure(orders_seen_by(by).filter(pk=order_id).exists(), f"{by.name} does not see it")
    order: Order = lock(Order, pk=order_id)
    return order


@action
def recount_shares(*, order_id: int, by: Actor) -> Order:
    """Count anew what is covered: before the approval by what the accounts hold now; after it, what has come in for
    those that owe is frozen as well (emergency use).
    """
    order = lock(Order, pk=order_id) if by == CLOCK else _locked(order_id, by)
    if order.status in ASKING:
        recover(order)
    return order


def recover(order: Order) -> None:
    is_frozen = order.status in HOLDING
    lock_accounts(order)
    covers = covers_of(order, is_frozen=is_frozen)
    if is_frozen:
        freeze(order, [part for one in covers for part in one.parts])
    keep_covers(order, covers)
    order.cash_fen = sum(fund_queries.shares_deposited(order.cause).values())
    order.save(update_fields=["cash_fen"])
