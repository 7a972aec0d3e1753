"""The district authority orders a refund: one enters its paper, another checks it, the tenant is paid. (rule A9.4)"""

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from anju.core import clock
from anju.core import queries as core
from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.custody import actions as custody
from anju.custody import queries as held
from anju.custody.jobs import run_releases
from anju.custody.models import Hold
from anju.notices.models import Notice
from anju.payments.models import Payout
from anju.refunds import actions, jobs, queries
from anju.refunds.models import AuthorityOrder, Case, Portion
from anju.refunds.office_rules import OrderRefusal
from anju.refunds.rules import Opinion, Refusal
from anju.refunds.split import Parts
from anju.refunds.tests.endings import (
    ACCOUNT,
    APPROVER,
    CHECKS,
    EMPTY,
    ENTERS,
    OFFICER,
    OTHER_ACCOUNT,
    a_dispute,
    a_file,
    a_final,
    a_held_lease,
    a_plan,
    a_return,
    an_account_of,
    an_answer,
    an_authority_order,
    bank_pays,
    books_balance,
    payee_of,
    portions_of,
    pots_of,
    refused,
    status_of,
)
from anju.tests.together import together
from anju.tests.world import a_lease, enterprise_of, tenant_of

pytestmark = [pytest.mark.django_db, pytest.mark.covers("ENT-07")]
BOTH = OFFICER.__class__("zhao", "centre", ENTERS.may | CHECKS.may)
DOCUMENT = "依据朝阳区住房和城乡建设委员会文书朝住建函〔2026〕8号"


def approved(lease, **more) -> Case:
    order = an_authority_order(lease, **more)
    actions.approve_order(order_id=order.pk, by=CHECKS)
    return Case.objects.get(lease=lease)


def confirm_account(case: Case) -> None:
    portion = case.portions.get(side="tenant", status="account_wanted")
    actions.confirm_account(
        portion_id=portion.pk, payee_account=ACCOUNT[0], payee_bank=ACCOUNT[1], by=payee_of(case)
    )


def test_a_running_lease_ends_by_the_order_and_everything_goes_to_the_tenant(days):
    lease = a_held_lease()
    an_account_of(lease)
    case = approved(lease)

    assert (case.status, case.reason, case.registered_by) == ("paying", "authority_order", "centre")
    assert case.ended_on == case.returned_on == clock.today()
    assert portions_of(case) == [("tenant", "plan", 4000_00, 24000_00, 0, "due")]
    assert Hold.objects.get(lease=lease).reason == "ending"
    bank_pays()
    assert portions_of(case)[0][5] == "account_wanted"
    assert Notice.objects.filter(kind="payout_failed").count() == 1
    confirm_account(case)
    bank_pays()
    assert status_of(case) == "closed"
    assert pots_of(lease) == EMPTY
    assert books_balance()


def test_both_sides_are_told_by_which_paper_and_read_it_in_the_history(days):
    lease = a_held_lease()
    case = approved(lease)
    told = Notice.objects.filter(kind="refund_ordered")
    assert {(one.person_id is None, one.organisation_id is None) for one in told} == {
        (True, False),
        (False, True),
    }
    assert all(one.facts["to_tenant"] == "28,000.00" for one in told)
    assert all(one.facts["document_no"] == "朝住建函〔2026〕8号" for one in told)
    assert not Notice.objects.filter(kind__in=["plan_wanted", "all_given_back"]).exists()
    [registered, paid, *_] = queries.progress(case)
    assert (registered.label, registered.side) == ("登记交还住房（主管部门决定退款）", "资金中心")
    assert (paid.label, paid.side, paid.detail) == (
        "按主管部门决定退还承租人",
        "资金中心",
        DOCUMENT,
    )
    assert queries.current_plan(case).note == DOCUMENT


