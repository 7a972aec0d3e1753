"""Portions become payouts; what fails comes back to its pots and asks for an account, or for another name."""

import pytest
from django.db import IntegrityError, transaction

from anju.core import clock
from anju.core.actors import CLOCK, OUTSIDE
from anju.core.money import plain_yuan
from anju.custody import actions as custody
from anju.ledger import actions as ledger
from anju.ledger.queries import balance_fen
from anju.notices.models import Notice
from anju.payments import actions as payments
from anju.payments.models import Payout
from anju.refunds import actions, jobs, queries
from anju.refunds.actions import NameChangeTerms
from anju.refunds.models import NameChange, Portion
from anju.refunds.rules import Opinion, Refusal, Side, Silence
from anju.refunds.tests.endings import (
    ACCOUNT,
    APPROVER,
    EMPTY,
    MEDIATOR,
    OFFICER,
    OTHER_ACCOUNT,
    a_dispute,
    a_file,
    a_held_lease,
    a_plan,
    a_return,
    an_account_of,
    an_answer,
    bank_pays,
    books_balance,
    payee_of,
    portions_of,
    pots_of,
    refused,
    some_interest,
    status_of,
)
from anju.tests.world import LI_SI, ZHANG_SAN, a_credit, an_approved_batch, enterprise_of, tenant_of

pytestmark = pytest.mark.django_db


def an_agreed_case(**more):
    """Everything goes back to the tenant, who has agreed."""
    case = a_return(a_held_lease(**more))
    a_plan(case, deductions=())
    an_answer(case)
    return case


@pytest.mark.covers("REF-12")
def test_a_failed_payout_asks_for_the_account_and_is_paid_the_same_day_to_the_new_one(days):
    case = an_agreed_case(tenants=[ZHANG_SAN, LI_SI])
    lease, tenant = case.lease, payee_of(case)
    bank_pays(failing="0014")
    portion = case.portions.get()
    assert (portion.status, portion.because) == ("account_wanted", "AC04")
    assert pots_of(lease) == EMPTY | {"deposit": 4000_00, "rent": 24000_00}
    for each in (tenant, tenant_of(lease, 2)):
        assert list(queries.accounts_to_confirm(each)) == [portion]
    told = Notice.objects.get(kind="payout_failed")
    assert (told.person_id, told.facts["because"]) == (tenant.person_id, "收款账户已销户（AC04）")
    assert status_of(case) == "paying"
    turn = queries.countdown(case)
    assert (turn.who, turn.by_on) == (Side.TENANT, None)

    confirm = {"work": actions.confirm_account, "portion_id": portion.pk}
    new = {"payee_account": OTHER_ACCOUNT[0], "payee_bank": OTHER_ACCOUNT[1]}
    assert refused(**confirm, **new, by=tenant_of(lease, 2)) == Refusal.NOT_THE_PAYEE
    assert refused(**confirm, **(new | {"payee_bank": ""}), by=tenant) == Refusal.ACCOUNT_MISSING
    # for 30 days 28,000.00 have earned 116.67 fen more
    days.be("2026-12-02")
    for _ in range(2):
        actions.confirm_account(portion_id=portion.pk, **new, by=tenant)
    bank_pays()
    portion.refresh_from_db()
    assert (portion.status, portion.interest_fen, portion.attempts) == ("paid", 117, 2)
    assert portion.paid_at.date() == days.moment.date()
    assert status_of(case) == "closed"
    assert pots_of(lease) == EMPTY
    assert list(Payout.objects.order_by("pk").values_list("status", "amount_fen")) == [
        ("failed", 28000_00),
        ("done", 28001_17),
    ]
    assert refused(**confirm, **new, by=tenant) == "wrong_status"


