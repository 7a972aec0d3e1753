"""What happens when many act at the same second: one booking, the rest harmless, the books balanced."""

import random

import pytest

from anju.core.actors import CLOCK, OUTSIDE
from anju.core.refusals import Refused
from anju.ledger.queries import balance_fen, trial_balance
from anju.orders import actions
from anju.orders.models import Order, OrderLine
from anju.orders.rules import Status
from anju.payments.models import BankEntry, Refund
from anju.payments.rules import Channel
from anju.tests.together import together
from anju.tests.world import (
    LI_SI,
    ZHANG_SAN,
    a_credit,
    a_lease,
    a_notification,
    a_paying_order,
    an_order,
    tenant_of,
)

pytestmark = pytest.mark.django_db(transaction=True)


def book_all():
    actions.book_credits(limit=100, by=OUTSIDE)
    actions.book_notifications(limit=100, by=OUTSIDE)


def books_balance():
    return sum(line.balance_fen for line in trial_balance()) == 0


@pytest.mark.covers("PAY-10", "LED-03")
def test_eight_workers_booking_one_credit_book_it_once():
    order = a_paying_order()
    a_credit(order)
    together(*[book_all] * 8)
    order.refresh_from_db()
    assert order.status == Status.IN_CUSTODY
    assert balance_fen("world:ccb") == -28000_00
    assert books_balance()


@pytest.mark.covers("PAY-10", "CHN-04")
def test_eight_copies_of_a_transfer_leave_one_booked_and_seven_to_return():
    order = a_paying_order()
    credits = [a_credit(order) for _ in range(8)]
    together(*[book_all] * 8)
    for _ in range(2):
        book_all()
    statuses = sorted(BankEntry.objects.values_list("status", flat=True))
    assert statuses == ["matched"] + ["set_aside"] * 7
    assert all(BankEntry.objects.filter(pk=c.pk).exists() for c in credits)
    assert balance_fen("suspense:ccb") == 7 * 28000_00
    assert balance_fen(order.lease.deposit_pot) == 4000_00
    assert books_balance()


@pytest.mark.covers("CHN-02", "PAY-10")
def test_fifty_deliveries_in_random_order_with_their_copies_book_each_order_once():
    orders = [a_paying_order(channel=Channel.ALIPAY) for _ in range(5)]
    deliveries = [(order, f"N{order.pk}-{copy % 3}") for order in orders for copy in range(10)]
    random.Random(7).shuffle(deliveries)

    def deliver(part):
        def work():
            for order, notify_id in part:
                a_notification(order, notify_id=notify_id)
                book_all()

        return work

    together(*[deliver(deliveries[start::8]) for start in range(8)])
    book_all()
    assert [Order.objects.get(pk=order.pk).status for order in orders] == [Status.PAID] * 5
    assert balance_fen("transit:alipay:ccb") == 5 * 28000_00
    assert not Refund.objects.exists()
    assert books_balance()


@pytest.mark.covers("PAY-10", "IDN-15")
def test_two_co_tenants_ordering_the_same_bill_at_the_same_second_make_one_order():
    lease = a_lease(tenants=[ZHANG_SAN, LI_SI])
    results = together(
        *[
            lambda p=position: an_order(lease, "deposit", by=tenant_of(lease, p))
            for position in (1, 2) * 4
        ]
    )
    assert sum(isinstance(result, Order) for result in results) == 1
    assert sum(isinstance(result, Refused) for result in results) == 7
    assert OrderLine.objects.filter(holds=True).count() == 1


@pytest.mark.covers("PAY-10", "CHN-03")
def test_two_co_tenants_paying_the_same_bill_by_two_channels_book_one_and_return_the_other():
    lease = a_lease(tenants=[ZHANG_SAN, LI_SI])
    by_alipay = a_paying_order(lease, Channel.ALIPAY, "deposit")
    actions.payment_closed(payment_id=by_alipay.payment.pk, failed=False, because="", by=CLOCK)
    by_bank = a_paying_order(lease, kinds="deposit")
    actions.cancel_order(order_id=by_bank.pk, by=tenant_of(lease))
    a_notification(by_alipay)
    a_credit(by_bank)

    together(
        lambda: actions.book_notifications(limit=10, by=OUTSIDE),
        lambda: actions.book_credits(limit=10, by=OUTSIDE),
    )
    book_all()

    by_alipay.refresh_from_db()
    by_bank.refresh_from_db()
    assert {by_alipay.status, by_bank.status} in (
        {Status.PAID, Status.CANCELLED},
        {Status.CANCELLED, Status.IN_CUSTODY},
    )
    refunded = Refund.objects.filter(payment=by_alipay.payment).count()
    returned = BankEntry.objects.filter(status="set_aside", return_due_on__isnull=False).count()
    assert refunded + returned == 1
    held = balance_fen(lease.deposit_pot) + balance_fen("transit:alipay:ccb")
    assert held + balance_fen("suspense:ccb") == 2 * 4000_00
    assert books_balance()


@pytest.mark.covers("PAY-10")
def test_a_double_click_on_pay_starts_one_payment():
    order = an_order()
    by = tenant_of(order.lease)
    together(
        *[lambda: actions.start_payment(order_id=order.pk, channel=Channel.BANK_TRANSFER, by=by)]
        * 8
    )
    assert order.attempts.count() == 1


@pytest.mark.covers("ORD-06", "PAY-10")
def test_cancelling_while_the_money_is_booked_ends_in_custody():
    order = a_paying_order()
    a_credit(order)
    by = tenant_of(order.lease)
    together(book_all, lambda: actions.cancel_order(order_id=order.pk, by=by))
    book_all()
    order.refresh_from_db()
    assert order.status == Status.IN_CUSTODY
    assert balance_fen(order.lease.deposit_pot) == 4000_00
    assert books_balance()
