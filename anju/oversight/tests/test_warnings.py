"""Figures are counted at night, a serious one proposes to hold releases, a person decides. (BEY-10)"""

from datetime import timedelta

import pytest
from django.db import transaction

from anju.contracts.models import Bill
from anju.core import clock
from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.custody import actions as holds
from anju.custody import queries as custody
from anju.custody.models import Hold
from anju.notices.models import Notice
from anju.oversight import actions, queries
from anju.oversight.models import DueBill, EarlyWarning, Finding, Indicator
from anju.oversight.tests.worrying import (
    KEEPER,
    a_warning,
    answerer,
    assessed,
    late_leases,
    yesterday,
)
from anju.people.models import Organisation
from anju.refunds.tests.endings import a_held_lease, a_return, pay
from anju.tests.world import a_lease, enterprise_of

pytestmark = pytest.mark.django_db
WRITTEN = {"document_no": "资金中心风险处置〔2026〕1号", "because": "五份合同迟缴押金"}


def refused(work, **arguments) -> str:
    with pytest.raises(Refused) as refusal, transaction.atomic():
        work(**arguments)
    assert refusal.value.message
    return str(refusal.value.code.value)


def is_held(warning) -> bool:
    return custody.in_force().filter(enterprise=warning.enterprise_id).exists()


@pytest.mark.covers("BEY-10")
def test_late_custody_is_found_lease_by_lease_and_opens_a_warning():
    leases = late_leases(5)
    pay(leases[0], "deposit first")

    assert assessed()["opened"] == 1

    warning = EarlyWarning.objects.get()
    assert (warning.status, warning.level) == ("open", 1)
    figure = Indicator.objects.get(code="late_custody")
    assert (figure.value, figure.of, figure.percent, figure.days) == (4, 5, 80, 19)
    assert figure.level == 1  # four are fewer than five
    assert {one.lease_id for one in Finding.objects.filter(code="late_custody")} == {
        lease.pk for lease in leases[1:]
    }
    assert figure.amount_fen == 4 * (4000_00 + 24000_00)


@pytest.mark.covers("BEY-10")
def test_the_same_night_twice_says_the_same_once():
    late_leases(5)

    assessed()
    again = assessed()

    assert again["opened"] == 0
    assert EarlyWarning.objects.count() == 1
    assert Indicator.objects.filter(code="late_custody").count() == 1
    assert Notice.objects.filter(kind="warning_opened").count() == 1


@pytest.mark.covers("BEY-10")
def test_a_confirmed_warning_holds_every_release_of_the_enterprise_and_lifting_lets_them_go():
    warning = a_warning()

    actions.confirm_warning(warning_id=warning.pk, by=KEEPER, **WRITTEN)
    actions.confirm_warning(warning_id=warning.pk, by=KEEPER, **WRITTEN)

    assert Hold.objects.get().document_no == WRITTEN["document_no"]
    assert is_held(warning)
    told = Notice.objects.get(kind="warning_confirmed")
    assert told.organisation_id == warning.enterprise_id

    actions.lift_warning(warning_id=warning.pk, because="已补缴", by=KEEPER)
    actions.lift_warning(warning_id=warning.pk, because="已补缴", by=KEEPER)

    assert not is_held(warning)
    warning.refresh_from_db()
    assert warning.status == "lifted"


@pytest.mark.covers("BEY-10")
def test_when_what_it_was_about_is_over_lifting_is_proposed_and_comes_back_when_it_does():
    warning = a_warning()
    actions.confirm_warning(warning_id=warning.pk, by=KEEPER, **WRITTEN)
    leases = [one.lease for one in Finding.objects.all()]
    for lease in leases[:3]:
        pay(lease, "deposit first")

    assert assessed()["propose_lifting"] == 1
    warning.refresh_from_db()
    assert (warning.status, warning.level) == ("lifting", 0)
    assert is_held(warning), "a person lifts it"

    late_leases(5)
    assert assessed()["relapse"] == 1


def test_a_dismissed_warning_stays_so_until_it_gets_worse():
    warning = a_warning(4)
    assert warning.level == 1
    actions.dismiss_warning(warning_id=warning.pk, because="企业已说明", by=KEEPER)

    assert assessed()["reopen"] == 0
    late_leases(3)
    assert assessed()["reopen"] == 1
    warning.refresh_from_db()
    assert (warning.status, warning.level) == ("open", 2)


def test_only_a_serious_warning_can_hold_releases():
    warning = a_warning(4)

    assert refused(actions.confirm_warning, warning_id=warning.pk, by=KEEPER, **WRITTEN) == (
        "not_serious"
    )
    assert not Hold.objects.exists()


def test_a_hold_that_was_lifted_elsewhere_ends_its_warning():
    warning = a_warning()
    actions.confirm_warning(warning_id=warning.pk, by=KEEPER, **WRITTEN)
    holds.lift_hold(hold_id=Hold.objects.get().pk, because="法院裁定", by=KEEPER)

    done = assessed()

    assert (done["lift"], done["opened"]) == (1, 1), "and the figures open another"


def test_a_warning_whose_cause_is_gone_ends_by_itself():
    warning = a_warning()
    for lease in [one.lease for one in Finding.objects.all()]:
        pay(lease, "deposit first")

    assert assessed()["end"] == 1
    warning.refresh_from_db()
    assert warning.status == "over"
    assert not Finding.objects.exists()


