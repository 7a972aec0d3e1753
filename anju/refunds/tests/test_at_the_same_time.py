"""What happens when two act at the same moment: one counts, the other is told, and no fen is paid twice."""

from functools import partial

import pytest

from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.payments.models import Payout
from anju.refunds import actions, jobs
from anju.refunds.models import Case, Portion
from anju.refunds.rules import Opinion
from anju.refunds.split import Parts
from anju.refunds.tests.endings import (
    APPROVER,
    a_dispute,
    a_final,
    a_held_lease,
    a_plan,
    a_return,
    an_account_of,
    an_answer,
    bank_pays,
    books_balance,
    portions_of,
    status_of,
)
from anju.tests.together import together
from anju.tests.world import enterprise_of, tenant_of

pytestmark = pytest.mark.django_db(transaction=True)


def refusals(results) -> int:
    return sum(isinstance(result, Refused) for result in results)


@pytest.mark.covers("BEY-01")
def test_both_sides_register_the_return_at_the_same_moment_and_there_is_one_case(days):
    lease = a_held_lease()
    results = together(
        *[partial(a_return, lease, by=side(lease)) for side in (tenant_of, enterprise_of) * 3]
    )
    assert refusals(results) == 5
    assert Case.objects.count() == 1


@pytest.mark.covers("REF-03", "REF-06")
def test_the_tenant_answers_while_the_clock_accepts_by_silence(days):
    """On the morning after the last day; whoever is first counts, and everything is paid once."""
    lease = a_held_lease()
    an_account_of(lease)
    case = a_return(lease)
    a_plan(case)
    days.pass_to("2026-11-10")
    days.be("2026-11-11", hour=0)
    results = together(
        partial(an_answer, Case.objects.get(), Opinion.MEDIATION, "0.00"),
        *[partial(actions.accept_by_silence, case_id=case.pk, by=CLOCK)] * 3,
    )
    mediated = status_of(case) == "mediation"
    assert mediated or case.status == "paying"
    assert refusals(results) == (0 if mediated else 1)
    assert results[1:].count(True) == (0 if mediated else 1)
    tenant_fen = [row[2] for row in portions_of(case) if row[0] == "tenant"]
    assert tenant_fen == [3000_00]
    assert len(portions_of(case)) == (1 if mediated else 2)
    assert books_balance()


@pytest.mark.covers("REF-06")
def test_eight_clicks_on_one_answer_are_one(days):
    case = a_return(a_held_lease())
    a_plan(case, deductions=())
    results = together(*[partial(an_answer, Case.objects.get()) for _ in range(8)])
    assert refusals(results) == 0
    assert len({answer.pk for answer in results}) == 1
    assert Portion.objects.count() == 1


@pytest.mark.covers("BEY-12", "REF-08")
def test_the_tenant_opens_a_plan_while_the_enterprise_takes_it_back(days):
    case = a_return(a_held_lease())
    plan = a_plan(case)
    opened, withdrawn = together(
        partial(actions.open_plan, case_id=case.pk, by=tenant_of(case.lease)),
        partial(
            actions.withdraw_plan, case_id=case.pk, plan_id=plan.pk, by=enterprise_of(case.lease)
        ),
    )
    plan.refresh_from_db()
    assert (opened is None) == (plan.withdrawn_at is not None)
    assert isinstance(withdrawn, Refused) == (plan.opened_at is not None)


@pytest.mark.covers("ASC-03")
def test_two_of_the_association_check_one_final_plan(days):
    case = a_dispute(agreed="0.00")
    final = a_final(case, Parts(1000_00, 0), Parts())
    other = APPROVER.__class__("he.approver", "association", APPROVER.may)
    results = together(
        partial(actions.approve_final, final_id=final.pk, by=APPROVER),
        partial(actions.approve_final, final_id=final.pk, by=other),
        partial(actions.reject_final, final_id=final.pk, because="x", by=other),
    )
    assert refusals(results) == 2
    final.refresh_from_db()
    paid = Portion.objects.filter(source="final").count()
    assert paid == (1 if final.status == "approved" else 0)


@pytest.mark.covers("BEY-06")
def test_both_sides_accept_each_others_offers_and_one_counts(days):
    case = a_dispute(agreed="0.00")
    item = case.plans.get().items.get()
    tenant, enterprise = tenant_of(case.lease), enterprise_of(case.lease)
    low = actions.make_offer(item_id=item.pk, to_enterprise_fen=100_00, by=tenant)
    high = actions.make_offer(item_id=item.pk, to_enterprise_fen=900_00, by=enterprise)
    results = together(
        partial(actions.accept_offer, offer_id=low.pk, by=enterprise),
        partial(actions.accept_offer, offer_id=high.pk, by=tenant),
    )
    assert refusals(results) == 1
    item.refresh_from_db()
    settled = Portion.objects.filter(source="item")
    assert sum(p.deposit_fen for p in settled) == 1000_00
    assert settled.get(side="enterprise").deposit_fen == item.settled_fen


@pytest.mark.covers("REF-06", "CHN-06")
def test_many_workers_instruct_and_note_one_payout(days):
    case = a_return(a_held_lease())
    a_plan(case, deductions=())
    an_answer(case)
    together(*[partial(jobs.pay, timestamp=0)] * 4)
    assert Payout.objects.count() == 1
    bank_pays()
    assert status_of(case) == "closed"


@pytest.mark.covers("ENT-07", "ENT-04")
def test_the_enterprise_proposes_while_the_clock_gives_everything_back(days):
    case = a_return(a_held_lease())
    days.be("2026-11-06", hour=0)
    submitted, given_back = together(
        partial(a_plan, Case.objects.get()),
        partial(actions.refund_all, case_id=case.pk, by=CLOCK),
    )
    assert isinstance(submitted, Refused) == given_back
    assert Case.objects.get().plans.count() == 1
    assert status_of(case) == ("paying" if given_back else "awaiting_answer")
