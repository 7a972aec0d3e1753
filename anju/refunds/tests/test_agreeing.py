"""The straight way: returned, proposed, agreed, paid; and what may still be taken back or is refused."""

import pytest

from anju.contracts.actions import TenantTerms
from anju.ledger.queries import movements
from anju.notices.models import Notice
from anju.refunds import actions, queries
from anju.refunds.models import Answer, Attachment, Plan, Portion
from anju.refunds.rules import MOST_ATTACHMENTS, MOST_ITEMS, Opinion, Refusal, opinions_on
from anju.refunds.split import Parts
from anju.refunds.tests.endings import (
    ACCOUNT,
    EMPTY,
    MEDIATOR,
    OTHER_ACCOUNT,
    a_file,
    a_held_lease,
    a_plan,
    a_return,
    an_account_of,
    an_answer,
    bank_pays,
    books_balance,
    payee_of,
    plan_terms,
    portions_of,
    pots_of,
    refused,
    status_of,
)
from anju.tests.world import LI_SI, PLATFORM, ZHANG_SAN, enterprise_of, tenant_of

pytestmark = pytest.mark.django_db


@pytest.mark.covers("REF-06", "ENT-04", "REF-05")
def test_a_plan_that_is_agreed_to_is_paid_the_same_day_to_the_fen(days):
    """Ten days at 0.05 % over 360: 5.56 fen a lot of 4,000.00, each rounded to 6; the deposit's go 3 to 1."""
    lease = a_held_lease()
    an_account_of(lease)
    days.be("2026-11-12")
    case = a_return(lease)
    a_plan(case, payee=OTHER_ACCOUNT)
    an_answer(case)
    assert portions_of(case) == [
        ("tenant", "plan", 3000_00, 24000_00, 5 + 36, "due"),
        ("enterprise", "plan", 1000_00, 0, 1, "due"),
    ]
    bank_pays()

    assert status_of(case) == "closed"
    assert pots_of(lease) == EMPTY
    assert books_balance()
    portion = case.portions.get(side="tenant")
    assert (portion.payee_name, portion.payee_account) == ("张三", ACCOUNT[0])
    assert portion.payout.amount_fen == 27000_41
    pots = [lease.deposit_pot, lease.rent_pot, case.interest_pot]
    assert {m.happened_at.date() for m in movements(pots) if m.out_fen} == {days.moment.date()}


@pytest.mark.covers("BEY-12", "REF-06")
def test_the_payment_list_shows_before_what_is_paid_then(days):
    lease = a_held_lease()
    an_account_of(lease)
    days.be("2026-11-12")
    case = a_return(lease)
    plan = a_plan(case)
    shown = queries.payment_list(
        plan, agreed_fen=None, payee_account="1", payee_bank="b", in_dispute=False
    )
    an_answer(case)

    lines = [(line.side, line.principal.total_fen, line.interest.total_fen) for line in shown.lines]
    paid = [
        (side, deposit + rent, earned) for side, _, deposit, rent, earned, _ in portions_of(case)
    ]
    assert lines == paid == [("tenant", 27000_00, 41), ("enterprise", 1000_00, 1)]
    assert shown.disputed == shown.disputed_interest == Parts()
    assert [line.total_fen for line in shown.lines] == [27000_41, 1000_01]


@pytest.mark.covers("BEY-12", "REF-09")
def test_the_payment_list_of_a_dispute_shows_what_stays_in_custody(days):
    case = a_return(a_held_lease())
    plan = a_plan(case)
    shown = queries.payment_list(
        plan, agreed_fen=400_00, payee_account="1", payee_bank="b", in_dispute=True
    )

    lines = [(line.side, line.principal) for line in shown.lines]
    assert lines == [("tenant", Parts(3000_00, 24000_00)), ("enterprise", Parts(400_00, 0))]
    assert shown.disputed == Parts(600_00, 0)


