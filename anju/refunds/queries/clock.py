"""Who must act, by when, and what silence does; and for which cases the clock has something to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Q, QuerySet

from anju.core import calendar, clock
from anju.core import queries as core
from anju.core.actors import CLOCK
from anju.parameters import queries as parameters
from anju.refunds.models import Case
from anju.refunds.rules import (
    PortionStatus,
    Reason,
    Side,
    Silence,
    Status,
)


@dataclass(frozen=True)
class Countdown:
    """What both sides see alike: who must act, by which day, what silence will do. (BEY-01)

    `by_on` is the last day, until midnight; None where no time is set. A provisional day may still move, because the
    calendar of its year is not official yet; never to an earlier one.
    """

    who: Side | None
    by_on: date | None
    silence: str
    provisional: bool = False
    final_on: date | None = None

    @property
    def days_left(self) -> int | None:
        """Days from today to the last one, which is 0 on that day; negative when it is over."""
        return None if self.by_on is None else (self.by_on - clock.today()).days


def countdown(case: Case) -> Countdown:
    """Whose turn it is in a case."""
    status = Status(case.status)
    if status == Status.AWAITING_PLAN and case.reason == Reason.FILING_REVOKED:
        return Countdown(
            _who_confirms(case), case.plan_due_on, str(Silence.NO_PLAN.label), case.provisional
        )
    if status == Status.AWAITING_PLAN:
        return Countdown(
            Side.ENTERPRISE, case.plan_due_on, str(Silence.NO_PLAN.label), case.provisional
        )
    if status == Status.AWAITING_ANSWER:
        return Countdown(
            Side.TENANT,
            case.answer_due_on,
            str(Silence.NO_ANSWER.label),
            case.provisional,
            case.final_due_on,
        )
    if status == Status.REMINDED:
        return Countdown(
            Side.TENANT,
            case.final_due_on,
            str(Silence.NO_FINAL_ANSWER.label),
            case.provisional,
            case.final_due_on,
        )
    if status == Status.SENT_BACK:
        silence = Silence.STILL_NO_NEW_PLAN if case.escalated_at else Silence.NO_NEW_PLAN
        return Countdown(Side.ENTERPRISE, case.plan_due_on, str(silence.label), case.provisional)
    if status == Status.MEDIATION:
        return Countdown(Side.ASSOCIATION, None, str(Silence.NO_RESULT.label))
    if status in (Status.ARBITRATION, Status.LITIGATION):
        return Countdown(Side.TENANT, None, str(Silence.NO_AWARD.label))
    return _countdown_of_payment(case)


def _who_confirms(case: Case) -> Side:
    return Side.ENTERPRISE if case.registered_by == Side.TENANT else Side.TENANT


def _countdown_of_payment(case: Case) -> Countdown:
    every = sorted(case.portions.all(), key=lambda portion: portion.pk)
    waiting = [portion for portion in every if portion.status != PortionStatus.PAID]
    for portion in waiting:
        if portion.status == PortionStatus.ACCOUNT_WANTED:
            return Countdown(Side(portion.side), None, str(Silence.NO_ACCOUNT.label))
        if portion.status == PortionStatus.NAME_REVIEW:
            return Countdown(Side.ASSOCIATION, None, str(Silence.NAME_UNDER_REVIEW.label))
    if any(portion.status == PortionStatus.DUE for portion in waiting):
        return Countdown(None, None, str(Silence.TO_BE_PAID.label))
    if waiting:
        return Countdown(None, None, str(Silence.ON_ITS_WAY.label))
    return Countdown(None, None, str(Silence.NOTHING.label))


def _ids(cases: QuerySet[Case]) -> list[int]:
    return list(cases.order_by("pk").values_list("pk", flat=True)[:5000])


def warned_before() -> timedelta:
    """How long before silence counts as consent the tenant is told once more."""
    return timedelta(days=parameters.number("refund.warned_before_days"))


def dispute_reminder() -> timedelta:
    """How often who has to hand in an award is reminded of it. (rule A8.5)"""
    return timedelta(days=parameters.number("refund.dispute_reminder_days"))


def cases_to_refund() -> list[int]:
    today = clock.today()
    return _ids(Case.objects.filter(status=Status.AWAITING_PLAN, plan_due_on__lt=today))


def cases_to_remind() -> list[int]:
    today = clock.today()
    return _ids(Case.objects.filter(status=Status.AWAITING_ANSWER, answer_due_on__lt=today))


def cases_to_warn() -> list[int]:
    soon = clock.today() + warned_before()
    return _ids(
        Case.objects.filter(status=Status.REMINDED, warned_at__isnull=True, final_due_on__lte=soon)
    )


def cases_to_accept() -> list[int]:
    today = clock.today()
    return _ids(Case.objects.filter(status=Status.REMINDED, final_due_on__lt=today))


def cases_to_escalate() -> list[int]:
    today = clock.today()
    return _ids(
        Case.objects.filter(
            status=Status.SENT_BACK, escalated_at__isnull=True, plan_due_on__lt=today
        )
    )


def cases_to_alert() -> list[int]:
    """A new plan is overdue for more days than the last alert told."""
    today, is_reached = clock.today(), Q()
    for days in parameters.days("refund.overdue_alert_days"):
        is_reached |= Q(plan_due_on__lte=today - timedelta(days=days), alerted_days__lt=days)
    return _ids(
        Case.objects.filter(is_reached, status=Status.SENT_BACK, escalated_at__isnull=False)
    )


def awards_to_ask_for() -> list[int]:
    in_court = (Status.ARBITRATION, Status.LITIGATION)
    return _ids(Case.objects.filter(status__in=in_court, remind_on__lte=clock.today()))


def cases_to_compute_again() -> list[int]:
    """Those whose deadlines were computed before a calendar was entered. (rule D1.7)"""
    entered_at = calendar.entered_at()
    running = (
        Status.AWAITING_PLAN,
        Status.AWAITING_ANSWER,
        Status.REMINDED,
        Status.SENT_BACK,
    )
    if entered_at is None:
        return []
    return _ids(Case.objects.filter(status__in=running, deadlines_at__lt=entered_at))


def leases_to_end(since: date) -> list[int]:
    """Leases whose last day is over since a day, of which money is held, and whose end nobody registered. (A7.4)

    Not those whose deposit is about to go over into the lease that renews them. (rule A9.2)
    """
    return _column(
        """
        SELECT lease.id FROM contracts_lease AS lease
        WHERE lease.ends_on >= %(since)s AND lease.ends_on < %(today)s
        AND NOT EXISTS (SELECT 1 FROM refunds_case WHERE lease_id = lease.id)
        AND EXISTS (SELECT 1 FROM custody_lot WHERE lease_id = lease.id AND status = 'held')
        AND NOT EXISTS (SELECT 1 FROM custody_carryover WHERE from_lease_id = lease.id AND status = 'agreed')
        ORDER BY lease.id LIMIT 5000
        """,
        since,
    )


def cases_with_late_money(since: date) -> list[int]:
    """Cases that were carried out, and not closed before a day, whose lease holds money again."""
    return _column(
        """
        SELECT DISTINCT ended.id FROM refunds_case AS ended
        JOIN custody_lot AS lot ON lot.lease_id = ended.lease_id AND lot.status = 'held'
        WHERE ended.status IN ('mediation', 'arbitration', 'litigation', 'paying', 'closed')
        AND (ended.closed_at IS NULL OR ended.closed_at >= %(start)s)
        ORDER BY ended.id LIMIT 5000
        """,
        since,
    )


def _column(sql: str, since: date) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            sql, {"today": clock.today(), "since": since, "start": clock.start_of(since)}
        )
        return [row[0] for row in cursor.fetchall()]


def what_the_clock_did(day: date) -> dict[str, int]:
    """How many cases the clock moved on a day, by move, and how many it opened."""
    start, end = clock.start_of(day), clock.end_of(day)
    opened = Case.objects.filter(
        registered_by=Side.CLOCK, registered_at__gte=start, registered_at__lt=end
    )
    return {**core.moves_made_by(CLOCK, Case, start, end), "register_expiry": opened.count()}
