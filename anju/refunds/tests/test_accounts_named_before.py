"""Who named an account before the lease ended is paid there without being asked. (BEY-14)"""

import pytest

from anju.refunds import actions, queries
from anju.refunds.jobs import pay
from anju.refunds.models import AdvanceAccount, Portion
from anju.refunds.tests.endings import (
    ACCOUNT,
    OTHER_ACCOUNT,
    a_held_lease,
    a_plan,
    a_return,
    refused,
)
from anju.tests.world import LI_SI, ZHANG_SAN, enterprise_of, tenant_of

pytestmark = pytest.mark.django_db


def named(lease, account=ACCOUNT, position=1):
    by = tenant_of(lease, position)
    return actions.name_account(
        lease_id=lease.pk, payee_account=account[0], payee_bank=account[1], by=by
    )


@pytest.mark.covers("BEY-14")
def test_a_plan_nobody_answered_is_paid_to_the_account_named_before(days):
    lease = a_held_lease()
    named(lease)
    case = a_return(lease, by=enterprise_of(lease))
    days.pass_to(case.plan_due_on.replace(day=case.plan_due_on.day + 1))
    pay(timestamp=0)

    [portion] = Portion.objects.all()
    assert (portion.payee_account, portion.payee_bank) == ACCOUNT
    assert portion.status == "paying", "nobody was asked"


@pytest.mark.covers("BEY-14")
def test_it_comes_before_what_the_enterprises_plan_names():
    lease = a_held_lease()
    named(lease)
    case = a_return(lease, by=enterprise_of(lease))
    plan = a_plan(case)

    assert queries.account_for(case, plan) == ACCOUNT
    assert queries.known_account(case) == ACCOUNT


def test_naming_the_same_twice_is_once_and_another_takes_its_place():
    lease = a_held_lease(tenants=(ZHANG_SAN, LI_SI))
    first = named(lease)

    assert named(lease) == first
    assert named(lease, OTHER_ACCOUNT) != first
    named(lease, ACCOUNT, position=2)
    case = a_return(lease, by=enterprise_of(lease))
    assert queries.known_account(case) == OTHER_ACCOUNT, "each tenant's is their own"
    assert AdvanceAccount.objects.count() == 3


def test_only_a_tenant_names_one_and_it_has_to_be_readable():
    lease, other = a_held_lease(), a_held_lease(tenants=(LI_SI,))
    wanted = {"payee_account": ACCOUNT[0], "payee_bank": ACCOUNT[1]}

    assert refused(actions.name_account, lease_id=lease.pk, by=tenant_of(other), **wanted) == (
        "not_a_party"
    )
    assert (
        refused(actions.name_account, lease_id=lease.pk, by=enterprise_of(lease), **wanted)
        == "not_a_party"
    )
    unreadable = wanted | {"payee_account": "卡号"}
    assert (
        refused(actions.name_account, lease_id=lease.pk, by=tenant_of(lease), **unreadable)
        == "account_unreadable"
    )
    assert (
        refused(
            actions.name_account,
            lease_id=lease.pk,
            by=tenant_of(lease),
            **(wanted | {"payee_bank": ""}),
        )
        == "account_missing"
    )
