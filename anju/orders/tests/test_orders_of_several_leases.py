"""One order for many leases: an organisation's for those it rents, an enterprise's for those it has let."""

import pytest
from django.db import IntegrityError, transaction

from anju.contracts.queries import bills_of
from anju.core import actions as core
from anju.core.actors import CLOCK, Actor
from anju.core.refusals import Refused
from anju.ledger.queries import balance_fen
from anju.notices.models import Notice
from anju.orders import actions
from anju.orders.models import Order, OrderLine
from anju.orders.queries import orders_placed_by, orders_seen_by, unpaid_bills
from anju.orders.rules import OrderKind, Refusal, Status
from anju.payments import actions as payments
from anju.payments.models import CreditReturn, Payment
from anju.payments.rules import Channel
from anju.tests.world import (
    LI_SI,
    ZHANG_SAN,
    TenantTerms,
    a_credit,
    a_lease,
    an_order,
    book,
    tenant_of,
)

pytestmark = pytest.mark.django_db
COMPANY = TenantTerms("北京科创软件有限公司", "13800000009", uscc="91110108MA01ABCD5T")
OTHER_ENTERPRISE = ("北京青年公寓管理有限公司", "91110108MA02D4E5F4")


def enterprise_of(lease) -> Actor:
    return Actor(
        f"organisation {lease.enterprise_id}", "enterprise", organisation_id=lease.enterprise_id
    )


def deposits(*leases):
    return [bills_of(lease)[0].pk for lease in leases]


def first_rents(*leases):
    return [bills_of(lease).get(kind="rent", number=1).pk for lease in leases]


def being_transferred(order: Order, by: Actor) -> Order:
    order = actions.start_payment(order_id=order.pk, channel=Channel.BANK_TRANSFER, by=by)
    payments.offer_payment(payment_id=order.payment.pk, qr_code="", by=CLOCK)
    order.refresh_from_db()
    return order


@pytest.mark.covers("ENT-02")
def test_one_transfer_of_an_enterprise_pays_the_bills_of_many_tenants_and_each_is_told():
    leases = [
        a_lease(tenants=(ZHANG_SAN,)),
        a_lease(tenants=(LI_SI, ZHANG_SAN)),
        a_lease(tenants=(COMPANY,)),
    ]
    by = enterprise_of(leases[0])
    order = actions.place_order(bill_ids=deposits(*leases) + first_rents(leases[1]), by=by)
    a_credit(being_transferred(order, by))

    book()

    order.refresh_from_db()
    assert (order.kind, order.status) == (OrderKind.ENTERPRISE, Status.IN_CUSTODY)
    assert [balance_fen(lease.deposit_pot) for lease in leases] == [4000_00] * 3
    assert [balance_fen(lease.rent_pot) for lease in leases] == [0, 24000_00, 0]
    assert balance_fen("world:ccb") == -36000_00
    told = Notice.objects.filter(kind="paid_by_enterprise").order_by("id")
    by_lease = [(notice.facts["filing_no"], notice.facts["amount"]) for notice in told]
    numbers = [lease.filing_no for lease in leases]
    assert sorted(by_lease) == sorted(
        [
            (numbers[0], "4,000.00"),
            (numbers[1], "28,000.00"),
            (numbers[1], "28,000.00"),
            (numbers[2], "4,000.00"),
        ]
    )
    whole = Notice.objects.get(kind="several_in_custody")
    assert whole.organisation_id == by.organisation_id
    assert (whole.facts["leases"], whole.facts["amount"]) == (3, "36,000.00")


def test_an_enterprises_order_is_its_own_to_look_at():
    lease, of_another = a_lease(), a_lease(enterprise=OTHER_ENTERPRISE, tenants=(LI_SI,))
    order = actions.place_order(bill_ids=deposits(lease), by=enterprise_of(lease))
    assert list(orders_placed_by(enterprise_of(lease))) == [order]
    assert not orders_placed_by(enterprise_of(of_another)).exists()
    assert not orders_seen_by(tenant_of(lease)).exists()
    [bill] = [bill for bill in unpaid_bills(lease) if bill.order_no]
    assert (bill.order_no, bill.order_kind) == (order.no, OrderKind.ENTERPRISE)


def test_an_enterprise_pays_for_its_own_leases_only():
    lease, of_another = a_lease(), a_lease(enterprise=OTHER_ENTERPRISE, tenants=(LI_SI,))
    with pytest.raises(Refused) as no:
        actions.place_order(bill_ids=deposits(lease, of_another), by=enterprise_of(lease))
    assert no.value.code == Refusal.NOTHING_CHOSEN
    assert not OrderLine.objects.exists()


def test_an_enterprise_pays_by_bank_transfer_only():
    lease = a_lease()
    by = enterprise_of(lease)
    order = actions.place_order(bill_ids=deposits(lease), by=by)
    with pytest.raises(Refused) as no:
        actions.start_payment(order_id=order.pk, channel=Channel.ALIPAY, by=by)
    assert no.value.code == Refusal.BANK_TRANSFER_ONLY
    order.refresh_from_db()
    assert order.status == Status.AWAITING
    assert not Payment.objects.exists()


@pytest.mark.covers("PAY-10")
def test_a_bill_that_the_tenant_is_paying_cannot_be_paid_by_the_enterprise_nor_the_other_way_round():
    lease, other = a_lease(), a_lease(tenants=(LI_SI,))
    own = an_order(lease, "deposit")
    with pytest.raises(Refused) as no:
        actions.place_order(bill_ids=deposits(lease, other), by=enterprise_of(lease))
    assert no.value.code == Refusal.BILL_TAKEN
    assert own.no in no.value.message
    actions.place_order(bill_ids=deposits(other), by=enterprise_of(lease))
    with pytest.raises(Refused) as no:
        an_order(other, "deposit")
    assert no.value.code == Refusal.BILL_TAKEN
    assert OrderLine.objects.filter(holds=True).count() == 2