@pytest.mark.parametrize("stage", ["registered", "proposed", "reminded", "sent back"])
def test_an_open_plan_is_void(days, stage):
    lease = a_held_lease()
    case = a_return(lease)
    if stage != "registered":
        a_plan(case, payee=OTHER_ACCOUNT)
    if stage == "reminded":
        days.pass_to("2026-11-07")
        assert status_of(case) == "reminded"
    if stage == "sent back":
        an_answer(case, Opinion.SEND_BACK)
    approved(lease)

    assert status_of(case) == "paying"
    assert case.reason == "termination"
    assert [row[:4] for row in portions_of(case)] == [("tenant", "plan", 4000_00, 24000_00)]
    account = {"proposed": OTHER_ACCOUNT, "reminded": OTHER_ACCOUNT, "sent back": ACCOUNT}
    portion = case.portions.get()
    assert (portion.payee_account, portion.payee_bank) == account.get(stage, ("", ""))
    assert refused(a_plan, case=case) == "wrong_status"
    assert refused(an_answer, case=case) == "wrong_status"


def test_what_is_disputed_goes_with_it_only_where_the_paper_says_so(days):
    lease = a_held_lease()
    an_account_of(lease)
    case = a_dispute(lease, agreed="400.00")
    item = case.plans.get().items.get()
    actions.make_offer(item_id=item.pk, to_enterprise_fen=300_00, by=enterprise_of(lease))
    bank_pays()
    days.be("2027-10-28")
    code = refused(an_authority_order, lease=lease)
    assert code == OrderRefusal.ONLY_DISPUTED
    order = an_authority_order(lease, covers_disputed=True)
    assert queries.covered_by_order(order) == Parts(600_00, 0)
    actions.approve_order(order_id=order.pk, by=CHECKS)

    assert status_of(case) == "paying"
    assert portions_of(case)[2:] == [("tenant", "order", 600_00, 0, 30, "due")]
    assert not queries.standing_offers_in(case).exists()
    assert queries.case_file(case).decided_by == "order"
    bank_pays()
    assert status_of(case) == "closed"
    assert pots_of(lease) == EMPTY
    assert books_balance()


def test_no_order_overtakes_a_final_plan_that_waits_for_its_check(days):
    lease = a_held_lease()
    case = a_dispute(lease, agreed="0.00")
    order = an_authority_order(lease, covers_disputed=True)
    final = a_final(case, Parts(1000_00, 0), Parts())
    assert refused(actions.approve_order, order_id=order.pk, by=CHECKS) == Refusal.FINAL_PENDING
    other = a_held_lease()
    a_final(a_dispute(other, agreed="0.00"), Parts(1000_00, 0), Parts())
    code = refused(an_authority_order, lease=other, covers_disputed=True)
    assert code == Refusal.FINAL_PENDING
    assert len(portions_of(case)) == 1

    actions.reject_final(final_id=final.pk, because="以书面意见为准", by=APPROVER)
    actions.approve_order(order_id=order.pk, by=CHECKS)
    assert portions_of(case)[1:] == [("tenant", "order", 1000_00, 0, 0, "due")]


def test_an_order_comes_too_late_once_the_money_is_on_its_way(days):
    lease = a_held_lease()
    case = a_return(lease)
    order = an_authority_order(lease)
    a_plan(case)
    an_answer(case)
    assert refused(actions.approve_order, order_id=order.pk, by=CHECKS) == "wrong_status"
    order.refresh_from_db()
    assert (order.status, len(portions_of(case))) == ("proposed", 2)
    assert refused(an_authority_order, lease=lease) == "wrong_status"