@pytest.mark.covers("BEY-10")
def test_an_overdue_plan_is_serious_from_the_seventh_day_on():
    lease = a_held_lease()
    case = a_return(lease, by=enterprise_of(lease))
    day = case.plan_due_on

    assessed(day + timedelta(days=6))
    assert Indicator.objects.get(code="overdue_refunds").level == 1
    assessed(day + timedelta(days=7))
    newest = Indicator.objects.filter(code="overdue_refunds").latest("day")
    assert (newest.level, newest.days) == (2, 7)
    [row] = queries.overdue_refunds(least_days=7)
    assert (row.lease_id, row.enterprise_id) == (lease.pk, lease.enterprise_id)
    assert not queries.overdue_refunds(district="110108").exists()


@pytest.mark.covers("BEY-10")
def test_an_instalment_of_a_year_is_an_over_long_prepayment():
    long, usual = a_lease(each=12), a_lease(each=6)

    assessed(clock.today())

    found = Finding.objects.get(code="long_prepayment")
    assert found.lease_id == long.pk != usual.pk
    figure = Indicator.objects.get(code="long_prepayment")
    assert (figure.value, figure.of, figure.level) == (1, 2, 1)


@pytest.mark.covers("BEY-10")
def test_fewer_leases_than_three_months_ago_are_falling_occupancy():
    today = clock.today()
    for _ in range(10):
        a_lease(starts_on=today - timedelta(days=120), months=3)
    late = a_lease(starts_on=today - timedelta(days=120), months=12)

    assessed()

    figure = Indicator.objects.get(code="falling_occupancy")
    assert (figure.value, figure.of, figure.level) == (10, 11, 2)
    assert Finding.objects.filter(code="falling_occupancy").count() == 10
    assert not Finding.objects.filter(code="falling_occupancy", lease=late).exists()


@pytest.mark.covers("BEY-10")
def test_the_enterprise_states_its_side_and_a_person_answers():
    warning = a_warning()
    other = Organisation.objects.create(
        name="其他企业", uscc="91110108MA01A2B3X9", is_enterprise=True, created_at=clock.now()
    )
    stranger = answerer(warning).__class__("x", "enterprise", organisation_id=other.pk)
    text = "五份合同的押金已于昨日转账"

    assert (
        refused(actions.answer_warning, warning_id=warning.pk, text=text, by=stranger)
        == "not_yours"
    )
    assert (
        refused(actions.answer_warning, warning_id=warning.pk, text=" ", by=answerer(warning))
        == "reason_missing"
    )
    assert (
        refused(
            actions.answer_warning, warning_id=warning.pk, text="长" * 1001, by=answerer(warning)
        )
        == "answer_too_long"
    )
    answer = actions.answer_warning(warning_id=warning.pk, text=text, by=answerer(warning))
    assert actions.answer_warning(warning_id=warning.pk, text=text, by=answerer(warning)) == answer
    assert queries.warnings_found(KEEPER).get().has_answer

    actions.reply_to_answer(answer_id=answer.pk, reply="已核实，请尽快到账", by=KEEPER)
    assert (
        refused(actions.reply_to_answer, answer_id=answer.pk, reply="另一个答复", by=KEEPER)
        == "answered_already"
    )
    assert Notice.objects.filter(kind="warning_replied").count() == 1
    assert not queries.warnings_found(KEEPER).get().has_answer

    for lease in [one.lease for one in Finding.objects.all()]:
        pay(lease, "deposit first")
    assessed()
    assert (
        refused(actions.answer_warning, warning_id=warning.pk, text="再说明", by=answerer(warning))
        == "no_longer_current"
    )


def test_who_sees_which_warning():
    warning = a_warning()

    assert queries.warnings_seen_by(KEEPER).get() == warning
    assert queries.warnings_seen_by(answerer(warning)).get() == warning
    assert not queries.warnings_seen_by(CLOCK).exists()
    assert queries.to_decide(KEEPER).count() == 1
    assert next(f.code for f in queries.figures_of(warning)) == "late_custody"


@pytest.mark.covers("BEY-10")
def test_bills_that_are_due_are_followed_from_night_to_night_and_not_looked_for_among_all():
    """Paid ones leave the list; what is written late, or falls due, comes into it; all of it says the same."""
    paid, owing = late_leases(2)
    coming = a_lease(starts_on=clock.today() + timedelta(days=5))
    assessed()
    assert watched() == unpaid_before(yesterday()) != set()
    assert not watched() & set(coming.bills.values_list("pk", flat=True))

    pay(paid, "deposit first")
    [late] = late_leases(1, days_late=40)
    assessed(clock.today())
    assert watched() == unpaid_before(clock.today())
    assert watched() >= set(
        late.bills.filter(due_on__lt=clock.today()).values_list("pk", flat=True)
    )
    assert {one.lease_id for one in Finding.objects.filter(code="late_custody")} == {
        owing.pk,
        late.pk,
    }
    for days in (1, 40, 500):
        assessed(clock.today() + timedelta(days=days))
        assert watched() == unpaid_before(clock.today() + timedelta(days=days)), days


def watched() -> set[int]:
    return set(DueBill.objects.values_list("pk", flat=True))


def unpaid_before(day) -> set[int]:
    """As every bill says."""
    is_paid = {"lines__holds": True, "lines__order__status__in": ("paid", "in_custody")}
    due = Bill.objects.filter(due_on__lt=day, withdrawn_at=None)
    paid = Bill.objects.filter(**is_paid).values_list("pk", flat=True)
    return set(due.values_list("pk", flat=True)) - set(paid)
