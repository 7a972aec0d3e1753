"""From chosen bills to a payment, and giving it up again. (manual 001, 4.2 and 8.2)"""

from collections.abc import Iterable
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
from anju.orders.models import Attempt, Order, OrderLine
from anju.orders.rules import AWAITING_LIMIT, Refusal, Status
from anju.payments import actions as payments
from anju.payments.rules import Channel


@action
def place_order(*, lease_id: int, bill_ids: Iterable[int], by: Actor) -> Order:
    """Make one order of the chosen bills of one lease; it waits ten minutes for a way to pay.

    Refused when nothing is chosen, when a bill is in another order, or when an earlier rent bill would be skipped:
    the refusal names the bill that must come first. (manual 001, 4.2.1)
    """
    lease = contracts.lock_lease(lease_id=lease_id, by=by)
    waiting = Order.objects.filter(lease_id=lease_id, status=Status.AWAITING)
    # one that is locked is just being paid: it keeps its bills
    for stale in waiting.select_for_update(skip_locked=True, of=("self",)):
        if _is_over(stale):
            _cancel(stale, by=by, because="超过10分钟未操作")
    wanted = set(bill_ids)
    bills = list(contract_queries.bills_of(lease))
    chosen = [bill for bill in bills if bill.pk in wanted]
    if not chosen or len(chosen) != len(wanted):
        raise Refused(Refusal.NOTHING_CHOSEN)
    _check_free(chosen)
    _check_rent_in_order(bills, wanted)
    now = clock.now()
    order = Order.objects.create(
        no=numbers.order_no(now),
        lease_id=lease_id,
        person_id=None if by.organisation_id else by.person_id,
        organisation_id=by.organisation_id,
        amount_fen=sum(bill.amount_fen for bill in chosen),
        placed_at=now,
        expires_at=now + AWAITING_LIMIT,
    )
    OrderLine.objects.bulk_create(
        OrderLine(order=order, bill=bill, amount_fen=bill.amount_fen) for bill in chosen
    )
    return order


def _check_free(chosen: list[Any]) -> None:
    taken = (
        OrderLine.objects.filter(bill__in=chosen, holds=True)
        .select_related("order", "bill__lease")
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
    """Every rent bill before a chosen one must be chosen too, or paid."""
    rents = sorted((b for b in bills if b.kind == BillKind.RENT), key=lambda bill: bill.number)
    last = max((b.number for b in rents if b.pk in wanted), default=0)
    paid = set(
        OrderLine.objects.filter(
            bill__in=rents, holds=True, order__status__in=(Status.PAID, Status.IN_CUSTODY)
        ).values_list("bill_id", flat=True)
    )
    for bill in rents:
        if bill.number < last and bill.pk not in wanted and bill.pk not in paid:
            raise Refused(
                Refusal.RENT_OUT_OF_ORDER,
                first=bill.no,
                due_on=bill.due_on,
                amount=yuan(bill.amount_fen),
            )


@action
def start_payment(*, order_id: int, channel: str, by: Actor) -> Order:
    """Choose how to pay (立即缴纳). A job fetches the Alipay code or registers the collection code.

    Choosing the same way again while paying changes nothing. Refused when the ten minutes are over.
    """
    order: Order = lock(Order, pk=order_id)
    if order.status == Status.PAYING and order.payment and order.payment.channel == channel:
        return order
    if order.status == Status.AWAITING and _is_over(order):
        raise Refused(Refusal.EXPIRED)
    order.MOVES.check("start_payment", order)
    payment = payments.request_payment(
        channel=channel,
        bank_account_id=order.lease.bank_account_id,
        amount_fen=order.amount_fen,
        subject=f"租押金 {order.lease.filing_no}",
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


def in_chinese(label: Any) -> str:
    """History is kept in Chinese, in whichever language its maker reads."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(label)


@action
def choose_again(*, order_id: int, by: Actor) -> Order:
    """Give up paying this way and choose another (选择其他支付方式); the Alipay code is closed at the provider.

    If it turns out to have been paid in between, that payment counts.
    """
    order: Order = lock(Order, pk=order_id)
    if order.status == Status.AWAITING:
        return order
    if order.payment is None or order.payment.channel != Channel.ALIPAY:
        raise Refused(Refusal.NOT_BY_ALIPAY)
    order.MOVES.check("choose_again", order)
    payments.want_close(payment_id=order.payment.pk, by=by)
    move(order, "choose_again", by=by, expires_at=clock.now() + AWAITING_LIMIT)
    return order


@action
def cancel_order(*, order_id: int, by: Actor) -> Order:
    """Cancel an order that waits, or one that is being paid by bank transfer; its bills are payable again at once.

    Twice is once. An order being paid by Alipay is refused: it ends by itself after three minutes. (manual 001, 8.2.5)
    """
    order: Order = lock(Order, pk=order_id)
    if order.status == Status.CANCELLED:
        return order
    by_alipay = order.payment is not None and order.payment.channel == Channel.ALIPAY
    if order.status == Status.PAYING and by_alipay:
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
    """Cancel orders on which nobody has acted for ten minutes. Returns how many. (manual 001, 8.2.1)"""
    over = Order.objects.filter(status=Status.AWAITING, expires_at__lte=clock.now())
    batch = list(over.select_for_update(skip_locked=True, of=("self",)).order_by("pk")[:limit])
    for order in batch:
        _cancel(order, by=by, because="超过10分钟未操作")
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