@pytest.mark.covers("REF-07")
def test_a_plan_that_gives_everything_back_can_only_be_agreed_to(days):
    case = a_return(a_held_lease())
    a_plan(case, deductions=())
    for opinion in Opinion:
        if opinion != Opinion.AGREE:
            assert refused(an_answer, case=case, opinion=opinion) == Refusal.ONLY_AGREEMENT
    assert opinions_on(0) == (Opinion.AGREE,)
    assert opinions_on(1) == tuple(Opinion)
    an_answer(case)
    bank_pays()
    assert status_of(case) == "closed"


@pytest.mark.covers("REF-08", "ENT-05")
def test_a_plan_is_sent_back_twice_and_every_version_is_kept(days):
    lease = a_held_lease()
    an_account_of(lease)
    case = a_return(lease)
    for amount in ("1000.00", "800.00"):
        a_plan(case, deductions=(("08", "deposit", amount),))
        an_answer(case, Opinion.SEND_BACK, note="太多了")
        assert status_of(case) == "sent_back"
    a_plan(case, deductions=(("08", "deposit", "500.00"),))
    an_answer(case)
    bank_pays()

    assert status_of(case) == "closed"
    kept = Plan.objects.filter(case=case).order_by("version")
    assert [(p.version, p.deposit_deducted_fen) for p in kept] == [
        (1, 1000_00),
        (2, 800_00),
        (3, 500_00),
    ]
    arrived = Notice.objects.filter(kind="plan_arrived")
    assert [n.facts["deducted"] for n in arrived.order_by("pk")] == ["1,000.00", "800.00", "500.00"]
    assert Notice.objects.filter(kind="plan_sent_back").count() == 2


@pytest.mark.covers("BEY-12", "REF-08")
def test_who_sent_a_plan_back_may_still_agree_until_a_new_one_comes(days):
    case = a_return(a_held_lease())
    first = a_plan(case)
    an_answer(case, Opinion.SEND_BACK)
    an_answer(case, Opinion.SEND_BACK)
    assert Answer.objects.count() == 1
    an_answer(case)
    assert status_of(case) == "paying"
    assert [a.opinion for a in first.answers.order_by("pk")] == ["send_back", "agree"]


@pytest.mark.covers("BEY-12")
def test_a_plan_can_be_taken_back_until_the_tenant_has_opened_it(days):
    case = a_return(a_held_lease())
    by = enterprise_of(case.lease)
    plan = a_plan(case)
    due = (case.plan_due_on, case.provisional)
    actions.withdraw_plan(case_id=case.pk, plan_id=plan.pk, by=by)
    assert status_of(case) == "awaiting_plan"
    assert (case.plan_due_on, case.provisional) == due
    assert queries.current_plan(case) is None
    assert actions.open_plan(case_id=case.pk, by=payee_of(case)) is None

    again = a_plan(case)
    assert again.version == 2
    assert (
        refused(actions.withdraw_plan, case_id=case.pk, plan_id=plan.pk, by=by)
        == Refusal.NOT_THE_CURRENT_PLAN
    )
    opened = [actions.open_plan(case_id=case.pk, by=payee_of(case)).opened_at for _ in range(2)]
    assert opened[0] == opened[1] is not None
    assert (
        refused(actions.withdraw_plan, case_id=case.pk, plan_id=again.pk, by=by)
        == Refusal.OPENED_ALREADY
    )


@pytest.mark.covers("BEY-12", "ENT-05")
def test_a_new_version_that_is_taken_back_leaves_the_case_sent_back(days):
    case = a_return(a_held_lease())
    first = a_plan(case)
    an_answer(case, Opinion.SEND_BACK)
    second = a_plan(case)
    actions.withdraw_plan(case_id=case.pk, plan_id=second.pk, by=enterprise_of(case.lease))
    assert status_of(case) == "sent_back"
    assert queries.current_plan(case) == first
    tenant = payee_of(case)
    assert list(queries.plans_seen_by(tenant)) == [first]
    assert list(queries.plans_seen_by(enterprise_of(case.lease))) == [first, second]