def test_an_order_whose_case_was_cancelled_opens_a_new_one(days):
    lease = a_held_lease()
    first = a_return(lease)
    order = an_authority_order(lease)
    actions.cancel_case(case_id=first.pk, because="误登记", by=enterprise_of(lease))
    actions.approve_order(order_id=order.pk, by=CHECKS)
    assert status_of(first) == "cancelled"
    assert Case.objects.get(status="paying").reason == "authority_order"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"authority": " "}, OrderRefusal.ORDER_EMPTY),
        ({"document_no": ""}, OrderRefusal.ORDER_EMPTY),
        ({"reason": ""}, OrderRefusal.ORDER_EMPTY),
        ({"dated_on": date(2026, 11, 3)}, OrderRefusal.DATED_IN_FUTURE),
        ({"file_ids": []}, OrderRefusal.ORDER_NEEDS_FILE),
        ({"file_ids": [999_999]}, Refusal.ATTACHMENT_UNKNOWN),
        ({"by": CHECKS}, OrderRefusal.NOT_YOURS_TO_ENTER),
        ({"by": CLOCK}, OrderRefusal.NOT_YOURS_TO_ENTER),
    ],
)
def test_what_is_no_order_is_refused_and_nothing_is_kept(days, changes, code):
    lease = a_held_lease()
    assert refused(an_authority_order, lease=lease, **changes) == code
    assert not AuthorityOrder.objects.exists()


def test_a_file_of_somebody_else_and_a_lease_without_money_are_refused(days):
    lease = a_held_lease(kinds="deposit")
    theirs = [a_file(OFFICER)]
    assert refused(an_authority_order, lease=lease, file_ids=theirs) == Refusal.ATTACHMENT_UNKNOWN
    files = [a_file(ENTERS, f"{number}.png") for number in range(11)]
    assert refused(an_authority_order, lease=lease, file_ids=files) == Refusal.TOO_MANY_ATTACHMENTS
    assert refused(an_authority_order, lease=a_lease()) == Refusal.NOTHING_HELD
    case = approved(lease)
    bank_pays()
    confirm_account(case)
    bank_pays()
    assert status_of(case) == "closed"
    assert refused(an_authority_order, lease=lease) == "wrong_status"


def test_another_than_who_entered_it_has_to_check_it(days):
    lease = a_held_lease()
    order = an_authority_order(lease, by=BOTH)
    assert list(queries.orders_to_check(CHECKS)) == [order]
    assert not queries.orders_to_check(ENTERS) and not queries.orders_seen_by(OFFICER)
    for work, more in ((actions.approve_order, {}), (actions.reject_order, {"because": "x"})):
        assert refused(work, order_id=order.pk, by=BOTH, **more) == Refusal.SAME_PERSON
        code = refused(work, order_id=order.pk, by=ENTERS, **more)
        assert code == OrderRefusal.NOT_YOURS_TO_ENTER
    with pytest.raises(IntegrityError), transaction.atomic():
        AuthorityOrder.objects.filter(pk=order.pk).update(checked_name=BOTH.name)
    assert not Case.objects.exists()


def test_an_order_that_is_not_right_is_refused_with_a_reason_and_entered_anew(days):
    lease = a_held_lease()
    order = an_authority_order(lease)
    assert refused(an_authority_order, lease=lease) == OrderRefusal.ORDER_PENDING
    code = refused(actions.reject_order, order_id=order.pk, because=" ", by=CHECKS)
    assert code == Refusal.NO_REASON_GIVEN
    actions.reject_order(order_id=order.pk, because="文号不符", by=CHECKS)
    [event] = core.history_of(order)
    assert (event.move, event.because) == ("reject", "文号不符")
    assert refused(actions.approve_order, order_id=order.pk, by=CHECKS) == "wrong_status"
    assert not Case.objects.exists()
    assert approved(lease).status == "paying"


def test_twice_is_refused_and_pays_once(days):
    lease = a_held_lease()
    order = an_authority_order(lease)
    actions.approve_order(order_id=order.pk, by=CHECKS)
    assert refused(actions.approve_order, order_id=order.pk, by=CHECKS) == "wrong_status"
    assert Portion.objects.count() == 1


def test_nothing_is_decided_while_a_release_is_on_its_way(days):
    lease = a_held_lease()
    an_account_of(lease)
    order = an_authority_order(lease)
    days.be(clock.today() + timedelta(days=1))
    run_releases(clock.today())
    assert not held.holdings(lease.pk).is_at_rest
    assert refused(actions.approve_order, order_id=order.pk, by=CHECKS) == Refusal.MONEY_MOVING
    assert not Case.objects.exists() and not Hold.objects.exists()
    bank_pays()
    jobs.pay(timestamp=0)


