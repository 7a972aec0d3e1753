"""Either side registers that the home was handed back; the other confirms, objects, or agrees that it was a mistake."""

from datetime import date

import pytest

from anju.core.actors import CLOCK, OUTSIDE
from anju.custody import queries as held
from anju.custody.jobs import hear_of_releases, run_releases
from anju.notices.models import Notice
from anju.orders import queries as orders
from anju.orders.actions import place_order
from anju.orders.rules import Refusal as OrderRefusal
from anju.payments import actions as payments
from anju.payments.models import Payout
from anju.refunds import actions, jobs, queries
from anju.refunds.models import Case
from anju.refunds.rules import Refusal, Side
from anju.refunds.tests.endings import (
    EMPTY,
    MEDIATOR,
    OFFICER,
    a_held_lease,
    a_plan,
    a_return,
    an_account_of,
    an_answer,
    arrive,
    bank_pays,
    portions_of,
    pots_of,
    refused,
    status_of,
    t_1_ends_early,
)
from anju.tests.world import (
    LI_SI,
    ZHANG_SAN,
    a_credit,
    a_lease,
    a_paying_order,
    enterprise_of,
    tenant_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("BEY-01")]
D = date.fromisoformat


def test_either_side_registers_and_both_see_the_same_countdown(days):
    for number, side in enumerate((tenant_of, enterprise_of), 1):
        lease = a_held_lease(tenants=[(ZHANG_SAN, LI_SI)[number - 1]])
        case = a_return(lease, by=side(lease))
        seen = [
            queries.cases_seen_by(by).get(lease=lease)
            for by in (tenant_of(lease), enterprise_of(lease))
        ]
        assert queries.countdown(seen[0]) == queries.countdown(seen[1])
        assert case.registered_by == ("tenant", "enterprise")[number - 1]
        assert not held.is_releasable(lease.pk)
    kinds = Notice.objects.exclude(kind__in=("lease_filed", "in_custody")).order_by("kind")
    assert [n.kind for n in kinds] == ["plan_wanted"] * 2 + ["return_registered"] * 2


def test_a_lease_ends_once(days):
    lease = a_held_lease()
    a_return(lease)
    assert refused(a_return, lease=lease) == Refusal.CASE_OPEN
    assert refused(a_return, lease=lease, by=tenant_of(lease)) == Refusal.CASE_OPEN
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("reason", "returned_on", "code"),
    [
        ("termination", "2026-11-03", Refusal.RETURNED_IN_FUTURE),
        ("termination", "2026-11-01", Refusal.RETURNED_BEFORE_START),
        ("expiry", "2026-11-02", Refusal.NOT_EXPIRED_YET),
    ],
)
def test_a_return_lies_within_the_lease_and_not_ahead(days, reason, returned_on, code):
    """The lease runs from Monday 2 November 2026 for a year."""
    lease = a_held_lease()
    assert refused(a_return, lease=lease, reason=reason, returned_on=D(returned_on)) == code
    assert held.is_releasable(lease.pk)


def test_without_money_in_custody_there_is_nothing_to_refund(days):
    lease = a_lease()
    assert refused(a_return, lease=lease) == Refusal.NOTHING_HELD


def test_only_the_parties_register(days):
    lease = a_held_lease()
    other = a_held_lease(tenants=[LI_SI], enterprise=("乐居租赁有限公司", "91110108MA01ABCD5T"))
    for stranger in (tenant_of(other), enterprise_of(other), MEDIATOR, OFFICER, CLOCK):
        assert refused(a_return, lease=lease, by=stranger) == Refusal.NOT_A_PARTY


def test_the_other_side_confirms_or_objects_and_it_is_shown(days):
    lease = a_held_lease()
    tenant, enterprise = tenant_of(lease), enterprise_of(lease)
    case = a_return(lease, by=tenant)
    confirm = {"work": actions.confirm_return, "case_id": case.pk}
    object_to = {"work": actions.object_to_return, "case_id": case.pk}
    assert refused(**confirm, by=tenant) == Refusal.OWN_REGISTRATION
    assert refused(**object_to, objection="没有", by=tenant) == Refusal.OWN_REGISTRATION
    assert refused(**object_to, objection=" ", by=enterprise) == Refusal.NO_REASON_GIVEN
    actions.object_to_return(case_id=case.pk, objection="钥匙未交还", by=enterprise)
    actions.confirm_return(case_id=case.pk, by=enterprise)
    assert refused(**confirm, by=enterprise) == Refusal.CONFIRMED_ALREADY
    assert status_of(case) == "awaiting_plan"
    steps = [(s.label, s.side, s.detail) for s in queries.progress(case)]
    assert steps == [
        ("登记交还住房（解约）", "承租人", "交还日期2026-11-02"),
        ("确认交还住房", "住房租赁企业", ""),
        ("对交还住房提出异议", "住房租赁企业", "钥匙未交还"),
    ]
    assert Notice.objects.filter(kind="return_objected").count() == 1
    theirs = a_return(a_held_lease(tenants=[LI_SI]))
    actions.object_to_return(case_id=theirs.pk, objection="还没有搬", by=tenant_of(theirs.lease))
    assert Notice.objects.filter(kind="return_objected").count() == 2


