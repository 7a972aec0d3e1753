"""An enterprise pays for its tenants: one order over many leases, one transfer, each tenant told. (ENT-02, PAY-09)"""

import pytest

from anju.contracts import queries as contracts
from anju.core import actions as core
from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.ledger.queries import balance_fen, balances, trial_balance
from anju.notices.models import Notice
from anju.orders import actions, queries
from anju.orders.models import Order, OrderLine
from anju.orders.rules import Refusal, Status
from anju.orders.tests.test_at_the_same_time import book_all, books_balance, together
from anju.payments import actions as payments
from anju.payments.models import BankEntry, CreditReturn, Payment
from anju.payments.rules import Channel
from anju.tests.world import (
    LI_SI,
    ZHANG_SAN,
    a_credit,
    a_lease,
    a_paying_order,
    a_paying_order_on_behalf,
    an_order,
    an_order_on_behalf,
    book,
    enterprise_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("ENT-02")]
OTHER = ("京华青年住房租赁有限公司", "91110108MA01A0002G")


def held(lease):
    return list(balances([lease.deposit_pot, lease.rent_pot]).values())


def bill_states(lease):
    return [bill.status for bill in queries.bills_of(lease)]


@pytest.mark.covers("PAY-09", "CHN-07")
def test_a_tenant_pays_directly_or_through_the_enterprise_and_it_ends_in_the_same_custody():
    directly, through, too = (
        a_lease(),
        a_lease(tenants=(ZHANG_SAN, LI_SI)),
        a_lease(deposit="3000.00"),
    )
    Notice.objects.all().delete()
    a_credit(a_paying_order(directly))
    order = a_paying_order_on_behalf(through, too)
    a_credit(order, payer="安居租赁有限公司")

    book()

    order.refresh_from_db()
    assert (order.status, order.amount_fen) == (Status.IN_CUSTODY, 55000_00)
    assert held(directly) == held(through) == [4000_00, 24000_00]
    assert held(too) == [3000_00, 24000_00]
    assert bill_states(directly) == bill_states(through) == ["in_custody", "in_custody", "not_due"]
    told = Notice.objects.filter(kind="paid_by_enterprise").order_by("key")
    assert sorted((n.facts["filing_no"], n.person.name, n.facts["amount"]) for n in told) == sorted(
        [
            (through.filing_no, "张三", "28,000.00"),
            (through.filing_no, "李四", "28,000.00"),
            (too.filing_no, "张三", "27,000.00"),
        ]
    )
    assert Notice.objects.filter(kind="in_custody").count() == 1


def test_booked_twice_is_booked_once_and_nobody_is_told_twice():
    lease = a_lease()
    order = a_paying_order_on_behalf(lease)
    a_credit(order)
    book()
    book()
    assert Notice.objects.filter(kind="paid_by_enterprise").count() == 1
    assert held(lease) == [4000_00, 24000_00]


def test_an_enterprise_pays_by_bank_transfer_only():
    order = an_order_on_behalf(a_lease())
    with pytest.raises(Refused) as refused:
        actions.start_payment(
            order_id=order.pk,
            channel=Channel.ALIPAY,
            by=enterprise_of(order.lines.get(bill__kind="deposit").bill.lease),
        )
    assert refused.value.code == Refusal.BANK_TRANSFER_ONLY
    order.refresh_from_db()
    assert order.status == Status.AWAITING and not Payment.objects.exists()


def test_an_enterprise_cannot_pay_for_the_tenants_of_another():
    ours, theirs = a_lease(), a_lease(enterprise=OTHER)
    bills = contracts.bills_of_leases([ours, theirs])
    for chosen in (bills, contracts.bills_of(theirs)):
        with pytest.raises(Refused) as refused:
            actions.place_order(bill_ids=[bill.pk for bill in chosen], by=enterprise_of(ours))
        assert refused.value.code == Refusal.NOTHING_CHOSEN
    assert not Order.objects.exists()


@pytest.mark.covers("PAY-10")
def test_who_is_first_holds_the_bill_and_the_other_is_told_the_state_of_the_order_only():
    lease, elsewhere = a_lease(), a_lease()
    theirs = an_order_on_behalf(lease, elsewhere)
    with pytest.raises(Refused) as refused:
        an_order(lease, "deposit")
    assert refused.value.code == Refusal.BILL_TAKEN and "待确认" in refused.value.message
    assert elsewhere.filing_no not in refused.value.message
    actions.cancel_order(order_id=theirs.pk, by=enterprise_of(lease))
    tenants = an_order(lease, "deposit")
    with pytest.raises(Refused) as refused:
        an_order_on_behalf(lease, elsewhere)
    assert refused.value.facts["order"] == tenants.no
    assert Order.objects.count() == 2


