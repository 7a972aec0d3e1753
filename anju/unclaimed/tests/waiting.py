"""Money that waits for its owner, made of actions."""

from datetime import timedelta

from anju.core import clock
from anju.core.actors import CLOCK, Actor
from anju.refunds import actions as refunds
from anju.refunds.jobs import pay
from anju.refunds.models import Portion
from anju.refunds.tests.endings import Days, a_held_lease, a_return
from anju.tests.world import enterprise_of, tenant_of
from anju.unclaimed import actions, jobs
from anju.unclaimed.models import ContactCheck, UnclaimedMoney

KEEPER = Actor("cen.shu", "centre", frozenset({"unclaimed.keep"}))


def a_waiting_refund(days: Days, **terms) -> Portion:
    """The enterprise was silent, everything is the tenant's, and nobody has said to which account."""
    lease = a_held_lease(**terms)
    case = a_return(lease, by=enterprise_of(lease))
    days.be(case.plan_due_on + timedelta(days=1))
    refunds.refund_all(case_id=case.pk, by=CLOCK)
    pay(timestamp=0)
    return Portion.objects.get(case=case)


def a_refund_without_account(**terms) -> Portion:
    """A filing was revoked, both say so; nobody has said to which account the refund goes."""
    lease = a_held_lease(**terms)
    case = a_return(lease, by=enterprise_of(lease), reason="filing_revoked")
    refunds.confirm_return(case_id=case.pk, by=tenant_of(lease))
    portion = Portion.objects.get(case=case)
    refunds.instruct_portion(portion_id=portion.pk, by=CLOCK)
    return portion


def money_that_waits(**terms) -> UnclaimedMoney:
    """Such a refund as it stands in the register, looked at in some weeks."""
    portion = a_refund_without_account(**terms)
    actions.register(day=clock.today() + timedelta(days=40), by=CLOCK)
    return UnclaimedMoney.objects.get(kind="refund", source_id=portion.pk)


def nights(days: Days, count: int) -> None:
    """So many days pass; each night the register is kept."""
    for _ in range(count):
        days.be(clock.today() + timedelta(days=1))
        jobs.keep_register(clock.today() - timedelta(days=1))


def registered(days: Days, **terms) -> UnclaimedMoney:
    portion = a_waiting_refund(days, **terms)
    days.be(clock.today() + timedelta(days=35))
    jobs.keep_register(clock.today() - timedelta(days=1))
    return UnclaimedMoney.objects.get(source_id=portion.pk)


def a_check_asked(**terms) -> ContactCheck:
    """A lease of a month, whose tenant is asked how to be reached and paid."""
    lease = a_held_lease(kinds="deposit", months=1, each=1, **terms)
    actions.ask_for_checks(day=clock.today(), by=CLOCK)
    return ContactCheck.objects.get(lease=lease)