@pytest.mark.covers("BEY-12")
def test_who_registered_by_mistake_undoes_it_the_same_day(days):
    lease = a_held_lease()
    case = a_return(lease)
    cancel = {"case_id": case.pk, "by": enterprise_of(lease)}
    assert refused(actions.cancel_case, because="", **cancel) == Refusal.NO_REASON_GIVEN
    actions.cancel_case(because="登记错误", **cancel)
    assert status_of(case) == "cancelled"
    assert held.is_releasable(lease.pk)
    assert Notice.objects.filter(kind="return_cancelled").count() == 2
    again = a_return(lease)
    assert again.status == "awaiting_plan"


@pytest.mark.covers("BEY-12")
def test_later_both_sides_have_to_agree_that_it_was_a_mistake(days):
    lease = a_held_lease()
    case = a_return(lease, by=tenant_of(lease))
    days.be("2026-11-03")
    asked = {"case_id": case.pk, "because": "合同继续履行"}
    for side in (tenant_of(lease), enterprise_of(lease)):
        assert status_of(case) == "awaiting_plan"
        case = actions.cancel_case(**asked, by=side)
        if side.is_tenant:
            assert refused(actions.cancel_case, **asked, by=side) == Refusal.CANCEL_ASKED
    assert status_of(case) == "cancelled"
    assert Notice.objects.filter(kind="return_cancel_asked").count() == 1

    theirs = a_return(lease)
    days.be("2026-11-04")
    actions.cancel_case(case_id=theirs.pk, because="登记错误", by=enterprise_of(lease))
    assert Notice.objects.filter(kind="return_cancel_asked").count() == 2
    a_plan(theirs)
    code = refused(actions.cancel_case, **(asked | {"case_id": theirs.pk}), by=tenant_of(lease))
    assert code == "wrong_status"


def test_a_revoked_filing_gives_everything_back_once_both_have_said_so(days):
    lease = a_held_lease(starts_on=D("2026-12-01"))
    case = a_return(lease, reason="filing_revoked")
    turn = queries.countdown(case)
    assert (turn.who, turn.by_on) == (Side.TENANT, D("2026-11-05"))
    actions.confirm_return(case_id=case.pk, by=tenant_of(lease))
    assert status_of(case) == "paying"
    assert portions_of(case) == [("tenant", "plan", 4000_00, 24000_00, 0, "due")]


@pytest.mark.covers("ENT-01", "REF-01", "BEY-01")
def test_each_desk_counts_what_waits_there(days):
    lease = a_held_lease()
    tenant, enterprise = tenant_of(lease), enterprise_of(lease)
    case = a_return(lease)
    assert list(queries.plans_wanted_of(enterprise)) == [case]
    a_plan(case)
    [state] = queries.enterprise_desk(enterprise).states
    assert (state.status, state.count, state.days_left) == ("awaiting_answer", 1, 3)
    assert queries.tenant_counts(tenant) == 1
    an_answer(case)
    assert queries.tenant_counts(tenant) == 0
    [state] = queries.enterprise_desk(enterprise).states
    assert (state.status, state.count, state.days_left) == ("paying", 1, None)
    assert not queries.final_plans_to_check(tenant).exists()
    assert not queries.name_changes_to_review(enterprise).exists()


# Nothing more is paid in


@pytest.mark.covers("PAY-02", "REF-11")
def test_nothing_is_paid_in_for_a_lease_whose_end_is_registered_until_that_was_a_mistake(days):
    lease, other = a_held_lease(), a_lease(tenants=[ZHANG_SAN])
    tenant, enterprise = tenant_of(lease), enterprise_of(lease)
    [bill] = orders.unpaid_bills(lease)
    case = a_return(lease)
    for by in (tenant, enterprise):
        assert refused(place_order, bill_ids=[bill.pk], by=by) == OrderRefusal.LEASE_ENDED
    assert {one.status for one in orders.bills_of(lease)} == {"in_custody", "lease_ended"}
    assert list(orders.unpaid_bills(lease)) == []
    assert {one.lease for one in orders.unpaid_bills_seen_by(tenant)} == {other}
    assert [one.pk for one in orders.leases_to_pay(tenant, lease.filing_no)] == []
    let = orders.bills_on_behalf(enterprise, filing_no=lease.filing_no, status="unpaid")
    assert list(let) == []
    assert {day.filing_no for day in orders.outlook_of(tenant).days} == {other.filing_no}

    actions.cancel_case(case_id=case.pk, because="选错合同", by=enterprise)
    assert place_order(bill_ids=[bill.pk], by=tenant).amount_fen == 24000_00


