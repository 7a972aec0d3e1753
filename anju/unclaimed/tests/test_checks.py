"""Before a lease ends its tenants say how they are reached and where they are paid. (BEY-14)"""

from datetime import timedelta

import pytest

from anju.core import clock
from anju.core.actors import CLOCK
from anju.notices.models import Notice
from anju.refunds import queries as refunds
from anju.refunds.tests.endings import ACCOUNT, a_held_lease, a_return, refused
from anju.tests.world import LI_SI, a_lease, enterprise_of, tenant_of
from anju.unclaimed import actions, jobs, queries
from anju.unclaimed.models import ContactCheck

pytestmark = pytest.mark.django_db
SAID = {"phone_is_right": True, "payee_account": ACCOUNT[0], "payee_bank": ACCOUNT[1]}


def a_month_before(days, lease) -> None:
    days.be(lease.ends_on - timedelta(days=29))


@pytest.mark.covers("BEY-14")
def test_thirty_days_before_the_end_each_tenant_is_asked_once(days):
    lease = a_held_lease(months=6)
    a_lease(months=6, tenants=(LI_SI,))  # nothing in custody: nothing to refund
    days.be(lease.ends_on - timedelta(days=31))
    assert actions.ask_for_checks(day=clock.today(), by=CLOCK) == 0

    a_month_before(days, lease)
    report = jobs.ask_tenants(clock.today() - timedelta(days=1))
    again = jobs.ask_tenants(clock.today() - timedelta(days=1))

    assert (report["asked"], again["asked"]) == (1, 0)
    assert queries.checks_to_answer(tenant_of(lease)).get().lease_id == lease.pk
    assert Notice.objects.filter(kind="contact_check_asked").count() == 1


@pytest.mark.covers("BEY-14")
def test_what_a_tenant_says_is_where_the_refund_goes(days):
    lease = a_held_lease(months=6)
    a_month_before(days, lease)
    actions.ask_for_checks(day=clock.today(), by=CLOCK)
    tenant, check = tenant_of(lease), ContactCheck.objects.get()

    actions.answer_check(check_id=check.pk, by=tenant, **SAID)
    actions.answer_check(check_id=check.pk, by=tenant, **SAID)

    check.refresh_from_db()
    assert (check.status, check.phone_is_right) == ("done", True)
    assert not queries.checks_to_answer(tenant).exists()
    case = a_return(lease, by=enterprise_of(lease))
    assert refunds.known_account(case) == ACCOUNT


def test_a_wrong_phone_needs_another_way_and_a_stranger_is_refused(days):
    lease, other = a_held_lease(months=6), a_held_lease(months=6, tenants=(LI_SI,))
    a_month_before(days, lease)
    actions.ask_for_checks(day=clock.today(), by=CLOCK)
    check = ContactCheck.objects.get(lease=lease)

    wrong = SAID | {"phone_is_right": False}
    assert (
        refused(actions.answer_check, check_id=check.pk, by=tenant_of(lease), **wrong)
        == "contact_missing"
    )
    assert (
        refused(actions.answer_check, check_id=check.pk, by=tenant_of(other), **SAID) == "not_yours"
    )
    actions.answer_check(
        check_id=check.pk, by=tenant_of(lease), other_contact="zhangsan@example.com", **wrong
    )
    check.refresh_from_db()
    assert check.other_contact == "zhangsan@example.com"


def test_a_check_nobody_answered_goes_with_the_lease(days):
    lease = a_held_lease(months=6)
    a_month_before(days, lease)
    actions.ask_for_checks(day=clock.today(), by=CLOCK)
    days.be(lease.ends_on + timedelta(days=1))

    assert actions.lapse_checks(day=clock.today(), by=CLOCK) == 1
    assert not queries.checks_to_answer(tenant_of(lease)).exists()
