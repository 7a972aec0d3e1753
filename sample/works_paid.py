"""What the fund's bank pays of the sample world's withdrawals, what they cost in the end, and what the bank refuses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from anju.core import clock
from anju.payments import actions as payments
from anju.payments import queries as payment_queries
from anju.payments.rules import PayoutStatus
from anju.works import actions, queries
from anju.works.actions import PURPOSE, InvoiceTerms
from anju.works.rules import PaperKind, PaymentStatus, Stage, Status
from sample import outside
from sample.endings import picture
from sample.fund import BANK
from sample.offices import officer
from sample.people import (
    FUND_CHECKER,
    FUND_REVIEWER,
    PAYOUT_CHECKER,
    PAYOUT_MAKER,
    WORKS_REVIEWER,
)
from sample.property_companies import AT_WUHUA, company
from sample.story import until
from sample.works import (
    CHECKED,
    CONTRACTOR,
    ENTERED,
    FAILED,
    FINISHED,
    PAYEE,
    SETTLED,
    SETTLEMENT_RETURNED,
    SETTLING,
    WORKING,
    Works,
    is_at,
    order_of,
)

if TYPE_CHECKING:
    from anju.works.models import Order

PAID = (WORKING, SETTLEMENT_RETURNED, FINISHED)
COST = {SETTLING: 800, SETTLED: 1_420, FINISHED: 1_480, SETTLEMENT_RETURNED: 900}
"""What some works cost in the end, in yuan: not more than was approved, and of what is less the homes are free."""


def one_is_refused() -> None:
    """The bank will refuse the first payment that it is given: the account is closed."""
    settled(SETTLED)
    settled(FINISHED)
    for works in (ENTERED, CHECKED, FAILED, WORKING, SETTLEMENT_RETURNED):
        entered(works, Stage.FIRST)
    entered(FINISHED, Stage.FINAL)
    for works in (CHECKED, FAILED, *PAID):
        checked(works)
    if status_of(FAILED) == PaymentStatus.PAYING:
        outside.ask("/api/switches", {"fail_payouts": 1})
        given_to_the_bank([FAILED])


def others_are_paid() -> None:
    """The contractor has the money of all others; then one settlement goes back, and one waits."""
    until(
        lambda: status_of(FAILED) == PaymentStatus.FAILED, "the bank to refuse a payment of works"
    )
    given_to_the_bank(PAID)


def is_settled() -> None:
    until(lambda: all(status_of(one) == PaymentStatus.PAID for one in PAID), "works to be paid")
    with transaction.atomic():
        handed_in(SETTLING)
    with transaction.atomic():
        order = handed_in(SETTLEMENT_RETURNED)
        settlement = queries.standing_settlement(order)
        if settlement is not None:
            actions.return_settlement(
                settlement_id=settlement.pk,
                because="竣工验收记录缺少业主代表签字",
                by=officer(WORKS_REVIEWER),
            )


def entered(works: Works, stage: Stage) -> None:
    """All that may be paid at this stage, once."""
    order = order_of(works)
    if queries.payments_of(order).exists():
        return
    may = queries.payable_of(order)
    amount_fen = may.first_fen if stage == Stage.FIRST else may.final_fen
    actions.enter_payment(
        order_id=order.pk, stage=stage, amount_fen=amount_fen, by=officer(FUND_REVIEWER), **PAYEE
    )


def checked(works: Works) -> None:
    waiting = queries.payments_of(order_of(works)).filter(status=PaymentStatus.ENTERED)
    for payment in waiting:
        actions.approve_payment(payment_id=payment.pk, by=officer(FUND_CHECKER))


def status_of(works: Works) -> str:
    """How the only payment of an order stands."""
    [payment] = queries.payments_of(order_of(works))
    return str(payment.status)


@transaction.atomic
def given_to_the_bank(every: Iterable[Works]) -> None:
    """One puts the payments that are due into a batch, another releases it."""
    nos = [one.no for works in every for one in queries.payments_of(order_of(works))]
    due = [
        payout.pk
        for no in nos
        for payout in payment_queries.payouts_of(f"{PURPOSE}:{no}")
        if payout.status == PayoutStatus.DUE
    ]
    if due:
        batch = payments.make_batch(bank=BANK, payout_ids=due, by=officer(PAYOUT_MAKER))
        payments.approve_batch(batch_id=batch.pk, by=officer(PAYOUT_CHECKER))


@transaction.atomic
def settled(works: Works) -> None:
    """The works are done and cost less: the authority agrees."""
    order = handed_in(works)
    settlement = queries.standing_settlement(order)
    if settlement is not None and is_at(works, Status.SETTLING):
        actions.approve_settlement(
            settlement_id=settlement.pk, opinion="决算属实", by=officer(WORKS_REVIEWER)
        )


def handed_in(works: Works) -> Order:
    """The company says what the works cost, with an invoice and papers, once."""
    order, by = order_of(works), company(AT_WUHUA)
    if queries.settlements_of(order):
        return order
    file_id = picture("竣工照片.png", by)
    for kind in (PaperKind.STATEMENT, PaperKind.INVOICE, PaperKind.PHOTO, PaperKind.ACCEPTANCE):
        actions.attach_paper(order_id=order.pk, kind=kind, file_id=file_id, is_public=True, by=by)
    fen = COST[works] * 100
    invoice = InvoiceTerms(f"26112000000{order.pk:09}", CONTRACTOR[0], clock.today(), fen)
    actions.enter_settlement(
        order_id=order.pk, amount_fen=fen, ended_on=clock.today(), invoices=[invoice], by=by
    )
    return order_of(works)
