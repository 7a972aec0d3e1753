"""我要开票, 重新开票; what was issued on paper; receipts that are taken back. (manual 002, 2.3.2(2); QCK-02)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from anju.core.actors import Actor
from anju.core.db import action
from anju.core.refusals import Refused
from anju.fund.actions.deposits import locked_deposit
from anju.fund.models import Deposit
from anju.fund.queries import check_may_keep, check_may_serve
from anju.fund.queries.receipts import line_of, payer_of, purpose_of
from anju.fund.queries.refunds import refunded_fen
from anju.fund.rules import Refusal, Status
from anju.people.rules import Power
from anju.receipts import actions as receipts

if TYPE_CHECKING:
    from anju.receipts.models import Receipt


@action
def request_receipt(*, deposit_id: int, by: Actor) -> Receipt:
    """【我要开票】 of a deposit that was paid, 【重新开票】 after a failure; asked for again, it is the same receipt.

    What went back is not on it. Refused before it is paid, and with the manual's sentence when a paper receipt exists.
    """
    deposit = _paid(deposit_id)
    check_may_serve(deposit.account, by)
    return receipts.request_receipt(
        purpose=purpose_of(deposit),
        payer=payer_of(deposit),
        lines=[line_of(deposit, deposit.amount_fen - refunded_fen(deposit))],
        address=deposit.account.dwelling.address,
        by=by,
    )


@action
def record_paper_receipt(*, deposit_id: int, paper_no: str, by: Actor) -> Receipt:
    """The department gave out a paper receipt: no e-receipt follows."""
    deposit = _paid(deposit_id)
    check_may_keep(deposit.account, by, Power.FUND_ENTER)
    return receipts.record_paper_receipt(
        purpose=purpose_of(deposit), paper_no=paper_no, amount_fen=deposit.amount_fen, by=by
    )


@action
def void_receipt(*, deposit_id: int, reason: str, by: Actor) -> Receipt:
    """作废 before money of it goes back; an e-receipt is 冲红中 until the platform has done it. (rule B9.5)"""
    deposit = _paid(deposit_id)
    check_may_keep(deposit.account, by, Power.FUND_PAY)
    return receipts.void_receipt(purpose=purpose_of(deposit), reason=reason, by=by)


def _paid(deposit_id: int) -> Deposit:
    deposit = locked_deposit(deposit_id)
    if deposit.status not in (Status.PAID, Status.DEPOSITED):
        raise Refused(Refusal.NOT_PAID)
    return deposit
