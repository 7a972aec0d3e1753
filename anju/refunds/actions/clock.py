"""What happens when nobody acts: a job asks for each; where somebody was faster nothing happens."""

from datetime import date

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.custody import actions as custody
from anju.custody import queries as held
from anju.refunds import queries
from anju.refunds.actions import telling
from anju.refunds.actions.carrying_out import (
    carry_out,
    close_if_done,
    give_all_back,
    make_portions,
    said,
)
from anju.refunds.actions.deadlines import final_deadline_after_reminder
from anju.refunds.models import Case
from anju.refunds.rules import Because, PortionSource, Status


def _is_over(day: date | None) -> bool:
    """A last day is over at midnight. (rule D1.3)"""
    return day is not None and day < clock.today()


@action
def refund_all(*, case_id: int, by: Actor) -> bool:
    """The enterprise has not proposed within its three working days: everything goes to the tenant. (ENT-07)

    Waits while a release is on its way or money is just coming in, so that nothing is left out.
    """
    case: Case = lock(Case, pk=case_id)
    if case.status != Status.AWAITING_PLAN or not _is_over(case.plan_due_on):
        return False
    if not held.holdings(case.lease_id).is_at_rest:
        return False
    because = said(Because.SILENT_ENTERPRISE, day=case.plan_due_on)
    plan = give_all_back(case, "refund_all", because=because, by=by)
    telling.all_given_back(case, plan, by=by)
    return True


@action
def remind(*, case_id: int, by: Actor) -> bool:
    """The tenant has not answered within three working days: a reminder, and three more. (REF-03)"""
    case: Case = lock(Case, pk=case_id)
    if case.status != Status.AWAITING_ANSWER or not _is_over(case.answer_due_on):
        return False
    move(case, "remind", by=by, **final_deadline_after_reminder(case))
    telling.reminded(case, by=by)
    return True


@action
def warn(*, case_id: int, by: Actor) -> bool:
    """One day before silence counts as consent, the tenant is told once more."""
    case: Case = lock(Case, pk=case_id)
    if case.status != Status.REMINDED or case.warned_at is not None or case.final_due_on is None:
        return False
    if clock.today() < case.final_due_on - queries.warned_before():
        return False
    case.warned_at = clock.now()
    case.save(update_fields=["warned_at"])
    telling.warned(case, by=by)
    return True


@action
def accept_by_silence(*, case_id: int, by: Actor) -> bool:
    """The tenant has not answered at all: the plan is carried out as proposed. (REF-03, rule A7.5)"""
    case: Case = lock(Case, pk=case_id)
    if case.status != Status.REMINDED or not _is_over(case.final_due_on):
        return False
    if not held.holdings(case.lease_id).is_at_rest:
        return False
    plan = queries.plan_before_tenant(case)
    move(
        case, "accept_by_silence", by=by, because=said(Because.SILENT_TENANT, day=case.final_due_on)
    )
    telling.accepted_by_silence(case, plan, by=by)
    carry_out(case, plan, None, by=by)
    close_if_done(case, by=by)
    return True


@action
def escalate(*, case_id: int, by: Actor) -> bool:
    """The enterprise has not made a new plan within three working days: the association is on it now. (rule A7.15)"""
    case: Case = lock(Case, pk=case_id)
    is_due = case.status == Status.SENT_BACK and _is_over(case.plan_due_on)
    if not is_due or case.escalated_at is not None:
        return False
    case.escalated_at = clock.now()
    case.save(update_fields=["escalated_at"])
    telling.escalated(case, by=by)
    return True


@action
def alert_of_overdue_plan(*, case_id: int, by: Actor) -> bool:
    """A new plan is 1, 5 or 7 days overdue: the association is told of each, the enterprise again. (rule A13.2)

    After a standstill only the last one reached is told.
    """
    case: Case = lock(Case, pk=case_id)
    if case.status != Status.SENT_BACK or case.escalated_at is None:
        return False
    days = queries.overdue_alert(queries.overdue_days(case))
    if days <= case.alerted_days:
        return False
    case.alerted_days = days
    case.save(update_fields=["alerted_days"])
    telling.overdue(case, days, by=by)
    return True


@action
def remind_of_award(*, case_id: int, by: Actor) -> bool:
    """Every ninety days the tenant is reminded that the award or judgment has to be handed in. (rule A8.5)"""
    case: Case = lock(Case, pk=case_id)
    if case.status not in (Status.ARBITRATION, Status.LITIGATION):
        return False
    if case.remind_on is None or clock.today() < case.remind_on:
        return False
    case.remind_on = clock.today() + queries.dispute_reminder()
    case.save(update_fields=["remind_on"])
    telling.award_awaited(case, by=by)
    return True


@action
def pay_late_money(*, case_id: int, by: Actor) -> bool:
    """Money that came in after the plan was carried out is paid too, so that nothing stays behind.

    Rent whose month had begun by the return, and a release that came back, is the enterprise's, as the schedule of
    releases has it; everything else is the tenant's.
    """
    case: Case = lock(Case, pk=case_id)
    holdings = held.holdings(case.lease_id)
    if case.status in queries.BEFORE_CARRYING_OUT or not holdings.is_at_rest or not holdings.lots:
        return False
    split, interest = queries.split_of_late_money(case, holdings.lots)
    custody.end_lots(
        lease_id=case.lease_id, lot_ids=holdings.lot_ids, because=said(Because.LATE_MONEY), by=by
    )
    if case.status == Status.CLOSED:
        move(case, "reopen", by=by, because=said(Because.LATE_MONEY), closed_at=None)
    account, account_bank = queries.known_account(case)
    make_portions(
        case,
        split,
        interest,
        PortionSource.LATE,
        account=account,
        account_bank=account_bank,
    )
    return True