@pytest.mark.covers("ORD-02", "ORD-07")
def test_an_order_nobody_acts_on_lets_go_of_the_bills_of_every_lease():
    first, second = a_lease(), a_lease()
    order = an_order_on_behalf(first, second)
    core.advance_clock(seconds=601, by=CLOCK)
    assert an_order(first, "deposit").status == Status.AWAITING  # even before the sweep
    actions.expire_orders(limit=10, by=CLOCK)
    order.refresh_from_db()
    assert order.status == Status.CANCELLED
    assert not OrderLine.objects.filter(order=order, holds=True).exists()
    assert bill_states(second)[:2] == ["payable", "payable"]


@pytest.mark.covers("CHN-04")
@pytest.mark.parametrize("amount", ["55999.99", "56000.01", "28000.00"])
def test_another_amount_than_the_orders_pays_no_lease_and_goes_back_to_the_enterprise(amount):
    first, second = a_lease(), a_lease()
    order = a_paying_order_on_behalf(first, second)
    entry = a_credit(order, amount=amount, payer="安居租赁有限公司", account="11001000000000000017")
    book()
    entry.refresh_from_db()
    order.refresh_from_db()
    assert (entry.status, order.status) == ("set_aside", Status.PAYING)
    assert held(first) == held(second) == [0, 0]
    payments.return_credit(entry_id=entry.pk, because=entry.because, by=CLOCK)
    back = CreditReturn.objects.get()
    assert back.amount_fen == entry.amount_fen
    assert back.entry.counterparty_name == "安居租赁有限公司"
    assert sum(line.balance_fen for line in trial_balance()) == 0
    assert not Notice.objects.filter(kind="paid_by_enterprise").exists()


@pytest.mark.covers("PAY-10", "ORD-07")
def test_a_transfer_for_a_cancelled_order_goes_back_when_the_tenant_has_paid_one_of_its_bills():
    first, second = a_lease(), a_lease()
    order = a_paying_order_on_behalf(first, second)
    actions.cancel_order(order_id=order.pk, by=enterprise_of(first))
    a_credit(a_paying_order(first))
    book()
    late = a_credit(order)
    book()
    late.refresh_from_db()
    assert late.status == "set_aside" and held(second) == [0, 0]
    assert held(first) == [4000_00, 24000_00] and balance_fen("world:ccb") == -84000_00


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("PAY-10")
def test_two_operators_at_once_make_one_order():
    leases = [a_lease(), a_lease()]
    done = together(*[lambda: an_order_on_behalf(*leases)] * 4)
    assert sum(isinstance(one, Order) for one in done) == 1
    assert {one.code for one in done if isinstance(one, Refused)} == {Refusal.BILL_TAKEN}
    assert OrderLine.objects.count() == 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("PAY-10", "PAY-09")
def test_tenant_and_enterprise_at_the_same_moment_hold_a_bill_once():
    leases = [a_lease(), a_lease()]
    done = together(
        lambda: an_order_on_behalf(*leases),
        lambda: an_order(leases[0], "deposit first"),
        lambda: an_order(leases[1], "deposit first"),
    )
    held_by = OrderLine.objects.filter(holds=True)
    assert held_by.count() == 4 == held_by.values("bill").distinct().count()
    assert any(isinstance(one, Refused) for one in done)


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("PAY-10")
def test_the_money_of_both_at_the_same_moment_pays_once_and_the_surplus_waits_to_go_back():
    lease, other = a_lease(), a_lease()
    theirs = a_paying_order_on_behalf(lease, other)
    actions.cancel_order(order_id=theirs.pk, by=enterprise_of(lease))
    own = a_paying_order(lease)
    a_credit(own)
    a_credit(theirs)
    together(*[book_all] * 4)
    book_all()
    assert held(lease) == [4000_00, 24000_00]
    assert sorted(BankEntry.objects.values_list("status", flat=True)) == ["matched", "set_aside"]
    assert books_balance()
