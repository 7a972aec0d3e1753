"""An order is over, however it ends: what was frozen and not paid is free, what was paid in cash and not needed may
go back, nothing more is asked."""

from anju.core.actors import Actor
from anju.fund import actions as fund
from anju.fund import queries as fund_queries
from anju.works.actions.freezing import lock_accounts
from anju.works.models import Order


def give_cash_back(order: Order, by: Actor) -> None:
    """Of what a home paid in cash so much as its share came to less. Where nothing was asked nothing is done."""
    paid = fund_queries.shares_paid(order.cause)
    if not paid:
        fund.close_shares(cause=order.cause, by=by)
        return
    lock_accounts(order)
    shares = order.shares.filter(account__in=list(paid))
    asked = shares.values_list("account", "approved_fen", "paid_fen")
    amounts = {
        account_id: paid[account_id] if approved is None else min(paid[account_id], approved - gone)
        for account_id, approved, gone in asked
    }
    fund.free_shares(cause=order.cause, amounts=amounts, by=by)
