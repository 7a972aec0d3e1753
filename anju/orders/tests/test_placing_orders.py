from datetime import timedelta

import pytest

from anju.contracts.queries import bills_of
from anju.core import actions as core
from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.orders import actions
from anju.orders.models import Order, OrderLine
from anju.orders.queries import leases_to_pay, with_status
from anju.orders.rules import Refusal, Status
from anju.payments.models import Payment
from anju.payments.rules import Channel
from anju.tests.world import LI_SI, ZHANG_SAN, a_lease, a_paying_order, an_order, tenant_of

pytestmark = pytest.mark.django_db


def statuses(lease):
    return {bill.no[-3:]: bill.status for bill in with_status(bills_of(lease))}


def payable_bills(lease):
    return [bill for bill in with_status(bills_of(lease)) if bill.order_no is None]


@pytest.mark.covers("PAY-03", "ORD-02")
def test_several_bills_of_one_lease_become_one_order_that_waits_ten_minutes():
    lease = a_lease()
    order = an_order(lease, "deposit first")

    assert (order.status, order.amount_fen) == (Status.AWAITING, 28000_00)
    assert order.expires_at - order.placed_at == timedelta(minutes=10)
    assert [line.amount_fen for line in order.lines.order_by("pk")] == [4000_00, 24000_00]
    assert statuses(lease) == {"D00": "in_order", "R01": "in_order", "R02": "not_due"}
    assert [bill.no[-3:] for bill in payable_bills(lease)] == ["R02"]


@pytest.mark.covers("PAY-03")
def test_rent_cannot_be_skipped_and_the_refusal_names_the_bill_that_comes_first():
    lease = a_lease()
    with pytest.raises(Refused) as no:
        an_order(lease, "second")
    assert no.value.code == Refusal.RENT_OUT_OF_ORDER
    assert f"{lease.filing_no}-R01" in no.value.message
    assert not Order.objects.exists()
    an_order(lease, "first second")


@pytest.mark.covers("PAY-03")
def test_rent_after_one_that_only_waits_in_an_order_is_refused_too():
    lease = a_lease()
    an_order(lease, "first")
    with pytest.raises(Refused) as no:
        an_order(lease, "second")
    assert no.value.code == Refusal.RENT_OUT_OF_ORDER


@pytest.mark.covers("PAY-10")
def test_a_bill_in_one_order_cannot_be_put_into_another():
    lease = a_lease(tenants=[ZHANG_SAN, LI_SI])
    first = an_order(lease, "deposit")
    with pytest.raises(Refused) as no:
        an_order(lease, "deposit", by=tenant_of(lease, 2))
    assert no.value.code == Refusal.BILL_TAKEN
    assert first.no in no.value.message
    assert OrderLine.objects.filter(holds=True).count() == 1


@pytest.mark.covers("PAY-03", "SEC-04")
def test_bills_of_somebody_elses_lease_or_none_at_all_are_refused():
    lease, other = a_lease(), a_lease(tenants=(LI_SI,))
    for ids in ([], [bills_of(other)[0].pk], [0]):
        with pytest.raises(Refused) as no:
            actions.place_order(bill_ids=ids, by=tenant_of(lease))
        assert no.value.code == Refusal.NOTHING_CHOSEN
    assert not Order.objects.exists()


@pytest.mark.covers("ORD-02", "ORD-07")
def test_after_ten_minutes_an_order_is_cancelled_and_its_bills_are_payable_at_once():
    order = an_order()
    core.advance_clock(seconds=599, by=CLOCK)
    assert actions.expire_orders(limit=10, by=CLOCK) == 0
    core.advance_clock(seconds=2, by=CLOCK)
    assert len(payable_bills(order.lease)) == 3
    assert actions.expire_orders(limit=10, by=CLOCK) == 1
    assert actions.expire_orders(limit=10, by=CLOCK) == 0
    order.refresh_from_db()
    assert order.status == Status.CANCELLED
    assert an_order(order.lease).status == Status.AWAITING


@pytest.mark.covers("ORD-02")
def test_nothing_expired_can_be_paid_even_before_the_sweep():
    order = an_order()
    core.advance_clock(seconds=600, by=CLOCK)
    with pytest.raises(Refused) as no:
        actions.start_payment(order_id=order.pk, channel=Channel.ALIPAY, by=tenant_of(order.lease))
    assert no.value.code == Refusal.EXPIRED
    assert not Payment.objects.exists()


@pytest.mark.covers("PAY-04", "CHN-01")
def test_deposits_and_rents_are_not_paid_by_wechat_even_into_an_account_that_wechat_knows():
    order = an_order()
    order.bank_account.merchants.create(channel=Channel.WECHAT, no="1900000001")
    with pytest.raises(Refused) as no:
        actions.start_payment(order_id=order.pk, channel=Channel.WECHAT, by=tenant_of(order.lease))
    assert no.value.code == Refusal.ALIPAY_OR_TRANSFER
    order.refresh_from_db()
    assert order.status == Status.AWAITING
    assert not Payment.objects.exists()


