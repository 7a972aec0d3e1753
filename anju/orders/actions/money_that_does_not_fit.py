"""Money that came too late, twice, in another amount or for nothing we know: each case has its rule, none is lost.

Money for an order that was given up goes to the same bills if they are still open; else it goes back. (ORD-07, CHN-03)
"""

from typing import Any

from anju.contracts import actions as contracts
from anju.contracts import queries as contract_queries
from anju.core import calendar, clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.money import yuan
from anju.core.refusals import Refused
from anju.custody import actions as custody
from anju.ledger import actions as ledger
from anju.notices import actions as notices
from anju.orders.actions.placing import in_chinese, payment_closed
from anju.orders.actions.telling import tell_in_custody, tell_programs, tell_set_aside
from anju.orders.models import Attempt, Order, OrderLine
from anju.orders.rules import OPEN, Because, Refusal, Status
from anju.parameters import queries as parameters
from anju.payments import actions as payments
from anju.payments import queries as payment_queries
from anju.payments.rules import (
    TOLD_CLOSED,
    TOLD_PAID,
    UNPAID,
    Channel,
    Direction,
    FactStatus,
)
from anju.webhooks.rules import Event

REFUSED_AS = {
    Because.WITHDRAWN: Refusal.BILLS_WITHDRAWN,
    Because.PAID_OTHERWISE: Refusal.BILLS_PAID_OTHERWISE,
}
"""What a person reads who matches money to an order that cannot be paid any more."""


@action
def settle_entry(*, entry_id: int, by: Actor) -> None:
    """One bank entry that does not simply pay a waiting order."""
    entry = payment_queries.entry(entry_id)
    bank = entry.bank_account.bank
    if payment_queries.named_settlement(entry) is not None:
        settle_provider_entry(entry, by=by)
        return
    if entry.direction == Direction.DEBIT:
        settle_debit(entry, by=by)
        return
    if payments.take_from_the_bank(entry_id=entry.pk, by=by):
        return
    attempt = _attempt_named_by(entry)
    if attempt is None:
        _set_aside(entry, Because.UNKNOWN_CODE, by=by)
        return
    payment = attempt.payment
    order = lock(Order, pk=attempt.order_id)
    if entry.amount_fen != payment.amount_fen:
        _set_aside(
            entry,
            Because.WRONG_AMOUNT,
            meant_for=order,
            workdays=parameters.number("order.return_within_workdays"),
            by=by,
            credit=yuan(entry.amount_fen),
            order=yuan(payment.amount_fen),
        )
    elif order.status in (Status.PAID, Status.IN_CUSTODY):
        _set_aside(entry, Because.PAID_BEFORE, meant_for=order, workdays=0, by=by, order=order.no)
    elif hindrance := _hindrance(order, by=by):
        _set_aside(entry, hindrance, meant_for=order, workdays=0, by=by, order=order.no)
    else:
        _book_one_credit(
            entry, order, payment.pk, source=f"world:{bank}", key=f"credit:{entry.pk}", by=by
        )
        payments.mark_one_credit(entry_id=entry.pk, payment_id=payment.pk, by=by)


def _attempt_named_by(entry: Any) -> Attempt | None:
    """Whose collection code a bank entry carries. One without a code, or with another bank's, is nobody's."""
    payment = payment_queries.payment_by_code(entry.bank_account.bank, entry.collection_code)
    if payment is None:
        return None
    return Attempt.objects.filter(payment=payment).select_related("order", "payment").first()


def settle_debit(entry: Any, *, by: Actor) -> None:
    """Money that left our account: a payout or a return we instructed, or something for a person to explain."""
    reference = entry.end_to_end_id
    if payments.confirm_payout(payout_no=reference, debit_id=entry.pk, by=by) is not None:
        return
    returned = payments.confirm_return(end_to_end_id=reference, debit_id=entry.pk, by=by)
    if returned is None:
        reason = str(Because.UNKNOWN_DEBIT.label)
        payments.set_aside_debit(entry_id=entry.pk, because=reason, by=by)
        return
    attempt = _attempt_named_by(returned)
    if attempt is None:
        return
    notices.queue(
        key=f"credit_returned:{returned.pk}",
        kind="credit_returned",
        facts={
            "amount": yuan(returned.amount_fen),
            "code_end": returned.collection_code[-4:],
            "because": returned.because,
        },
        person_id=attempt.order.person_id,
        organisation_id=attempt.order.organisation_id,
        by=by,
    )


