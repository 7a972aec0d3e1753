"""Two at the same moment: nothing is frozen, paid or asked twice."""

import pytest

from anju.core.refusals import Refused
from anju.fund.queries import shares_demanded
from anju.ledger.proof import prove
from anju.payments.models import Payout
from anju.tests.together import together
from anju.works import actions, queries
from anju.works.models import Payment
from anju.works.rules import Refusal
from anju.works.tests.bank import the_bank_pays
from anju.works.tests.world import (
    APPROVER,
    CHECKER,
    REVIEWER,
    a_community,
    a_draft,
    a_submitted_order,
    all_agree,
    an_agreed_order,
    an_approved_order,
    entered,
    fresh,
    held,
    instructed,
    settled_for,
)

pytestmark = pytest.mark.django_db(transaction=True)


def codes(results):
    return sorted(one.code if isinstance(one, Refused) else "done" for one in results)


@pytest.mark.covers("WDR-08")
def test_two_orders_on_a_balance_that_covers_one():
    """One is frozen, the other is told what is missing."""
    community = a_community(balance=27_000_00)
    first, by = an_agreed_order(community)
    second, _by = a_draft(community, company=by)
    actions.submit_order(order_id=second.pk, by=by)
    all_agree(second, by)
    results = together(
        lambda: actions.approve_order(order_id=first.pk, by=REVIEWER),
        lambda: actions.approve_order(order_id=second.pk, by=REVIEWER),
    )
    assert codes(results) == ["done", Refusal.NOT_COVERED]
    assert sorted([fresh(first).status, fresh(second).status]) == ["approved", "submitted"]
    assert sum(held(first)[1]) == 100_000_00
    assert sum(held(first)[0]) == 35_000_00
    assert prove().holds


def test_an_order_is_submitted_and_approved_once():
    order, by = a_draft()
    about = {"order_id": order.pk}
    assert codes(together(*[lambda: actions.submit_order(**about, by=by)] * 2)) == ["done", "done"]
    all_agree(order, by)
    results = together(*[lambda: actions.approve_order(**about, by=REVIEWER)] * 2)
    assert codes(results) == ["done", "done"]
    assert sum(held(order)[1]) == 100_000_00
    assert queries.flows_of(by).count() == 1


def test_an_order_is_approved_or_revoked_and_never_both():
    order, by = an_agreed_order()
    results = together(
        lambda: actions.approve_order(order_id=order.pk, by=REVIEWER),
        lambda: actions.revoke_order(order_id=order.pk, by=by),
    )
    assert codes(results) == ["done", Refusal.WRONG_MOMENT]
    frozen = 100_000_00 if fresh(order).status == "approved" else 0
    assert sum(held(order)[1]) == frozen


@pytest.mark.covers("WDR-08")
def test_a_payment_is_entered_and_approved_once():
    order, _by = an_approved_order()
    results = together(*[lambda: entered(order, 40_000_00)] * 2)
    assert codes(results) == ["done", Refusal.PAYMENT_UNDER_WAY]
    payment = Payment.objects.get()
    both = together(*[lambda: actions.approve_payment(payment_id=payment.pk, by=CHECKER)] * 2)
    assert codes(both) == ["done", "done"]
    assert Payout.objects.count() == 1
    assert sum(held(order)[1]) == 60_000_00
    the_bank_pays(heeded=False)
    payout_id = Payout.objects.get().pk
    together(*[lambda: actions.end_payment(payout_id=payout_id, by=CHECKER)] * 2)
    assert fresh(payment).status == "paid"
    assert queries.payable_of(fresh(order)).paid_fen == 40_000_00


def test_money_goes_or_the_approval_is_withdrawn_and_never_both():
    order, _by = an_approved_order()
    [payment] = entered(order, 40_000_00)
    about = {"order_id": order.pk, "because": "批错", "by": APPROVER}
    results = together(
        lambda: actions.approve_payment(payment_id=payment.pk, by=CHECKER),
        lambda: actions.withdraw_approval(**about),
    )
    assert codes(results) == ["done", Refusal.PAYMENT_UNDER_WAY]
    assert sum(held(order)[1]) == 60_000_00


def test_a_settlement_is_approved_once_and_frees_once():
    order, by = an_approved_order()
    instructed(order, 50_000_00)
    the_bank_pays()
    settlement = settled_for(order, 80_000_00, by)
    about = {"settlement_id": settlement.pk, "by": REVIEWER}
    both = together(*[lambda: actions.approve_settlement(**about)] * 2)
    assert codes(both) == ["done", "done"]
    assert sum(held(order)[0]) == 170_000_00
    assert sum(held(order)[1]) == 30_000_00
    assert prove().holds


def test_a_share_is_demanded_once():
    order, by = a_submitted_order(a_community(balance=1_000_00))
    about = {"order_id": order.pk, "by": by}
    assert codes(together(*[lambda: actions.demand_shares(**about)] * 2)) == ["done", "done"]
    assert shares_demanded(order.cause).count() == 5
