"""What the service board shows: refund times, whether the site answered. All of it is for everybody. (BEY-07)"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth

from anju.core import clock
from anju.core.calendar import add_months
from anju.statistics.board_rules import LEAST_REFUNDS, MONTHS_SHOWN, TimeSpan
from anju.statistics.models import RefundTime, RefundTimes, UptimeOfDay
from anju.statistics.rules import LEAST_ENTERPRISES


def months_of_board() -> list[date]:
    """The months the board shows, this one last."""
    this = clock.today().replace(day=1)
    return [add_months(this, -ago) for ago in reversed(range(MONTHS_SHOWN))]


def refund_times_of_city(span: TimeSpan = TimeSpan.MONTH) -> dict[date, RefundTimes]:
    """The city's refund times by month, as far as the board shows months."""
    months = months_of_board()
    rows = RefundTimes.objects.filter(
        span=span, month__gte=months[0], month__lte=months[-1], enterprise=None
    )
    return {row.month: row for row in rows}


def times_are_shown(times: RefundTimes) -> bool:
    """Whether enough refunds stand behind times that they tell nothing of a person: in the city also of enough
    enterprises."""
    is_enough = times.count >= LEAST_REFUNDS
    return is_enough and (times.enterprise_id is not None or times.enterprises >= LEAST_ENTERPRISES)


def times_by_enterprise(month: date, span: TimeSpan = TimeSpan.YEAR) -> QuerySet[RefundTimes]:
    """Each enterprise's refund times; who let most plans become overdue comes first."""
    rows = RefundTimes.objects.filter(span=span, month=month, enterprise__isnull=False)
    return rows.select_related("enterprise").order_by("-late", "-count", "pk")


def enterprise_of(times: RefundTimes) -> Any:
    """Whose times these are; the city's are nobody's."""
    return times.enterprise


def cases_behind(
    first: date, last: date, *, enterprise_id: int | None = None, only_late: bool = False
) -> QuerySet[RefundTime]:
    """The refunds behind a figure, the longest first: of one month, or an enterprise's of several; of them those
    whose plan was late. For staff."""
    rows = RefundTime.objects.select_related("case__lease", "enterprise")
    rows = rows.filter(month=first) if first == last else rows.filter(month__range=(first, last))
    if enterprise_id is not None:
        rows = rows.filter(enterprise_id=enterprise_id)
    return (rows.filter(was_late=True) if only_late else rows).order_by("-days", "pk")


@dataclass(frozen=True)
class Uptime:
    """In so many minutes somebody looked, in so many the site answered."""

    month: date
    measured: int
    answered: int

    @property
    def basis_points(self) -> int | None:
        """The share in hundredths of a percent, rounded down: 9999 is not 10000. None where nothing was measured."""
        return 10_000 * self.answered // self.measured if self.measured else None


def uptime_by_month(first: date) -> list[Uptime]:
    """By month, the newest last, from a month on."""
    rows = UptimeOfDay.objects.filter(day__gte=first).annotate(month=TruncMonth("day"))
    sums = rows.values_list("month").annotate(seen=Sum("measured"), well=Sum("answered"))
    return [Uptime(*row) for row in sums.order_by("month")]


def uptime_of_days() -> QuerySet[UptimeOfDay]:
    """Day by day, the newest first."""
    return UptimeOfDay.objects.order_by("-day")


def share_text(uptime: Uptime) -> str:
    """99.98%"""
    share = uptime.basis_points
    return "—" if share is None else f"{share // 100}.{share % 100:02}%"