def test_an_officer_who_stops_an_enterprise_does_not_stop_its_tenants(days):
    """An authority stops what the enterprise gets; a court stops everything. (rules A5.8, A8.6)"""
    lease = a_held_lease()
    notice = {"document_no": "1号", "note": "", "by": OFFICER, "enterprise_id": lease.enterprise_id}
    custody.hold_releases(reason="authority", **notice)
    case = a_return(lease)
    a_plan(case, payee=ACCOUNT)
    approved(lease)
    bank_pays()
    assert status_of(case) == "closed"


# At the same time


def at_once(*work):
    results = together(*work)
    return results, sum(isinstance(result, Refused) for result in results)


@pytest.mark.django_db(transaction=True)
def test_two_officers_approve_at_the_same_moment_and_it_is_paid_once(days):
    order = an_authority_order(a_held_lease())
    other = CHECKS.__class__("he.checks", "centre", CHECKS.may)
    _, refusals = at_once(
        *[partial(actions.approve_order, order_id=order.pk, by=by) for by in (CHECKS, other) * 2]
    )
    assert refusals == 3
    assert Case.objects.count() == Portion.objects.count() == 1
    assert books_balance()


@pytest.mark.django_db(transaction=True)
def test_two_officers_enter_an_order_for_one_lease_at_the_same_moment(days):
    lease = a_held_lease()
    files = [a_file(ENTERS)]
    _, refusals = at_once(*[partial(an_authority_order, lease, file_ids=files)] * 4)
    assert refusals == 3
    assert AuthorityOrder.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_order_is_approved_while_the_tenant_answers(days):
    lease = a_held_lease()
    an_account_of(lease)
    case = a_return(lease)
    a_plan(case)
    order = an_authority_order(lease)
    (approval, _), refusals = at_once(
        partial(actions.approve_order, order_id=order.pk, by=CHECKS),
        partial(an_answer, Case.objects.get()),
    )
    assert refusals == 1
    by_order = not isinstance(approval, Refused)
    assert status_of(case) == "paying"
    deposits = {row[0]: row[2] for row in portions_of(case)}
    assert (
        deposits == {"tenant": 4000_00} if by_order else {"tenant": 3000_00, "enterprise": 1000_00}
    )
    bank_pays()
    assert books_balance()


@pytest.mark.django_db(transaction=True)
def test_an_order_is_approved_while_the_clock_accepts_by_silence(days):
    lease = a_held_lease()
    an_account_of(lease)
    case = a_return(lease)
    a_plan(case, payee=ACCOUNT)
    order = an_authority_order(lease)
    days.pass_to("2026-11-10")
    days.be("2026-11-11", hour=0)
    (approval, silence), _ = at_once(
        partial(actions.approve_order, order_id=order.pk, by=CHECKS),
        partial(actions.accept_by_silence, case_id=case.pk, by=CLOCK),
    )
    assert isinstance(approval, Refused) == silence
    assert sum(row[2] for row in portions_of(case)) == 4000_00
    bank_pays()
    assert status_of(case) == "closed"
    assert pots_of(lease) == EMPTY
    assert Payout.objects.count() == (2 if silence else 1)


@pytest.mark.django_db(transaction=True)
def test_an_order_is_approved_while_the_tenant_registers_the_return(days):
    lease = a_held_lease()
    order = an_authority_order(lease)
    (approval, _), _ = at_once(
        partial(actions.approve_order, order_id=order.pk, by=CHECKS),
        partial(a_return, lease, by=tenant_of(lease)),
    )
    if isinstance(approval, Refused):
        actions.approve_order(order_id=order.pk, by=CHECKS)
    assert Case.objects.get().status == "paying"
    assert Portion.objects.count() == 1