# Money that comes after the plan


@pytest.mark.covers("REF-11")
def test_money_that_comes_after_the_end_is_paid_too_and_no_pot_keeps_anything(days):
    """The tenant's second half-year, from 2 May 2027, arrives after all was paid: it is theirs."""
    lease = a_held_lease()
    on_its_way = a_paying_order(lease, kinds="second")
    case = a_return(lease)
    a_plan(case, deductions=())
    an_answer(case)
    bank_pays()
    assert status_of(case) == "closed"
    arrive(on_its_way)
    assert pots_of(lease)["rent"] == 24000_00
    jobs.sweep(timestamp=0)
    assert status_of(case) == "paying"
    assert portions_of(case)[1:] == [("tenant", "late", 0, 24000_00, 0, "due")]
    jobs.sweep(timestamp=0)
    bank_pays()
    assert status_of(case) == "closed"
    assert pots_of(lease) == EMPTY


@pytest.mark.covers("REF-11")
def test_late_rent_of_months_that_had_begun_is_the_enterprises(days):
    """Deposit paid, returned on 15 January 2027; the half-year from 2 November comes late: three months had begun."""
    lease = a_held_lease("deposit")
    on_its_way = a_paying_order(lease, kinds="first")
    days.be("2027-01-15")
    case = a_return(lease)
    plan = a_plan(case, deductions=())
    assert plan.rent_held_fen == 0
    an_answer(case)
    bank_pays()
    arrive(on_its_way)
    jobs.sweep(timestamp=0)
    assert [row[:4] for row in portions_of(case)[1:]] == [
        ("tenant", "late", 0, 12000_00),
        ("enterprise", "late", 0, 12000_00),
    ]


@pytest.mark.covers("REF-11")
def test_what_came_in_between_plan_and_answer_goes_to_the_tenant_with_it(days):
    lease = a_held_lease("deposit")
    on_its_way = a_paying_order(lease, kinds="first")
    case = a_return(lease)
    a_plan(case)
    arrive(on_its_way)
    an_answer(case)
    assert [row[:4] for row in portions_of(case)] == [
        ("tenant", "plan", 3000_00, 24000_00),
        ("enterprise", "plan", 1000_00, 0),
    ]


# Releases


@pytest.mark.covers("ENT-03", "ENT-07")
def test_while_a_release_is_under_way_nothing_is_proposed_or_given_back(days):
    """Three months' rent is with the bank from 3 November until the 9th; then only the other three are left."""
    lease = a_held_lease()
    an_account_of(lease)
    days.be("2026-11-03")
    run_releases(D("2026-11-03"))
    case = a_return(lease)
    assert refused(a_plan, case=case, deductions=()) == Refusal.MONEY_MOVING
    days.pass_to("2026-11-09")
    assert status_of(case) == "awaiting_plan"
    assert actions.refund_all(case_id=case.pk, by=CLOCK) is False
    bank_pays()
    hear_of_releases(timestamp=0)
    jobs.keep_deadlines(timestamp=0)
    assert status_of(case) == "paying"
    assert portions_of(case)[0][:4] == ("tenant", "plan", 4000_00, 12000_00)


@pytest.mark.covers("ENT-03", "REF-11")
def test_a_release_that_comes_back_after_the_end_is_paid_to_the_enterprise_again(days):
    lease = a_held_lease()
    an_account_of(lease)
    days.be("2026-11-03")
    run_releases(D("2026-11-03"))
    bank_pays()
    hear_of_releases(timestamp=0)
    case = a_return(lease)
    a_plan(case, deductions=())
    an_answer(case)
    bank_pays()
    assert status_of(case) == "closed"

    release = Payout.objects.get(purpose="release")
    credit = a_credit(amount="12000.00", code="", end_to_end_id=release.no)
    payments.give_payout_back(payout_no=release.no, credit_id=credit.pk, by=OUTSIDE)
    hear_of_releases(timestamp=0)
    jobs.sweep(timestamp=0)
    assert portions_of(case)[1:] == [("enterprise", "late", 0, 12000_00, 0, "due")]
    run_releases(D("2026-11-04"))
    bank_pays()
    assert status_of(case) == "closed"
    assert pots_of(lease) == EMPTY


@pytest.mark.parametrize(
    ("handed_back", "outside_fen"),
    [("2025-10-09", 10709_68), ("2025-11-20", 5200_00), ("2025-12-30", 0)],
)
def test_rent_released_for_days_nobody_lived_there_is_told_and_moves_nothing(
    days, handed_back, outside_fen
):
    """账户外应退 (rule A9.3): three months of 4,000 yuan were released on 1 October, the last of them to 30 December.

    Of the month in which one leaves it is 21 days of 31, or 9 of 30.
    """
    case = t_1_ends_early(days, on=handed_back)
    before = pots_of(case.lease)
    assert queries.owed_outside(case) == outside_fen
    assert pots_of(case.lease) == before
