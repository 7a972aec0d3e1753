"""From chosen bills to a payment, and giving it up again. (manual 001, 4.2 and 8.2)"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import translation

from anju.contracts import actions as contracts
from anju.contracts import queries as contract_queries
from anju.contracts.rules import BillKind
from anju.core import clock, numbers
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.money import yuan
from anju.core.refusals import Refused
from anju.custody import queries as custody
from anju.orders.models import Attempt, Order, OrderLine
from anju.orders.rules import (
    CHANNELS,
    MOST_BILLS_IN_ORDER,
    OPEN,
    OrderKind,
    Refusal,
    Status,
)
from anju.parameters import queries as parameters
from anju.payments import actions as payments
from anju.payments import queries as payment_queries
from anju.payments.rules import PROVIDERS, Channel, Opening

OTHERWISE = {
    OrderKind.TENANT: Refusal.ALIPAY_OR_TRANSFER,
    OrderKind.ENTERPRISE: Refusal.BANK_TRANSFER_ONLY,
}
"""What is said to whoever wants to pay by another channel."""


def awaiting_limit() -> timedelta:
    """How long an order waits for a way to pay before it is cancelled. (manual 001, 8.2.1)"""
    return timedelta(minutes=parameters.number("order.pending_minutes"))


@action
def place_order(*, bill_ids: Iterable[int], by: Actor) -> Order:
    """Make one order of chosen bills; it waits ten minutes for a way to pay. (manual 001, 4.2.1)

    A tenant chooses bills of one lease. An organisation may choose those of several leases that it rents alone, an
    enterprise those of any lease it has let (委托企业代缴), as long as all are paid into the same bank account.
    Refused when nothing is chosen, when the end of a lease is registered, when a bill is in another order, or when an
    earlier rent bill would be skipped:
    the refusal names the bill that must come first.
    """
    wanted = set(bill_ids)
    seen = contract_queries.bills_let_by if by.is_enterprise else contract_queries.bills_seen_by
    lease_of = dict(seen(by).filter(pk__in=wanted).values_list("pk", "lease_id"))
    _check_they_stand(wanted)
    if not wanted or wanted != set(lease_of):
        raise Refused(Refusal.NOTHING_CHOSEN)
    leases = contracts.lock_leases(lease_ids=set(lease_of.values()), by=by)
    _check_they_go_together(leases, len(wanted), by)
    _check_they_stand(wanted)  # a change of the lease may have come first
    check_none_has_ended(leases)
    cancel_the_stale(leases, by)
    bills = list(contract_queries.bills_of_leases(leases))
    chosen = [bill for bill in bills if bill.pk in wanted]
    _check_free(chosen)
    _check_rent_in_order(bills, wanted)
    now = clock.now()
    is_for_several = by.is_enterprise or len(leases) > 1
    order = Order.objects.create(
        no=numbers.order_no(now),
        kind=OrderKind.ENTERPRISE if by.is_enterprise else OrderKind.TENANT,
        lease_id=None if is_for_several else leases[0].pk,
        bank_account_id=leases[0].bank_account_id,
        person_id=None if by.organisation_id else by.person_id,
        organisation_id=by.organisation_id,
        amount_fen=sum(bill.amount_fen for bill in chosen),
        placed_at=now,
        expires_at=now + awaiting_limit(),
    )
    OrderLine.objects.bulk_create(
        OrderLine(order=order, bill=bill, amount_fen=bill.amount_fen) for bill in chosen
    )
    return order


def _check_they_go_together(leases: list[Any], bill_count: int, by: Actor) -> None:
    """Whether bills of these leases may be paid by one order of this payer."""
    if bill_count > MOST_BILLS_IN_ORDER:
        raise Refused(Refusal.TOO_MANY_BILLS, most=MOST_BILLS_IN_ORDER, count=bill_count)
    if len(leases) == 1:
        return
    if by.organisation_id is None:
        raise Refused(Refusal.ONE_LEASE_ONLY)
    accounts = {lease.bank_account_id for lease in leases}
    if len(accounts) > 1:
        banks = payment_queries.bank_names(accounts)
        raise Refused(Refusal.SEVERAL_BANKS, banks="、".join(banks))
    shared = None if by.is_enterprise else contract_queries.shared_leases(leases).first()
    if shared is not None:
        raise Refused(Refusal.SHARED_LEASE, filing_no=shared.filing_no)


def _check_they_stand(bill_ids: set[int]) -> None:
    if contract_queries.any_withdrawn(bill_ids):
        raise Refused(Refusal.BILLS_CHANGED)


def check_none_has_ended(leases: list[Any]) -> None:
    """Of a lease whose end is registered everything goes back: it is not paid in first. (decision 0016)"""
    ended = custody.endings().filter(lease__in=leases).values_list("lease__filing_no", flat=True)
    if filing_no := ended.first():
        raise Refused(Refusal.LEASE_ENDED, filing_no=filing_no)


def cancel_the_stale(leases: list[Any], by: Actor) -> None:
    """End the orders for these leases whose ten minutes are over, swept or not."""
    waiting = Order.objects.filter(
        pk__in=OrderLine.objects.filter(bill__lease__in=leases, holds=True).values("order"),
        status=Status.AWAITING,
        expires_at__lte=clock.now(),
    )
    # one that is locked is just being paid: it keeps its bills
    for stale in waiting.select_for_update(skip_locked=True, of=("self",)).order_by("pk"):
        _cancel(stale, by=by, because="超过规定时间未操作")


def _check_free(chosen: list[Any]) -> None:
    taken = (
        OrderLine.objects.filter(bill__in=chosen, holds=True)
        .select_related("order", "bill__lease")
        .order_by("bill_id")
        .first()
    )
    if taken is not None:
        raise Refused(
            Refusal.BILL_TAKEN,
            bill=taken.bill.no,
            order=taken.order.no,
            status=taken.order.get_status_display(),
        )


def _check_rent_in_order(bills: list[Any], wanted: set[int]) -> None:
    """Every rent bill of a lease before a chosen one must be chosen too, or paid."""
    rents = [bill for bill in bills if bill.kind == BillKind.RENT]
    last: dict[int, int] = {}
    for bill in rents:
        if bill.pk in wanted:
            last[bill.lease_id] = max(bill.number, last.get(bill.lease_id, 0))
    paid = set(
        OrderLine.objects.filter(
            bill__in=rents, holds=True, order__status__in=(Status.PAID, Status.IN_CUSTODY)
        ).values_list("bill_id", flat=True)
    )
    for bill in sorted(rents, key=lambda bill: (bill.lease_id, bill.number)):
        is_before = bill.number < last.get(bill.lease_id, 0)
        if is_before and bill.pk not in wanted and bill.pk not in paid:
            raise Refused(
                Refusal.RENT_OUT_OF_ORDER,
                first=bill.no,
                number=bill.number,
                due_on=bill.due_on,
                amount=yuan(bill.amount_fen),
            )


@action
def start_payment(
    *, order_id: int, channel: str, opening: str = Opening.QR_CODE, by: Actor
) -> Order:
    """Choose how to pay (立即缴纳), or go on paying (继续缴纳). A job fetches what has to be fetched for it.

    The same way again while paying changes nothing. A provider begun by a code and continued in the app, or the
    reverse, is begun anew with its own three minutes, and the first is closed. Refused when the time to pay is over,
    and for a channel by which this kind of order is not paid.
    """
    order: Order = lock(Order, pk=order_id)
    begun = _begun(order, channel)
    if begun is not None and (channel not in PROVIDERS or begun.opening == opening):
        return order
    if order.status in OPEN and _is_over(order):
        raise Refused(Refusal.EXPIRED)
    if channel not in CHANNELS[OrderKind(order.kind)]:
        raise Refused(OTHERWISE[OrderKind(order.kind)])
    if begun is not None:
        order = choose_again(order_id=order.pk, by=by)
    order.MOVES.check("start_payment", order)
    payment = payments.request_payment(
        channel=channel,
        opening=opening,
        bank_account_id=order.bank_account_id,
        amount_fen=order.amount_fen,
        subject=f"租押金 {order.lease.filing_no if order.lease else order.no}",
        by=by,
    )
    Attempt.objects.create(order=order, payment=payment)
    move(
        order,
        "start_payment",
        by=by,
        because=in_chinese(Channel(channel).label),
        payment=payment,
        expires_at=payment.expires_at,
    )
    return order


def _begun(order: Order, channel: str) -> Any:
    """The payment under way on this channel, if there is one."""
    payment = order.payment if order.status == Status.PAYING else None
    return payment if payment is not None and payment.channel == channel else None


def in_chinese(label: Any) -> str:
    """History is kept in Chinese, in whichever language its maker reads."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(label)