def test_rent_is_paid_in_order_in_each_lease_of_an_order():
    leases = [a_lease(), a_lease(tenants=(LI_SI,))]
    second = bills_of(leases[1]).get(kind="rent", number=2)
    with pytest.raises(Refused) as no:
        actions.place_order(
            bill_ids=[*first_rents(leases[0]), second.pk], by=enterprise_of(leases[0])
        )
    assert no.value.code == Refusal.RENT_OUT_OF_ORDER
    assert f"{leases[1].filing_no}-R01" in no.value.message
    assert not Order.objects.exists()


def test_an_organisation_pays_for_several_of_its_leases_at_once_and_is_told_once():
    leases = [a_lease(tenants=(COMPANY,)) for _ in range(3)]
    by = tenant_of(leases[0])
    order = actions.place_order(bill_ids=deposits(*leases), by=by)
    assert (order.kind, order.lease) == (OrderKind.TENANT, None)
    assert list(orders_seen_by(by)) == [order]
    a_credit(being_transferred(order, by))
    book()
    assert [balance_fen(lease.deposit_pot) for lease in leases] == [4000_00] * 3
    told = Notice.objects.exclude(kind="lease_filed").get()
    assert (told.kind, told.organisation_id) == ("several_in_custody", by.organisation_id)


def test_a_person_pays_one_lease_at_a_time():
    leases = [a_lease(), a_lease()]
    with pytest.raises(Refused) as no:
        actions.place_order(bill_ids=deposits(*leases), by=tenant_of(leases[0]))
    assert no.value.code == Refusal.ONE_LEASE_ONLY
    assert not Order.objects.exists()


def test_leases_that_pay_into_different_banks_need_an_order_each():
    leases = [
        a_lease(tenants=(COMPANY,)),
        a_lease(tenants=(COMPANY,), bank="icbc", enterprise=OTHER_ENTERPRISE),
    ]
    with pytest.raises(Refused) as no:
        actions.place_order(bill_ids=deposits(*leases), by=tenant_of(leases[0]))
    assert no.value.code == Refusal.SEVERAL_BANKS
    assert "中国建设银行、中国工商银行" in no.value.message
    assert not Order.objects.exists()


def test_a_lease_with_other_tenants_is_not_put_together_with_others():
    """They would see the organisation's other leases in the order."""
    leases = [a_lease(tenants=(COMPANY,)), a_lease(tenants=(COMPANY, LI_SI))]
    with pytest.raises(Refused) as no:
        actions.place_order(bill_ids=deposits(*leases), by=tenant_of(leases[0]))
    assert no.value.code == Refusal.SHARED_LEASE
    assert leases[1].filing_no in no.value.message
    alone = actions.place_order(bill_ids=deposits(leases[1]), by=tenant_of(leases[1]))
    assert list(orders_seen_by(tenant_of(leases[1], 2))) == [alone]


def test_a_session_for_one_lease_sees_no_order_for_several():
    leases = [a_lease(tenants=(COMPANY,)) for _ in range(2)]
    by = tenant_of(leases[0])
    actions.place_order(bill_ids=deposits(*leases), by=by)
    only = Actor(
        by.name,
        "tenant_web",
        organisation_id=by.organisation_id,
        only_lease_id=leases[0].pk,
    )
    assert not orders_seen_by(only).exists()


@pytest.mark.covers("ORD-07")
def test_money_for_a_cancelled_order_of_an_enterprise_goes_back_once_one_of_its_bills_is_paid():
    leases = [a_lease(), a_lease(tenants=(LI_SI,))]
    by = enterprise_of(leases[0])
    order = being_transferred(actions.place_order(bill_ids=deposits(*leases), by=by), by)
    actions.cancel_order(order_id=order.pk, by=by)
    an_order(leases[1], "deposit")
    credit = a_credit(order)
    book()
    credit.refresh_from_db()
    order.refresh_from_db()
    assert (credit.status, order.status) == ("set_aside", Status.CANCELLED)
    assert balance_fen("suspense:ccb") == 8000_00
    assert [balance_fen(lease.deposit_pot) for lease in leases] == [0, 0]
    assert not CreditReturn.objects.exists()


@pytest.mark.covers("ORD-07")
def test_money_for_a_cancelled_order_of_an_enterprise_still_pays_bills_that_are_open():
    leases = [a_lease(), a_lease(tenants=(LI_SI,))]
    by = enterprise_of(leases[0])
    order = being_transferred(actions.place_order(bill_ids=deposits(*leases), by=by), by)
    actions.cancel_order(order_id=order.pk, by=by)
    a_credit(order)
    book()
    order.refresh_from_db()
    assert order.status == Status.IN_CUSTODY
    assert [balance_fen(lease.deposit_pot) for lease in leases] == [4000_00, 4000_00]
    assert Notice.objects.filter(kind="paid_by_enterprise").count() == 2


def test_an_enterprises_order_ends_after_ten_minutes_and_lets_its_bills_go():
    lease = a_lease()
    order = actions.place_order(bill_ids=deposits(lease), by=enterprise_of(lease))
    core.advance_clock(seconds=601, by=CLOCK)
    own = an_order(lease, "deposit")
    order.refresh_from_db()
    assert (order.status, own.status) == (Status.CANCELLED, Status.AWAITING)


def test_the_database_keeps_a_persons_order_to_one_lease():
    order = an_order()
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(lease=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(kind=OrderKind.ENTERPRISE)
