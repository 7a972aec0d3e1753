"""Mediation, arbitration, litigation: the undisputed is paid at once, the rest waits, earns interest, is decided."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from anju.notices.models import Notice
from anju.refunds import actions, queries
from anju.refunds.models import FinalPlan, Offer
from anju.refunds.rules import Basis, Opinion, Refusal
from anju.refunds.split import Parts
from anju.refunds.tests.endings import (
    APPROVER,
    EMPTY,
    MEDIATOR,
    a_dispute,
    a_file,
    a_final,
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
    status_of,
)
from anju.tests.world import LI_SI, ZHANG_SAN, enterprise_of, tenant_of

pytestmark = pytest.mark.django_db
TWO = (("08", "deposit", "1000.00"), ("11", "rent", "2000.00"))
BOTH = APPROVER.__class__("zhao", "association", MEDIATOR.may | APPROVER.may)


@pytest.mark.covers("REF-09", "REF-11", "ASC-01")
def test_mediation_pays_the_undisputed_at_once_and_the_rest_by_the_final_plan(days):
    lease = a_held_lease()
    an_account_of(lease)
    case = a_dispute(lease, agreed="400.00")
    assert status_of(case) == "mediation"
    assert portions_of(case) == [
        ("tenant", "plan", 3000_00, 24000_00, 0, "due"),
        ("enterprise", "plan", 400_00, 0, 0, "due"),
    ]
    assert queries.disputed_now(case) == Parts(600_00, 0)
    bank_pays()
    assert pots_of(lease) == EMPTY | {"disputed": 600_00}

    # 600.00 of the deposit for 360 days at 0.05 %: 30 fen, shared 2 to 1
    days.be("2027-10-28")
    final = a_final(case, Parts(400_00, 0), Parts(200_00, 0))
    actions.approve_final(final_id=final.pk, by=APPROVER)
    assert portions_of(case)[2:] == [
        ("tenant", "final", 400_00, 0, 20, "due"),
        ("enterprise", "final", 200_00, 0, 10, "due"),
    ]
    bank_pays()
    assert status_of(case) == "closed"
    assert pots_of(lease) == EMPTY
    assert books_balance()
    told = Notice.objects.filter(kind="final_plan").values_list("facts__to_tenant", flat=True)
    assert set(told) == {"400.00"}


@pytest.mark.covers("REF-10", "ASC-01")
@pytest.mark.parametrize(
    ("opinion", "basis"),
    [(Opinion.ARBITRATION, Basis.ARBITRATION), (Opinion.LITIGATION, Basis.LITIGATION)],
)
def test_an_award_is_handed_in_and_carried_out(days, opinion, basis):
    lease = a_held_lease()
    case = a_dispute(lease, opinion, "0.00")
    assert status_of(case) == opinion.value
    tenant = payee_of(case)
    assert (
        refused(actions.hand_in_award, case_id=case.pk, file_ids=[], by=tenant)
        == Refusal.FINAL_NEEDS_PROOF
    )
    days.be("2027-03-01")
    actions.hand_in_award(case_id=case.pk, file_ids=[a_file(tenant, "裁决书.png")], by=tenant)
    assert list(queries.disputes_found(MEDIATOR, kind=opinion.value, work="award")) == [case]
    terms = {
        "basis": basis,
        "document_no": "（2027）京仲裁字第0001号",
        "court": "北京仲裁委员会",
        "effective_on": date(2027, 2, 20),
    }
    everything = Parts(1000_00, 0)
    for wrong, code in (
        ({"document_no": ""}, Refusal.FINAL_NEEDS_DOCUMENT),
        ({"effective_on": None}, Refusal.FINAL_NEEDS_DOCUMENT),
        ({"effective_on": date(2027, 3, 2)}, Refusal.NOT_FINAL_YET),
        ({"basis": Basis.MEDIATION}, Refusal.BASIS_DIFFERS),
        ({"file_ids": []}, Refusal.FINAL_NEEDS_PROOF),
    ):
        arguments = {"case": case, "to_tenant": everything, "to_enterprise": Parts()}
        assert refused(a_final, **arguments, **{**terms, **wrong}) == code
    final = a_final(case, everything, Parts(), **terms)
    actions.approve_final(final_id=final.pk, by=APPROVER)
    bank_pays()
    assert status_of(case) == "closed"
    assert pots_of(lease) == EMPTY


@pytest.mark.covers("ASC-03")
def test_a_final_plan_needs_a_second_pair_of_eyes(days):
    case = a_dispute(agreed="0.00")
    final = a_final(case, Parts(1000_00, 0), Parts())
    FinalPlan.objects.filter(pk=final.pk).update(proposed_name=BOTH.name)
    for work, more in ((actions.approve_final, {}), (actions.reject_final, {"because": "x"})):
        assert refused(work, final_id=final.pk, by=BOTH, **more) == Refusal.SAME_PERSON
        assert refused(work, final_id=final.pk, by=MEDIATOR, **more) == Refusal.NOT_THE_ASSOCIATION
    with pytest.raises(IntegrityError), transaction.atomic():
        FinalPlan.objects.filter(pk=final.pk).update(checked_name=BOTH.name)
    assert list(queries.final_plans_to_check(APPROVER)) == [final]
    assert refused(a_final, case=case, to_tenant=Parts(1000_00, 0), to_enterprise=Parts()) == (
        Refusal.FINAL_PENDING
    )
    assert (
        refused(actions.reject_final, final_id=final.pk, because=" ", by=APPROVER)
        == Refusal.NO_REASON_GIVEN
    )
    actions.reject_final(final_id=final.pk, because="金额写错", by=APPROVER)
    assert status_of(case) == "mediation"
    assert refused(a_final, case=case, to_tenant=Parts(1000_01, 0), to_enterprise=Parts()) == (
        Refusal.FINAL_DIFFERS
    )
    again = a_final(case, Parts(0, 0), Parts(1000_00, 0))
    actions.approve_final(final_id=again.pk, by=APPROVER)
    assert status_of(case) == "paying"
    assert refused(actions.approve_final, final_id=again.pk, by=APPROVER) == "wrong_status"


@pytest.mark.covers("REF-11", "REF-09")
def test_what_is_agreed_to_lies_within_the_deduction(days):
    case = a_return(a_held_lease())
    a_plan(case, TWO)
    for agreed in ("3000.01",):
        code = refused(an_answer, case=case, opinion=Opinion.MEDIATION, agreed=agreed)
        assert code == Refusal.AGREED_OUT_OF_RANGE
    item, other = case.plans.get().items.order_by("number")
    said = {item.pk: 100_00, 10**9: 1}
    code = refused(an_answer, case=case, opinion=Opinion.MEDIATION, agreed_of_items=said)
    assert code == Refusal.NOT_THE_CURRENT_PLAN
    said = {item.pk: 100_00, other.pk: 50_00}
    more = {"opinion": Opinion.MEDIATION, "agreed_of_items": said}
    assert refused(an_answer, case=case, agreed="151.00", **more) == Refusal.AGREED_DIFFERS
    an_answer(case, agreed="150.00", **more)
    case.refresh_from_db()
    assert queries.disputed_now(case) == Parts(900_00, 1950_00)


@pytest.mark.covers("REF-11")
def test_who_asks_for_mediation_but_accepts_every_deduction_leaves_nothing_to_mediate(days):
    lease = a_held_lease()
    an_account_of(lease)
    case = a_dispute(lease, agreed="1000.00")
    assert status_of(case) == "paying"
    bank_pays()
    assert status_of(case) == "closed"
    assert pots_of(lease) == EMPTY


@pytest.mark.covers("BEY-06")
def test_what_both_sides_agree_on_is_paid_at_once_item_by_item(days):
    lease = a_held_lease()
    an_account_of(lease)
    case = a_dispute(lease, agreed="0.00", deductions=TWO)
    bank_pays()
    damage, penalty = case.plans.get().items.order_by("number")
    tenant, enterprise = payee_of(case), enterprise_of(lease)

    first = actions.make_offer(item_id=damage.pk, to_enterprise_fen=200_00, by=tenant)
    better = actions.make_offer(item_id=damage.pk, to_enterprise_fen=300_00, by=tenant)
    first.refresh_from_db()
    assert first.replaced_at is not None
    assert refused(actions.accept_offer, offer_id=first.pk, by=enterprise) == Refusal.OFFER_GONE
    assert refused(actions.accept_offer, offer_id=better.pk, by=tenant) == Refusal.OWN_OFFER
    days.be("2026-12-08")  # 36 days: 5 fen on 1,000.00, of which the enterprise's 300.00 get 1.5
    accepted = [actions.accept_offer(offer_id=better.pk, by=enterprise).pk for _ in range(2)]
    assert accepted == [better.pk] * 2
    assert portions_of(case)[1:] == [
        ("tenant", "item", 700_00, 0, 4, "due"),
        ("enterprise", "item", 300_00, 0, 1, "due"),
    ]
    bank_pays()
    assert status_of(case) == "mediation"
    assert pots_of(lease)["disputed"] == 2000_00
    assert (
        refused(actions.make_offer, item_id=damage.pk, to_enterprise_fen=0, by=tenant)
        == Refusal.ITEM_SETTLED
    )

    # the enterprise offers what the tenant has offered: that is an agreement
    offer = actions.make_offer(item_id=penalty.pk, to_enterprise_fen=0, by=tenant)
    same = actions.make_offer(item_id=penalty.pk, to_enterprise_fen=0, by=enterprise)
    assert same.pk == offer.pk
    assert status_of(case) == "paying"
    bank_pays()
    assert status_of(case) == "closed"
    assert pots_of(lease) == EMPTY
    assert books_balance()


@pytest.mark.covers("BEY-06")
def test_an_agreement_makes_a_final_plan_that_waits_void(days):
    case = a_dispute(agreed="0.00")
    final = a_final(case, Parts(1000_00, 0), Parts())
    item = case.plans.get().items.get()
    offer = actions.make_offer(
        item_id=item.pk, to_enterprise_fen=500_00, by=enterprise_of(case.lease)
    )
    actions.accept_offer(offer_id=offer.pk, by=payee_of(case))
    final.refresh_from_db()
    assert final.status == "rejected"
    assert status_of(case) == "paying"


@pytest.mark.covers("BEY-06")
def test_a_final_plan_no_longer_fits_when_an_item_was_settled_meanwhile(days):
    case = a_dispute(agreed="0.00", deductions=TWO)
    final = a_final(case, Parts(1000_00, 0), Parts(0, 2000_00))
    damage = case.plans.get().items.get(number=1)
    offer = actions.make_offer(item_id=damage.pk, to_enterprise_fen=1, by=enterprise_of(case.lease))
    actions.accept_offer(offer_id=offer.pk, by=payee_of(case))
    assert refused(actions.approve_final, final_id=final.pk, by=APPROVER) == Refusal.FINAL_DIFFERS


@pytest.mark.covers("BEY-06", "BEY-12")
def test_offers_are_for_disputed_items_and_may_be_taken_back(days):
    lease = a_held_lease(tenants=[ZHANG_SAN, LI_SI])
    case = a_return(lease)
    a_plan(case, TWO)
    item, other = case.plans.get().items.order_by("number")
    tenant, enterprise = payee_of(case), enterprise_of(lease)
    offer = {"work": actions.make_offer, "item_id": item.pk, "to_enterprise_fen": 1}
    assert refused(**offer, by=tenant) == Refusal.NOT_DISPUTED
    an_answer(case, Opinion.MEDIATION, "1000.00", agreed_of_items={item.pk: 1000_00})
    assert refused(**offer, by=tenant) == Refusal.ITEM_NOT_DISPUTED
    offer |= {"item_id": other.pk}
    assert refused(**offer, by=tenant_of(lease, 2)) == Refusal.NOT_THE_PAYEE
    assert refused(**(offer | {"to_enterprise_fen": 2000_01}), by=tenant) == (
        Refusal.OFFER_OUT_OF_RANGE
    )
    made = actions.make_offer(item_id=other.pk, to_enterprise_fen=1, by=tenant)
    gone = {"work": actions.withdraw_offer, "offer_id": made.pk}
    assert refused(**gone, by=enterprise) == Refusal.OFFER_GONE
    for _ in range(2):
        actions.withdraw_offer(offer_id=made.pk, by=tenant)
    assert refused(actions.accept_offer, offer_id=made.pk, by=enterprise) == Refusal.OFFER_GONE
    assert not Offer.objects.filter(replaced_at=None).exists()


@pytest.mark.covers("BEY-06")
def test_when_the_final_plan_is_approved_no_offer_stands_any_more(days):
    case = a_dispute()
    item, tenant = case.plans.get().items.get(), payee_of(case)
    enterprise = enterprise_of(case.lease)
    offer = actions.make_offer(item_id=item.pk, to_enterprise_fen=700_00, by=enterprise)
    assert list(queries.offers_to_answer(tenant)) == [offer]

    final = a_final(case, Parts(500_00, 0), Parts(500_00, 0))
    actions.approve_final(final_id=final.pk, by=APPROVER)

    assert list(queries.offers_to_answer(tenant)) == []
    assert refused(actions.accept_offer, offer_id=offer.pk, by=tenant) == Refusal.NOT_DISPUTED


@pytest.mark.covers("BEY-06", "ASC-01")
def test_each_side_sees_the_others_evidence_item_by_item(days):
    case = a_dispute(agreed="0.00")
    item = case.plans.get().items.get()
    tenant, enterprise = payee_of(case), enterprise_of(case.lease)
    for by in (tenant, enterprise):
        actions.add_evidence(
            case_id=case.pk, item_id=item.pk, file_ids=[a_file(by, f"{by.portal}.png")], by=by
        )
    actions.add_evidence(case_id=case.pk, file_ids=[a_file(MEDIATOR)], note="电话记录", by=MEDIATOR)
    for by in (tenant, enterprise, MEDIATOR):
        seen = queries.attachments_seen_by(by).filter(item=item)
        assert [(a.side, a.file.name) for a in seen] == [
            ("enterprise", "凭证.png"),
            ("tenant", "tenant_web.png"),
            ("enterprise", "enterprise.png"),
        ]
    stranger = a_dispute(a_held_lease(tenants=[LI_SI])).plans.get().items.get()
    code = refused(
        actions.add_evidence, case_id=case.pk, item_id=stranger.pk, file_ids=[], by=tenant
    )
    assert code == Refusal.NOT_THE_CURRENT_PLAN


@pytest.mark.covers("ASC-01")
def test_mediation_that_leads_nowhere_turns_to_arbitration_or_the_court(days):
    case = a_dispute(agreed="0.00")
    tenant, turn = payee_of(case), {"case_id": case.pk, "because": "调解不成"}
    assert refused(actions.turn_to_litigation, **(turn | {"because": ""}), by=tenant) == (
        Refusal.NO_REASON_GIVEN
    )
    assert refused(actions.turn_to_litigation, **turn, by=APPROVER) == Refusal.NOT_THE_ASSOCIATION
    enterprise = enterprise_of(case.lease)
    assert refused(actions.turn_to_arbitration, **turn, by=enterprise) == Refusal.NOT_A_PARTY
    actions.turn_to_arbitration(**turn, by=MEDIATOR)
    assert status_of(case) == "arbitration"
    actions.turn_to_litigation(**turn, by=tenant)
    assert status_of(case) == "litigation"
    assert Notice.objects.filter(kind="dispute_in_litigation").count() == 2
    assert queries.association_counts(MEDIATOR)["litigation"] == 1


@pytest.mark.covers("ASC-03")
def test_the_association_keeps_notes_with_a_day_to_look_again(days):
    case = a_dispute(agreed="0.00")
    on = date(2026, 11, 20)
    note = {"work": actions.add_note, "case_id": case.pk}
    assert refused(**note, text=" ", by=MEDIATOR) == Refusal.NOTE_EMPTY
    assert refused(**note, text="x", by=payee_of(case)) == Refusal.NOT_THE_ASSOCIATION
    actions.add_note(case_id=case.pk, text="双方约定下周再谈", attend_on=on, by=MEDIATOR)
    case.refresh_from_db()
    assert case.attend_on == on
    later = a_dispute(a_held_lease(tenants=[LI_SI]))
    assert list(queries.disputes_found(MEDIATOR)) == [case, later]
    assert list(queries.disputes_found(MEDIATOR, work="new")) == [later]


@pytest.mark.covers("ASC-03", "REF-04")
def test_both_sides_read_the_same_progress(days):
    case = a_dispute(agreed="0.00")
    steps = [(step.label, step.side) for step in queries.progress(case)]
    assert steps == [
        ("登记交还住房（解约）", "住房租赁企业"),
        ("提交退款方案", "住房租赁企业"),
        ("申请中介协会调解", "承租人"),
    ]