@pytest.mark.covers("REF-13", "ENT-07")
def test_without_any_account_the_tenant_is_asked_for_one(days):
    """Neither plan nor payee was ever given."""
    case = a_return(a_held_lease())
    days.pass_to("2026-11-06")
    jobs.pay(timestamp=0)
    portion = case.portions.get()
    assert (portion.status, portion.because) == ("account_wanted", "没有收款账号")
    assert not Payout.objects.exists()
    assert Notice.objects.filter(kind="payout_failed").count() == 1
    actions.confirm_account(
        portion_id=portion.pk,
        payee_account=ACCOUNT[0],
        payee_bank=ACCOUNT[1],
        by=payee_of(case),
    )
    bank_pays()
    assert status_of(case) == "closed"
    assert pots_of(case.lease) == EMPTY


@pytest.mark.covers("REF-12")
def test_money_that_the_bank_brings_back_later_opens_the_case_again(days):
    case = an_agreed_case()
    bank_pays()
    assert status_of(case) == "closed"
    portion = case.portions.get()
    days.be("2026-11-04")
    credit = a_credit(
        amount=plain_yuan(portion.amount_fen), code="", end_to_end_id=portion.payout.no
    )
    payments.give_payout_back(payout_no=portion.payout.no, credit_id=credit.pk, by=OUTSIDE)
    jobs.pay(timestamp=0)
    portion.refresh_from_db()
    assert (portion.status, portion.paid_at, status_of(case)) == ("account_wanted", None, "paying")
    actions.confirm_account(
        portion_id=portion.pk,
        payee_account=OTHER_ACCOUNT[0],
        payee_bank=OTHER_ACCOUNT[1],
        by=payee_of(case),
    )
    bank_pays()
    assert status_of(case) == "closed"
    assert pots_of(case.lease) == EMPTY
    assert books_balance()


@pytest.mark.covers("REF-12")
def test_money_that_came_back_before_we_noted_that_it_was_paid_asks_for_an_account(days):
    case = an_agreed_case()
    jobs.pay(timestamp=0)
    portion = case.portions.get()
    with_bank(portion, paid=True, back=True)
    jobs.pay(timestamp=0)
    assert portions_of(case)[0][5] == "account_wanted"
    assert pots_of(case.lease)["rent"] == 24000_00


def with_bank(portion, paid=False, back=False):
    payout = portion.payout
    an_approved_batch(payout)
    amount = plain_yuan(payout.amount_fen)
    if paid:
        debit = a_credit(amount=amount, direction="debit", end_to_end_id=payout.no)
        payments.confirm_payout(payout_no=payout.no, debit_id=debit.pk, by=OUTSIDE)
    if back:
        credit = a_credit(amount=amount, code="", end_to_end_id=payout.no)
        payments.give_payout_back(payout_no=payout.no, credit_id=credit.pk, by=OUTSIDE)


@pytest.mark.covers("REF-06")
def test_a_portion_is_instructed_and_its_end_noted_only_once(days):
    case = an_agreed_case()
    portion = case.portions.get()
    assert actions.instruct_portion(portion_id=portion.pk, by=CLOCK) is not None
    assert actions.instruct_portion(portion_id=portion.pk, by=CLOCK) is None
    payout = Payout.objects.get()
    assert actions.take_note_of_payout(payout_id=payout.pk, by=CLOCK) is None
    bank_pays()
    assert actions.take_note_of_payout(payout_id=payout.pk, by=CLOCK) is None
    assert (Payout.objects.count(), status_of(case)) == (1, "closed")


@pytest.mark.covers("REF-06")
def test_interest_that_the_bank_has_not_paid_us_yet_follows_by_itself(days):
    lease = a_held_lease(bank="icbc")
    case = a_return(lease)
    a_plan(case, deductions=())
    days.be("2027-10-28")
    empty_interest(lease)
    an_answer(case)
    bank_pays()
    # 360 days: 200 fen on each of seven lots
    assert portions_of(case) == [
        ("tenant", "plan", 4000_00, 24000_00, 0, "paid"),
        ("tenant", "interest", 0, 0, 14_00, "due"),
    ]
    assert status_of(case) == "paying"
    bank_pays()
    assert portions_of(case)[1][5] == "due"
    some_interest(lease, "14.00")
    bank_pays()
    assert status_of(case) == "closed"
    assert balance_fen("interest:icbc") == 0


