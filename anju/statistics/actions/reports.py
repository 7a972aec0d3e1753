"""The report of a month: somebody asks, or the month is over; the worker makes it, and it never changes. (CTR-08)"""

from datetime import date, timedelta
from typing import Any

from anju.certificates import actions as certificates
from anju.contracts.rules import CUSTODY_SINCE
from anju.core import clock
from anju.core.actors import Actor
from anju.core.calendar import add_months
from anju.core.db import action, move
from anju.core.refusals import Refused, ensure
from anju.statistics import report_paper
from anju.statistics.board_rules import BoardRefusal, ReportStatus
from anju.statistics.models import MonthlyReport
from anju.statistics.queries.reports import facts_of_report


@action
def ask_for_report(*, month: date, by: Actor) -> MonthlyReport:
    """The report of a month up to its end, or up to today; one that waits for the same days is the same.

    Made again it is a new report: what it said before stays. Refused for months that lie ahead or before custody began.
    """
    ensure(month.day == 1, f"{month} is no month")
    today = clock.today()
    if month > today:
        raise Refused(BoardRefusal.MONTH_NOT_BEGUN, month=f"{month:%Y-%m}")
    if month < CUSTODY_SINCE.replace(day=1):
        raise Refused(BoardRefusal.MONTH_TOO_OLD, month=f"{month:%Y-%m}")
    last = add_months(month, 1) - timedelta(days=1)
    of_days = {"month": month, "as_of": min(today, last), "is_whole": last < today}
    waiting = MonthlyReport.objects.filter(**of_days, status=ReportStatus.WAITING).first()
    if waiting is not None:
        return waiting
    return MonthlyReport.objects.create(**of_days, asked_by=by.name, asked_at=clock.now())


@action
def make_report(*, report_id: int, by: Actor) -> MonthlyReport:
    """Count, lay out, register the paper. Made already, it stays. `by` is the clock."""
    report = MonthlyReport.objects.select_for_update().get(pk=report_id)
    if report.status == ReportStatus.MADE:
        return report
    stated: dict[str, Any] = facts_of_report(report.month, report.as_of)
    paper = certificates.issue_monthly_report(stated=stated, lay_out=report_paper.pdf, by=by)
    move(report, "make", by=by, certificate=paper, made_at=clock.now())
    return report