@action
def choose_again(*, order_id: int, by: Actor) -> Order:
    """Give up paying this way and choose another (选择其他支付方式); the provider's code is closed at the provider.

    If it turns out to have been paid in between, that payment counts.
    """
    order: Order = lock(Order, pk=order_id)
    if order.status == Status.AWAITING:
        return order
    if order.payment is None or order.payment.channel not in PROVIDERS:
        raise Refused(Refusal.NOT_BY_PROVIDER)
    order.MOVES.check("choose_again", order)
    payments.want_close(payment_id=order.payment.pk, by=by)
    move(order, "choose_again", by=by, expires_at=clock.now() + awaiting_limit())
    return order


@action
def ask_whether_paid(*, order_id: int, by: Actor) -> Order:
    """Who comes back from the payment app has the provider asked within a second.

    What their browser brings along proves nothing and is not looked at; asking twice is once.
    """
    order: Order = lock(Order, pk=order_id)
    attempts = Attempt.objects.filter(order=order).order_by("payment_id")
    for payment_id in attempts.values_list("payment_id", flat=True):
        payments.want_news(payment_id=payment_id, by=by)
    return order


@action
def cancel_order(*, order_id: int, by: Actor) -> Order:
    """Cancel an order that waits, or one that is being paid by bank transfer; its bills are payable again at once.

    Twice is once. An order being paid through a provider is refused: it ends by itself after three minutes.
    (manual 001, 8.2.5)
    """
    order: Order = lock(Order, pk=order_id)
    if order.status == Status.CANCELLED:
        return order
    by_provider = order.payment is not None and order.payment.channel in PROVIDERS
    if order.status == Status.PAYING and by_provider:
        raise Refused(Refusal.CANNOT_CANCEL)
    _cancel(order, by=by, because="主动取消")
    return order