def empty_interest(lease):
    bank = lease.bank_account.bank
    ledger.transfer(
        key="interest:gone",
        reason="test",
        cause="test",
        happened_at=clock.now(),
        legs=[(f"interest:{bank}", f"world:{bank}", balance_fen(f"interest:{bank}"))],
    )


# The enterprise's part


@pytest.mark.covers("ENT-08", "REF-09")
def test_what_is_the_enterprises_waits_until_it_has_a_settlement_account(days):
    lease = a_held_lease()
    case = a_dispute(lease, agreed="400.00")
    bank_pays()
    portion = case.portions.get(side="enterprise")
    assert portion.status == "account_wanted"
    enterprise = enterprise_of(lease)
    assert list(queries.accounts_to_confirm(enterprise)) == [portion]
    again = {"work": actions.pay_enterprise_again, "portion_id": portion.pk}
    assert refused(**again, by=enterprise) == Refusal.NO_SETTLEMENT_ACCOUNT
    assert actions.use_new_settlement_account(portion_id=portion.pk, by=CLOCK) is False
    an_account_of(lease)
    bank_pays()
    portion.refresh_from_db()
    assert (portion.status, portion.payee_name) == ("paid", "安居租赁有限公司")


@pytest.mark.covers("ENT-08")
def test_an_enterprise_says_that_its_account_is_right_and_is_paid_again(days):
    lease = a_held_lease()
    an_account_of(lease)
    case = a_dispute(lease, agreed="400.00")
    bank_pays(failing="0001")
    portion = case.portions.get(side="enterprise")
    assert portion.status == "account_wanted"
    tenants = case.portions.get(side="tenant")
    enterprise, again = enterprise_of(lease), actions.pay_enterprise_again
    assert refused(again, portion_id=tenants.pk, by=enterprise) == Refusal.NOT_THE_PAYEE
    assert (
        refused(
            actions.confirm_account,
            portion_id=portion.pk,
            payee_account=ACCOUNT[0],
            payee_bank="工行",
            by=payee_of(case),
        )
        == Refusal.NOT_A_TENANTS_PORTION
    )
    actions.pay_enterprise_again(portion_id=portion.pk, by=enterprise)
    bank_pays()
    portion.refresh_from_db()
    assert (portion.status, portion.attempts) == ("paid", 2)


@pytest.mark.covers("REF-06")
def test_a_court_holds_back_everything_and_the_authority_what_is_the_enterprises(days):
    lease = a_held_lease()
    an_account_of(lease)
    case = a_return(lease)
    a_plan(case)
    an_answer(case)
    order = {"document_no": "京建函1号", "note": "暂停划转", "by": OFFICER}
    on_enterprise = custody.hold_releases(
        enterprise_id=lease.enterprise_id, reason="authority", **order
    )
    by_court = custody.hold_releases(
        lease_id=lease.pk, reason="judicial", **(order | {"document_no": "法1号"})
    )
    for hold, statuses in ((None, "due due"), (by_court, "paid due"), (on_enterprise, "paid paid")):
        if hold:
            custody.lift_hold(hold_id=hold.pk, because="解除", by=OFFICER)
        bank_pays()
        assert " ".join(row[5] for row in portions_of(case)) == statuses
        told = Silence.NOTHING if statuses == "paid paid" else Silence.TO_BE_PAID
        case.refresh_from_db()
        assert queries.countdown(case).silence == told.label
    assert status_of(case) == "closed"


# 承租人收款失败


def another_name(case, **more):
    by = enterprise_of(case.lease)
    terms = {
        "new_name": "张小三",
        "new_account": OTHER_ACCOUNT[0],
        "new_bank": OTHER_ACCOUNT[1],
        "relation": "子女",
        "reason": "承租人去世，由继承人领取",
        "file_ids": [a_file(by, "公证书.png")],
    }
    portion = case.portions.filter(side="tenant").latest("pk")
    terms = NameChangeTerms(**(terms | more))
    return actions.apply_name_change(portion_id=portion.pk, terms=terms, by=by)


