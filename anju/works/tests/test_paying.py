"""The contractor is paid, at most half first; what is left is free again. (rules B7.5, B7.8; WDR-08)"""

import pytest

from anju.core.actors import CLOCK
from anju.core.db import rehearse
from anju.ledger.proof import prove
from anju.payments.models import Payout
from anju.works import actions, jobs, queries
from anju.works.rules import Refusal, Stage
from anju.works.tests.bank import the_bank_brings_back, the_bank_pays
from anju.works.tests.world import (
    APPROVER,
    CHECKER,
    PAYER,
    REVIEWER,
    a_settled_order,
    an_approved_order,
    entered,
    fresh,
    held,
    instructed,
    refused,
    settled_for,
)

pytestmark = pytest.mark.django_db


@pytest.mark.covers("WDR-08")
def test_half_is_paid_first_by_two_and_the_rest_when_the_works_are_settled():
    order, by = an_approved_order()
    assert list(queries.orders_to_pay(PAYER)) == [order]
    refused(Refusal.FIRST_TOO_MUCH, entered, order=order, fen=50_000_01)
    [payment] = entered(order, 50_000_00)
    assert list(queries.orders_to_pay(PAYER)) == []
    assert list(queries.payments_to_check(CHECKER)) == [payment]
    both = type(PAYER)(PAYER.name, "centre", CHECKER.may, staff_id=923, department="")
    refused(Refusal.SAME_PERSON, actions.approve_payment, payment_id=payment.pk, by=both)
    actions.approve_payment(payment_id=payment.pk, by=CHECKER)
    actions.approve_payment(payment_id=payment.pk, by=CHECKER)
    assert Payout.objects.count() == 1
    assert sum(held(order)[1]) == 50_000_00
    the_bank_pays()
    assert fresh(order).status == "working"
    refused(Refusal.STAGE_WRONG, entered, order=order, fen=1, stage=Stage.FINAL)
    refused(Refusal.FIRST_TOO_MUCH, entered, order=order, fen=1)
    settlement = settled_for(order, 100_000_00, by)
    actions.approve_settlement(settlement_id=settlement.pk, by=REVIEWER)
    instructed(fresh(order), 50_000_00, Stage.FINAL)
    the_bank_pays()
    order = fresh(order)
    assert order.status == "finished"
    assert held(order)[1] == [0] * 5
    assert held(order)[0] == [32_952_38, 30_405_25, 32_952_38, 30_405_25, 23_284_74]
    assert prove().holds


@pytest.mark.covers("WDR-08")
def test_a_settlement_for_less_frees_what_is_left_to_the_fen():
    order, by = an_approved_order()
    instructed(order, 50_000_00)
    the_bank_pays()
    refused(Refusal.OVER_APPROVED, settled_for, order=order, fen=100_000_01, by=by)
    refused(Refusal.BELOW_PAID, settled_for, order=order, fen=49_999_99, by=by)
    settlement = settled_for(order, 90_000_01, by)
    actions.approve_settlement(settlement_id=settlement.pk, by=REVIEWER)
    actions.approve_settlement(settlement_id=settlement.pk, by=REVIEWER)
    order = fresh(order)
    assert (order.status, order.settled_fen) == ("settled", 90_000_01)
    shares = [one.share_fen for one in queries.shares_of(order)]
    assert shares == [15_342_86, 17_635_28, 15_342_86, 17_635_28, 24_043_73]
    assert sum(held(order)[1]) == 40_000_01
    assert sum(held(order)[0]) == 250_000_00 - 90_000_01
    assert queries.payable_of(order).final_fen == 40_000_01
    refused(Refusal.PAY_TOO_MUCH, entered, order=order, fen=40_000_02, stage=Stage.FINAL)
    instructed(order, 40_000_01, Stage.FINAL)
    the_bank_pays()
    assert fresh(order).status == "finished"
    assert prove().holds


def test_a_returned_settlement_may_be_handed_in_again_and_its_invoices_too():
    order, by = an_approved_order()
    settlement = settled_for(order, 80_000_00, by)
    about = {"settlement_id": settlement.pk, "because": "发票不清楚", "by": REVIEWER}
    assert actions.return_settlement(**about).status == "returned"
    assert fresh(order).status == "approved"
    refused(Refusal.WRONG_MOMENT, actions.return_settlement, **about)
    [invoice] = settlement.invoices.all()
    terms = actions.InvoiceTerms(
        invoice.invoice_no, invoice.seller, invoice.issued_on, invoice.amount_fen
    )
    told = {"amount_fen": 80_000_00, "ended_on": invoice.issued_on, "invoices": [terms], "by": by}
    new = actions.enter_settlement(order_id=order.pk, **told)
    other, by = an_approved_order()
    for kind in ("statement", "invoice", "photo", "acceptance"):
        file_id = order.papers.filter(kind=kind).first().file_id
        actions.attach_paper(order_id=other.pk, kind=kind, file_id=file_id, by=by)
    told |= {"order_id": other.pk, "by": by}
    assert order.no in refused(Refusal.INVOICE_TWICE, actions.enter_settlement, **told).message
    assert new.status == "entered"