@pytest.mark.covers("ORD-07")
def test_a_new_order_takes_over_from_one_whose_time_is_over():
    order = an_order()
    core.advance_clock(seconds=601, by=CLOCK)
    again = an_order(order.lease)
    order.refresh_from_db()
    assert (order.status, again.status) == (Status.CANCELLED, Status.AWAITING)


@pytest.mark.covers("PAY-04", "PAY-05", "PAY-06", "ORD-02")
@pytest.mark.parametrize(
    ("channel", "minutes"), [(Channel.ALIPAY, 3), (Channel.BANK_TRANSFER, None)]
)
def test_choosing_how_to_pay_starts_one_payment_however_often_it_is_chosen(channel, minutes):
    order = an_order()
    by = tenant_of(order.lease)
    for _ in range(3):
        order = actions.start_payment(order_id=order.pk, channel=channel, by=by)
    payment = Payment.objects.get()
    assert (order.status, order.payment, payment.amount_fen) == ("paying", payment, 28000_00)
    if minutes:
        assert payment.expires_at - payment.requested_at == timedelta(minutes=minutes)
        assert order.expires_at == payment.expires_at
    else:
        assert (order.expires_at, len(payment.collection_code)) == (None, 18)


@pytest.mark.covers("ORD-06")
def test_a_bank_transfer_can_be_cancelled_twice_with_one_result_an_alipay_order_cannot():
    by_bank, by_alipay = a_paying_order(), a_paying_order(channel=Channel.ALIPAY)
    for _ in range(2):
        actions.cancel_order(order_id=by_bank.pk, by=tenant_of(by_bank.lease))
    by_bank.refresh_from_db()
    assert by_bank.status == Status.CANCELLED
    assert by_bank.payment.close_wanted
    with pytest.raises(Refused) as no:
        actions.cancel_order(order_id=by_alipay.pk, by=tenant_of(by_alipay.lease))
    assert no.value.code == Refusal.CANNOT_CANCEL


@pytest.mark.covers("PAY-05")
def test_choosing_another_way_keeps_the_order_and_wants_the_alipay_code_closed():
    order = a_paying_order(channel=Channel.ALIPAY)
    by = tenant_of(order.lease)
    actions.choose_again(order_id=order.pk, by=by)
    order = actions.choose_again(order_id=order.pk, by=by)
    assert order.status == Status.AWAITING
    first = order.payment
    assert first.close_wanted
    order = actions.start_payment(order_id=order.pk, channel=Channel.BANK_TRANSFER, by=by)
    assert order.status == Status.PAYING
    assert order.payment_id != first.pk


@pytest.mark.covers("PAY-05")
def test_only_alipay_offers_to_choose_again():
    order = a_paying_order()
    with pytest.raises(Refused) as no:
        actions.choose_again(order_id=order.pk, by=tenant_of(order.lease))
    assert no.value.code == Refusal.NOT_BY_PROVIDER


@pytest.mark.covers("PAY-05", "ORD-02")
def test_a_closed_alipay_payment_cancels_its_order_and_a_failed_one_fails_it():
    closed, failed = a_paying_order(channel=Channel.ALIPAY), a_paying_order(channel=Channel.ALIPAY)
    for _ in range(2):
        actions.payment_closed(payment_id=closed.payment.pk, failed=False, because="", by=CLOCK)
        actions.payment_closed(payment_id=failed.payment.pk, failed=True, because="", by=CLOCK)
    closed.refresh_from_db()
    failed.refresh_from_db()
    assert (closed.status, failed.status) == (Status.CANCELLED, Status.FAILED)
    assert len(payable_bills(closed.lease)) == len(payable_bills(failed.lease)) == 3


@pytest.mark.covers("PAY-01", "IDN-15")
def test_each_tenant_sees_what_is_due_within_five_days_or_overdue_and_nobody_else_does():
    today = a_lease().starts_on
    due = a_lease(tenants=[ZHANG_SAN, LI_SI], deposit_due_on=today + timedelta(days=5))
    later = a_lease(
        tenants=[LI_SI],
        starts_on=today + timedelta(days=6),
        deposit_due_on=today + timedelta(days=6),
    )
    overdue = a_lease(
        tenants=[LI_SI],
        starts_on=today - timedelta(days=40),
        deposit_due_on=today - timedelta(days=40),
    )
    li_si = tenant_of(later)
    assert [lease.pk for lease in leases_to_pay(li_si)] == [overdue.pk, due.pk]
    assert leases_to_pay(li_si).get(pk=due.pk).to_pay_fen == 28000_00
    assert leases_to_pay(li_si, later.filing_no).get().pk == later.pk
    assert due in leases_to_pay(tenant_of(due, 1))
    assert not leases_to_pay(tenant_of(due, 1), later.filing_no).exists()