@pytest.mark.covers("REF-02", "REF-01")
def test_of_several_tenants_only_the_payee_answers_and_the_others_look(days):
    lease = a_held_lease(tenants=[ZHANG_SAN, LI_SI])
    first, second = tenant_of(lease, 1), tenant_of(lease, 2)
    case = a_return(lease)
    payee = lease.tenants.get(position=2)
    plan = a_plan(case, payee_tenant_id=payee.pk)
    case.refresh_from_db()

    for tenant in (first, second):
        assert list(queries.plans_to_answer(tenant)) == [case]
        assert list(queries.plans_seen_by(tenant)) == [plan]
    assert [queries.is_payee(case, tenant) for tenant in (first, second)] == [False, True]
    assert refused(an_answer, case=case, by=first) == Refusal.NOT_THE_PAYEE
    assert refused(actions.open_plan, case_id=case.pk, by=first) == Refusal.NOT_THE_PAYEE
    assert queries.payee_name(case) == "李四"
    an_answer(case, by=second)
    for tenant in (first, second):
        assert list(queries.plans_to_answer(tenant)) == []
        assert list(queries.answered_by(tenant)) == [plan]
    assert {n.person_id for n in Notice.objects.filter(kind="plan_arrived")} == {second.person_id}


@pytest.mark.covers("REF-05", "REF-02")
def test_an_organisation_that_rents_is_paid_in_its_full_name(days):
    company = TenantTerms("北京远大科技有限公司", "13800000009", uscc="91110108MA01ABCD5T")
    lease = a_held_lease(tenants=[company])
    case = a_return(lease)
    a_plan(case, deductions=())
    an_answer(case, by=tenant_of(lease))
    assert case.portions.get().payee_name == "北京远大科技有限公司"
    bank_pays()
    assert status_of(case) == "closed"


@pytest.mark.covers("REF-06")
def test_the_same_answer_twice_is_one(days):
    case = a_return(a_held_lease())
    a_plan(case)
    first, second = an_answer(case), an_answer(case)
    assert first == second
    assert Answer.objects.count() == 1
    assert Portion.objects.count() == 2
    assert refused(an_answer, case=case, payee_account=OTHER_ACCOUNT[0]) == "wrong_status"


@pytest.mark.covers("REF-05")
def test_an_answer_needs_an_account_and_a_bank(days):
    case = a_return(a_held_lease())
    a_plan(case)
    for wrong, code in (
        ({"payee_account": " "}, Refusal.ACCOUNT_MISSING),
        ({"payee_bank": " "}, Refusal.ACCOUNT_MISSING),
        ({"payee_account": "62220202 0000000x"}, Refusal.ACCOUNT_UNREADABLE),
        ({"agreed": "1.00"}, Refusal.AGREED_NOT_ASKED),
    ):
        assert refused(an_answer, case=case, **wrong) == code
    answer = an_answer(case, payee_account="6222 0202 0000 0000 014")
    assert answer.payee_account == ACCOUNT[0]


@pytest.mark.covers("REF-05")
def test_attachments_are_ones_own_and_at_most_ten(days):
    case = a_return(a_held_lease())
    a_plan(case)
    mine, by = [], payee_of(case)
    for number in range(MOST_ATTACHMENTS + 1):
        mine.append(a_file(by, f"{number}.png"))
    theirs = a_file(enterprise_of(case.lease), "他们的.png")
    assert refused(an_answer, case=case, file_ids=mine) == Refusal.TOO_MANY_ATTACHMENTS
    assert refused(an_answer, case=case, file_ids=[theirs]) == Refusal.ATTACHMENT_UNKNOWN
    assert refused(an_answer, case=case, file_ids=[10**9]) == Refusal.ATTACHMENT_UNKNOWN
    an_answer(case, file_ids=[*mine[:10], mine[0]])
    assert Attachment.objects.filter(about="answer", side="tenant").count() == 10
    seen = queries.attachments_seen_by(enterprise_of(case.lease))
    assert seen.filter(about="answer").count() == 10
    assert queries.attachments_seen_by(MEDIATOR).count() == 0