def _set_aside(
    entry: Any,
    because: Because,
    *,
    meant_for: Order | None = None,
    workdays: int | None = None,
    by: Actor,
    **facts: str,
) -> None:
    """Into suspense. With `workdays` it goes back by itself after so many working days; 0 is at once."""
    today = clock.today()
    return_on = None
    if workdays is not None:
        return_on = calendar.add_workdays(today, workdays).on if workdays else today
    reason = str(because.label).format(**facts)
    payments.set_aside_credit(entry_id=entry.pk, because=reason, return_on=return_on, by=by)
    if meant_for is not None:
        payments.name_payer(
            entry_id=entry.pk,
            person_id=meant_for.person_id,
            organisation_id=meant_for.organisation_id,
            by=by,
        )
        tell_set_aside(order_id=meant_for.pk, amount_fen=entry.amount_fen, because=reason, by=by)


def settle_provider_entry(entry: Any, *, by: Actor) -> None:
    """The one bank entry for a provider's day. It waits until the provider's bill of that day is here."""
    settlement = payment_queries.settlement_named(entry)
    if settlement is None:
        if not payment_queries.may_still_be_billed(entry):
            _leave_to_a_person(entry, str(Because.NO_SETTLEMENT.label), by=by)
        return
    if payments.fund_settlement(settlement_id=settlement.pk, entry_id=entry.pk, by=by):
        return
    difference = abs(abs(settlement.net_fen) - entry.amount_fen)
    reason = str(Because.SETTLEMENT_DIFFERS.label).format(
        bill=yuan(settlement.net_fen), credit=yuan(entry.amount_fen), difference=yuan(difference)
    )
    _leave_to_a_person(entry, reason, by=by)


def _leave_to_a_person(entry: Any, reason: str, *, by: Actor) -> None:
    set_aside = (
        payments.set_aside_credit
        if entry.direction == Direction.CREDIT
        else payments.set_aside_debit
    )
    set_aside(entry_id=entry.pk, because=reason, by=by)


def _hindrance(order: Order, *, by: Actor) -> Because | None:
    """Why an order cannot be paid any more: its bills were withdrawn, or are in another order. None where it can.

    The leases are locked first, so that nobody withdraws the bills, or puts them into another order, meanwhile.
    """
    if order.status in OPEN:
        return None
    leases = order.lines.values_list("bill__lease_id", flat=True)
    contracts.lock_leases(lease_ids=leases, by=by)
    bills = order.lines.values("bill")
    if contract_queries.any_withdrawn(order.lines.values_list("bill", flat=True)):
        return Because.WITHDRAWN
    if OrderLine.objects.filter(bill__in=bills, holds=True).exclude(order=order).exists():
        return Because.PAID_OTHERWISE
    return None


def _hold_again(order: Order) -> None:
    OrderLine.objects.filter(order=order).update(holds=True)


def _book_one_credit(
    entry: Any, order: Order, payment_id: int | None, *, source: str, key: str, by: Actor
) -> None:
    """Put a credit that came late, or that a person has matched, in custody for its order."""
    if order.payment_id is not None and order.payment_id != payment_id:
        payments.want_close(payment_id=order.payment_id, by=by)
    _hold_again(order)
    name = "take_into_custody" if order.status in OPEN else "revive_into_custody"
    paid_by = {} if payment_id is None else {"payment_id": payment_id}
    move(
        order,
        name,
        by=by,
        because=entry.bank_ref,
        expires_at=None,
        booked_at=clock.now(),
        **paid_by,
    )
    lines = order.lines.select_related("bill__lease").order_by("pk")
    ledger.transfer(
        key=key,
        reason="order_paid",
        cause=f"order:{order.no}",
        happened_at=entry.booked_at if source.startswith("world") else clock.now(),
        legs=[
            (source, f"lease:{line.bill.lease.filing_no}:{line.bill.kind}", line.amount_fen)
            for line in lines
        ],
    )
    custody.note_arrivals(
        rows="SELECT bill_id, %s::timestamptz FROM orders_orderline WHERE order_id = %s",
        parameters=[entry.booked_at, order.pk],
        by=by,
    )
    tell_in_custody(order_ids=[order.pk], by=by)