@action
def payment_closed(*, payment_id: int, failed: bool, because: str, by: Actor) -> None:
    """The provider has closed a payment, or says that it failed: so ends the order that was waiting for it."""
    attempt = Attempt.objects.filter(payment_id=payment_id).first()
    order = lock(Order, pk=attempt.order_id) if attempt else None
    end = payments.fail_payment if failed else payments.close_payment
    ended = end(payment_id=payment_id, because=because, by=by)
    if not ended or order is None:
        return
    if order.status != Status.PAYING or order.payment_id != payment_id:
        return
    if failed:
        move(order, "fail_payment", by=by, because=because, expires_at=None)
        _let_go(order)
    else:
        _cancel(order, by=by, because=because)


@action
def expire_orders(*, limit: int, by: Actor) -> int:
    """Cancel orders on which nobody has acted in time (ten minutes). Returns how many. (manual 001, 8.2.1)"""
    over = Order.objects.filter(status=Status.AWAITING, expires_at__lte=clock.now())
    batch = list(over.select_for_update(skip_locked=True, of=("self",)).order_by("pk")[:limit])
    for order in batch:
        _cancel(order, by=by, because="超过规定时间未操作")
    return len(batch)


def _is_over(order: Order) -> bool:
    return order.expires_at is not None and order.expires_at <= clock.now()


def _cancel(order: Order, *, by: Actor, because: str) -> None:
    move(order, "cancel", by=by, because=because, expires_at=None)
    _let_go(order)
    if order.payment_id is not None:
        payments.want_close(payment_id=order.payment_id, by=by)


def _let_go(order: Order) -> None:
    OrderLine.objects.filter(order=order, holds=True).update(holds=False)