@pytest.mark.covers("ENT-06", "ASC-02")
def test_after_a_failed_payout_another_name_is_paid_when_the_association_agrees(days):
    case = an_agreed_case()
    assert refused(another_name, case=case) == "wrong_status"
    bank_pays(failing="0014")
    change = another_name(case)
    assert portions_of(case)[0][5] == "name_review"
    assert list(queries.name_changes_to_review(APPROVER)) == [change]
    assert list(queries.cases_seen_by(MEDIATOR)) == [case]
    assert status_of(case) == "paying"
    assert queries.countdown(case).who == Side.ASSOCIATION
    assert refused(actions.approve_name_change, change_id=change.pk, by=MEDIATOR) == (
        Refusal.NOT_THE_ASSOCIATION
    )
    actions.approve_name_change(change_id=change.pk, by=APPROVER)
    assert refused(actions.approve_name_change, change_id=change.pk, by=APPROVER) == "wrong_status"
    bank_pays()
    portion = case.portions.get()
    assert (portion.status, portion.payee_name) == ("paid", "张小三")
    assert portion.payout.creditor_name == "张小三"
    assert status_of(case) == "closed"
    assert pots_of(case.lease) == EMPTY
    kinds = Notice.objects.filter(kind__startswith="name_change")
    assert sorted(n.kind for n in kinds) == ["name_change_approved"] * 2 + ["name_change_asked"]


@pytest.mark.covers("ENT-06", "ASC-02")
def test_another_name_that_is_refused_leaves_the_tenant_to_confirm_the_account(days):
    case = an_agreed_case()
    bank_pays(failing="0014")
    change = another_name(case)
    code = refused(actions.refuse_name_change, change_id=change.pk, because="", by=APPROVER)
    assert code == Refusal.NO_REASON_GIVEN
    actions.refuse_name_change(change_id=change.pk, because="公证书不完整", by=APPROVER)
    change.refresh_from_db()
    assert (change.status, change.because) == ("rejected", "公证书不完整")
    assert portions_of(case)[0][5] == "account_wanted"
    assert "公证书不完整" in Notice.objects.filter(kind="name_change_refused")[0].facts["because"]
    again = another_name(case)
    NameChange.objects.filter(pk=again.pk).update(proposed_name=APPROVER.name)
    code = refused(actions.approve_name_change, change_id=again.pk, by=APPROVER)
    assert code == Refusal.SAME_PERSON
    with pytest.raises(IntegrityError), transaction.atomic():
        NameChange.objects.filter(pk=again.pk).update(checked_name=APPROVER.name)


@pytest.mark.covers("ENT-06")
def test_an_application_says_who_why_and_proves_it(days):
    lease = a_held_lease()
    case = a_dispute(lease, Opinion.MEDIATION, "400.00")
    bank_pays(failing="0014")
    for wrong, code in (
        ({"new_name": " "}, Refusal.NAME_MISSING),
        ({"relation": ""}, Refusal.NAME_MISSING),
        ({"reason": ""}, Refusal.NAME_MISSING),
        ({"new_name": "张三"}, Refusal.NAME_UNCHANGED),
        ({"file_ids": []}, Refusal.NAME_NEEDS_EVIDENCE),
        ({"new_account": "x"}, Refusal.ACCOUNT_UNREADABLE),
        ({"new_bank": ""}, Refusal.ACCOUNT_MISSING),
    ):
        assert refused(another_name, case=case, **wrong) == code
    own = Portion.objects.get(side="enterprise")
    terms = NameChangeTerms("甲", "12345678", "行", "无", "无", [1])
    code = refused(
        actions.apply_name_change, portion_id=own.pk, terms=terms, by=enterprise_of(lease)
    )
    assert code == Refusal.NOT_A_TENANTS_PORTION