@action
def match_credit(*, entry_id: int, order_no: str, by: Actor) -> Order:
    """A person says which order a credit in suspense was meant for (认领).

    Refused unless the amounts agree to the fen, the order's bills are open, and both belong to one bank account.
    """
    entry = payment_queries.entry(entry_id)
    order = lock(Order, no=order_no)
    if entry.direction != Direction.CREDIT:
        raise Refused(Refusal.NOT_A_CREDIT)
    if entry.status == FactStatus.MATCHED and order.status == Status.IN_CUSTODY:
        return order
    if entry.amount_fen != order.amount_fen:
        raise Refused(
            Refusal.AMOUNT_DIFFERS, credit=yuan(entry.amount_fen), order=yuan(order.amount_fen)
        )
    if entry.bank_account_id != order.bank_account_id:
        raise Refused(
            Refusal.OTHER_BANK_ACCOUNT,
            credit=entry.bank_account.bank_name,
            order=order.no,
            expected=order.bank_account.bank_name,
        )
    if order.status in (Status.PAID, Status.IN_CUSTODY):
        raise Refused(Refusal.BILLS_PAID_OTHERWISE, order=order.no)
    if hindrance := _hindrance(order, by=by):
        raise Refused(REFUSED_AS[hindrance], order=order.no)
    payments.claim_credit(entry_id=entry.pk, payment_id=order.payment_id, because=order.no, by=by)
    bank = entry.bank_account.bank
    _book_one_credit(
        entry, order, None, source=f"suspense:{bank}", key=f"claimed:{entry.pk}", by=by
    )
    return order


@action
def settle_notification(*, notification_id: int, by: Actor) -> None:
    """One provider's notification that does not simply pay a waiting order."""
    fact = payment_queries.notification(notification_id)
    payment = payment_queries.payment_by_no(fact.payment_no)
    if payment is None or payment.channel != fact.channel:
        _set_aside_fact(fact, Because.UNKNOWN_PAYMENT, by=by, payment=fact.payment_no)
    elif payment_queries.merchant_no_of(payment) != fact.merchant_no:
        _set_aside_fact(fact, Because.OTHER_MERCHANT, by=by, merchant_no=fact.merchant_no)
    elif fact.trade_status in TOLD_CLOSED:
        because = f"{in_chinese(Channel(payment.channel).label)}失败"
        payment_closed(payment_id=payment.pk, failed=True, because=because, by=by)
        payments.set_aside_notification(
            notification_id=fact.pk, name="match", because=fact.trade_status, by=by
        )
    elif fact.trade_status not in TOLD_PAID or payment.status not in (*UNPAID, "closed", "failed"):
        payments.set_aside_notification(
            notification_id=fact.pk, name="ignore", because=fact.trade_status, by=by
        )
    elif fact.amount_fen != payment.amount_fen:
        _set_aside_fact(
            fact,
            Because.WRONG_AMOUNT,
            by=by,
            credit=yuan(fact.amount_fen),
            order=yuan(payment.amount_fen),
        )
    else:
        _receive_late_trade(fact, payment, by=by)


def _set_aside_fact(fact: Any, because: Because, *, by: Actor, **facts: str) -> None:
    payments.set_aside_notification(
        notification_id=fact.pk, because=str(because.label).format(**facts), by=by
    )


def _receive_late_trade(fact: Any, payment: Any, *, by: Actor) -> None:
    """A trade was paid after its order had ended, or beside another payment: applied by rule, or given back."""
    order = lock(Order, pk=Attempt.objects.get(payment=payment).order_id)
    payments.receive_late(payment_id=payment.pk, because=fact.trade_no, by=by)
    bank = f"{payment.channel}:{payment.bank_account.bank}"
    ledger.transfer(
        key=f"{payment.channel}:{fact.trade_no}",
        reason="provider_paid",
        cause=f"order:{order.no}",
        happened_at=fact.paid_at or fact.received_at,
        legs=[(f"world:{bank}", f"transit:{bank}", fact.amount_fen)],
    )
    payments.set_aside_notification(
        notification_id=fact.pk, name="match", because=fact.trade_no, by=by
    )
    paid_before = order.status in (Status.PAID, Status.IN_CUSTODY)
    hindrance = Because.PAID_BEFORE if paid_before else _hindrance(order, by=by)
    if hindrance is None:
        if order.payment_id is not None and order.payment_id != payment.pk:
            payments.want_close(payment_id=order.payment_id, by=by)
        _hold_again(order)
        name = "confirm_payment" if order.status in OPEN else "revive_as_paid"
        move(order, name, by=by, because=fact.trade_no, payment=payment, expires_at=None)
        tell_programs(order_ids=[order.pk], event=Event.ORDER_RECEIVED, by=by)
        return
    text = str(hindrance.label).format(order=order.no)
    payments.refund_payment(payment_id=payment.pk, because=text, by=by)
    tell_set_aside(order_id=order.pk, amount_fen=fact.amount_fen, because=text, by=by)
    payer = {"person_id": order.person_id, "organisation_id": order.organisation_id}
    notices.queue(
        key=f"refunded:{payment.no}",
        kind="refunded_to_source",
        facts={"order_no": order.no, "amount": yuan(fact.amount_fen), "because": text},
        by=by,
        **payer,
    )