@pytest.mark.covers("WDR-08")
def test_a_payment_that_the_bank_brings_back_is_made_to_another_account():
    order, _by = an_approved_order()
    instructed(order, 50_000_00)
    the_bank_brings_back()
    order = fresh(order)
    assert order.status == "approved"
    assert sum(held(order)[1]) == 100_000_00
    assert queries.payments_failed(PAYER).count() == 1
    assert list(queries.orders_to_pay(PAYER)) == [order]
    instructed(order, 50_000_00, payee_account="0200004119000000099")
    the_bank_pays()
    assert fresh(order).status == "working"
    assert queries.payments_failed(PAYER).count() == 0
    assert [one.status for one in queries.payments_of(order)] == ["paid", "failed"]
    assert prove().holds


def test_a_final_payment_that_comes_back_opens_the_order_again():
    order, _by = a_settled_order()
    instructed(order, 100_000_00, Stage.FINAL)
    the_bank_pays()
    assert fresh(order).status == "finished"
    the_bank_brings_back(paid=True)
    order = fresh(order)
    assert (order.status, order.ended_at) == ("settled", None)
    assert sum(held(order)[1]) == 100_000_00
    instructed(order, 100_000_00, Stage.FINAL, payee_account="0200004119000000099")
    the_bank_pays()
    assert fresh(order).status == "finished"


def test_only_the_contractor_or_the_company_is_paid():
    order, _by = an_approved_order()
    refused(Refusal.PAYEE_OTHER, entered, order=order, fen=1_00, payee_name="张三")
    [payment] = entered(order, 1_00, payee_name=order.company.name)
    about = {"payment_id": payment.pk, "by": CHECKER}
    refused(Refusal.OPINION_MISSING, actions.reject_payment, because="", **about)
    actions.reject_payment(because="户名有误", **about)
    refused(Refusal.PAYMENT_DECIDED, actions.approve_payment, **about)
    assert fresh(payment).because == "户名有误"
    assert sum(held(order)[1]) == 100_000_00


@pytest.mark.covers("WDR-08")
def test_nothing_is_withdrawn_nor_stopped_while_a_payment_is_under_way():
    order, by = an_approved_order()
    payment = instructed(order, 10_000_00)
    about = {"order_id": order.pk, "because": "有误", "by": APPROVER}
    refused(Refusal.PAYMENT_UNDER_WAY, actions.withdraw_approval, **about)
    refused(Refusal.PAYMENT_UNDER_WAY, settled_for, order=order, fen=20_000_00, by=by)
    the_bank_pays()
    refused(Refusal.MONEY_GONE, actions.withdraw_approval, **about)
    refused(Refusal.CONSENT_STANDS, actions.stop_order, **about)
    assert fresh(payment).status == "paid"


@pytest.mark.covers("BEY-02", "WDR-08")
def test_works_whose_consent_is_overturned_are_stopped_and_what_was_not_paid_is_free():
    order, _by = an_approved_order()
    instructed(order, 30_000_00)
    the_bank_pays()
    overturn(order)
    order = actions.stop_order(order_id=order.pk, because="签名不实", by=APPROVER)
    assert order.status == "stopped"
    assert sum(held(order)[0]) == 220_000_00
    assert sum(held(order)[1]) == 0
    assert sum(one.share_fen for one in queries.shares_of(order)) == 30_000_00
    assert queries.arrears_of(order).count() == 0
    the_bank_brings_back(paid=True)
    assert sum(held(order)[0]) == 250_000_00
    assert prove().holds


def overturn(order):
    """Owners object to what was signed in their names, and are right: too few have agreed then."""
    from anju.votes import queries as votes

    vote = votes.vote_for(order.cause)
    for seat in list(votes.roll_of(vote))[:3]:
        [voice] = seat.head.counted
        voice.status = "struck"
        voice.save(update_fields=["status"])
    assert not votes.count_of(vote).passes


def test_a_crash_between_steps_loses_and_doubles_nothing():
    order, by = an_approved_order()
    rehearse(lambda: instructed(order, 50_000_00))
    assert sum(held(order)[1]) == 100_000_00
    payment = instructed(order, 50_000_00)
    the_bank_pays(heeded=False)
    [payout] = Payout.objects.all()
    rehearse(actions.end_payment, payout_id=payout.pk, by=CLOCK)
    assert fresh(payment).status == "paying"
    actions.end_payment(payout_id=payout.pk, by=CLOCK)
    assert actions.end_payment(payout_id=payout.pk, by=CLOCK) is None
    jobs.hear_of_payments(0)
    assert (fresh(payment).status, fresh(order).status) == ("paid", "working")
    settlement = settled_for(order, 60_000_00, by)
    rehearse(actions.approve_settlement, settlement_id=settlement.pk, by=REVIEWER)
    assert sum(held(order)[1]) == 50_000_00
    actions.approve_settlement(settlement_id=settlement.pk, by=REVIEWER)
    assert sum(held(order)[1]) == 10_000_00
    assert prove().holds
