"""Deadlines as columns of a case: the last day, whence it counts, whether a calendar may still move it. (D1)"""

from datetime import date, timedelta
from typing import Any

from anju.core import clock
from anju.core.actors import Actor
from anju.core.calendar import Deadline, add_workdays
from anju.core.db import action, lock
from anju.parameters import queries as parameters
from anju.refunds.models import Case
from anju.refunds.rules import BEFORE_TENANT, Status

PLAN, ANSWER, FINAL = "refund.plan_workdays", "refund.answer_workdays", "refund.final_workdays"
"""Read as they stood on the day from which the period counts, so that none changes once it runs. (rule D1.7)"""


def yesterday() -> date:
    return clock.today() - timedelta(days=1)


def plan_deadline(from_on: date) -> dict[str, Any]:
    """By when the enterprise has to propose, or to propose anew."""
    due = add_workdays(from_on, parameters.number(PLAN, from_on))
    return {
        "plan_due_from": from_on,
        "plan_due_on": due.on,
        "provisional": due.provisional,
        "deadlines_at": clock.now(),
        "escalated_at": None,
        "alerted_days": 0,
    }


def answer_deadlines(from_on: date) -> dict[str, Any]:
    """By when the tenant has to answer, and by when at the latest."""
    periods = parameters.numbers((ANSWER, FINAL), from_on)
    first = add_workdays(from_on, periods[ANSWER])
    last = add_workdays(first.on, periods[FINAL])
    return {
        "answer_due_from": from_on,
        "answer_due_on": first.on,
        "final_due_from": first.on,
        "final_due_on": last.on,
        "provisional": first.provisional or last.provisional,
        "deadlines_at": clock.now(),
        "warned_at": None,
    }


def final_deadline_after_reminder(case: Case) -> dict[str, Any]:
    """Where the reminder went out late, the three more working days count from it; never fewer than were told."""
    if case.final_due_from is None or case.final_due_on is None:
        return {}
    from_on = max(case.final_due_from, yesterday())
    last = add_workdays(from_on, parameters.number(FINAL, case.answer_due_from))
    return {"final_due_from": from_on, "final_due_on": max(case.final_due_on, last.on)}


@action
def compute_deadlines_again(*, case_id: int, by: Actor) -> bool:
    """A calendar was entered after this case's deadlines were computed: do it again, never to an earlier day. (D1.7)

    Returns whether a day has moved.
    """
    case = lock(Case, pk=case_id)
    before = (case.plan_due_on, case.answer_due_on, case.final_due_on)
    if case.status in (Status.AWAITING_PLAN, Status.SENT_BACK):
        period = parameters.number(PLAN, case.plan_due_from)
        due = add_workdays(case.plan_due_from, period)
        case.plan_due_on = max(case.plan_due_on, due.on)
        case.provisional = due.provisional
    elif case.status in BEFORE_TENANT:
        periods = parameters.numbers((ANSWER, FINAL), case.answer_due_from)
        first = add_workdays(case.answer_due_from, periods[ANSWER])
        if case.status == Status.AWAITING_ANSWER:
            case.answer_due_on = max(case.answer_due_on, first.on)
        case.final_due_from = max(case.final_due_from, case.answer_due_on)
        last = add_workdays(case.final_due_from, periods[FINAL])
        case.final_due_on = max(case.final_due_on, last.on)
        case.provisional = _is_provisional(case, first, last)
    case.deadlines_at = clock.now()
    case.save(
        update_fields=[
            "plan_due_on",
            "answer_due_on",
            "final_due_from",
            "final_due_on",
            "provisional",
            "deadlines_at",
        ]
    )
    return before != (case.plan_due_on, case.answer_due_on, case.final_due_on)


def _is_provisional(case: Case, first: Deadline, last: Deadline) -> bool:
    return last.provisional or (case.status == Status.AWAITING_ANSWER and first.provisional)