@pytest.mark.covers("ENT-04")
def test_deductions_are_of_the_table_and_prove_what_must_be_proved(days):
    case = a_return(a_held_lease())
    by = enterprise_of(case.lease)

    def submitted(*deductions, files=True, **more):
        terms = plan_terms(case, deductions, **more)
        if not files:
            bare = [d.__class__(d.kind, d.part, d.amount_fen, d.note) for d in terms.deductions]
            terms = terms.__class__(**{**vars(terms), "deductions": bare})
        return {"work": actions.submit_plan, "case_id": case.pk, "terms": terms, "by": by}

    wrong = ("08", "deposit", "100.00")
    assert refused(**submitted(wrong, files=False)) == Refusal.ITEM_NEEDS_EVIDENCE
    assert refused(**submitted(("15", "deposit", "1.00"))) == Refusal.ITEM_KIND_UNKNOWN
    assert refused(**submitted(("99", "deposit", "1.00"))) == Refusal.ITEM_NEEDS_A_NOTE
    many = [("02", "rent", "1.00")] * (MOST_ITEMS + 1)
    assert refused(**submitted(*many)) == Refusal.TOO_MANY_ITEMS
    assert refused(**submitted(to_tenant=Parts(1, 0))) == Refusal.PARTS_DIFFER
    assert refused(**submitted(payee=("6222020200000000014", ""))) == Refusal.ACCOUNT_MISSING
    assert refused(**submitted(payee_tenant_id=10**9)) == Refusal.PAYEE_UNKNOWN
    assert not Plan.objects.exists()

    water, other = ("02", "rent", "12.34"), ("99", "deposit", "5.00", "搬家弄脏电梯")
    plan = actions.submit_plan(case_id=case.pk, terms=plan_terms(case, (water, other)), by=by)
    kinds = [(i.kind, i.part, i.amount_fen) for i in plan.items.order_by("number")]
    assert kinds == [("02", "rent", 12_34), ("99", "deposit", 5_00)]


@pytest.mark.covers("ENT-04")
def test_a_plan_about_other_amounts_than_are_held_now_is_refused(days):
    case = a_return(a_held_lease())
    terms = plan_terms(case)
    stale = terms.__class__(**{**vars(terms), "held": terms.held + Parts(0, 1)})
    by = enterprise_of(case.lease)
    code = refused(actions.submit_plan, case_id=case.pk, terms=stale, by=by)
    assert code == Refusal.HELD_CHANGED


@pytest.mark.covers("REF-02", "BEY-01")
def test_strangers_neither_see_nor_do_anything(days):
    case = a_return(a_held_lease())
    a_plan(case)
    other = a_held_lease(tenants=[LI_SI], enterprise=("乐居租赁有限公司", "91110108MA01ABCD5T"))
    for actor in (tenant_of(other), enterprise_of(other), MEDIATOR, PLATFORM):
        assert not queries.cases_seen_by(actor).filter(pk=case.pk).exists()
        assert not queries.plans_seen_by(actor).filter(case=case).exists()
        assert not queries.portions_seen_by(actor).filter(case=case).exists()
    assert refused(an_answer, case=case, by=tenant_of(other)) == Refusal.NOT_A_PARTY
    assert refused(an_answer, case=case, by=enterprise_of(case.lease)) == Refusal.NOT_A_PARTY
    terms = plan_terms(case)
    for actor in (enterprise_of(other), payee_of(case), MEDIATOR):
        code = refused(actions.submit_plan, case_id=case.pk, terms=terms, by=actor)
        assert code == Refusal.NOT_A_PARTY
