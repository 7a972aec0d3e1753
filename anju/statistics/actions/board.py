"""The service board: refund times, minute by minute whether the site answers. Done twice, it is done once."""

from datetime import date, datetime

from django.db import connection

from anju.core import clock
from anju.core.actors import Actor
from anju.core.calendar import add_months
from anju.core.db import action
from anju.core.refusals import ensure
from anju.refunds import queries as refunds
from anju.statistics.board_rules import MONTHS_SHOWN, SHARE, TimeSpan
from anju.statistics.models import RefundTime, RefundTimes

CHUNK = 5_000


@action
def collect_refund_times(*, start: datetime, end: datetime, by: Actor) -> set[date]:
    """Write down how long each refund took whose case was closed between two moments; gives the months concerned.

    One that is written down stays as it is. `by` is the clock.
    """
    months: set[date] = set()
    for chunk in refunds.refunds_ended(start, end, CHUNK):
        rows = [
            RefundTime(
                case_id=one.case_id,
                enterprise_id=one.enterprise_id,
                district=one.district,
                returned_on=one.returned_on,
                paid_on=one.paid_on,
                month=one.paid_on.replace(day=1),
                days=(one.paid_on - one.returned_on).days,
                is_disputed=one.is_disputed,
                was_late=one.was_late,
            )
            for one in chunk
        ]
        RefundTime.objects.bulk_create(rows, ignore_conflicts=True)
        months |= {row.month for row in rows}
    return months


@action
def compute_refund_times(*, month: date, span: TimeSpan, by: Actor) -> int:
    """Median, 95th percentile and longest time, of the city and of each enterprise; gives how many refunds there were.

    Both percentiles are times that really happened: half (or 95 of 100) of the refunds took no longer. (decision 37)
    """
    ensure(month.day == 1, f"{month} is no month")
    first = month if span == TimeSpan.MONTH else add_months(month, 1 - MONTHS_SHOWN)
    RefundTimes.objects.filter(span=span, month=month).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO statistics_refundtimes (span, month, enterprise_id, count, enterprises, median_days,
                p95_days, longest_days, disputed, late, computed_at)
            SELECT %(span)s, %(month)s, enterprise_id, count(*), count(DISTINCT enterprise_id),
                percentile_disc(0.5) WITHIN GROUP (ORDER BY days),
                percentile_disc(%(share)s / 100.0) WITHIN GROUP (ORDER BY days),
                max(days), count(*) FILTER (WHERE is_disputed), count(*) FILTER (WHERE was_late), %(now)s
            FROM statistics_refundtime WHERE month BETWEEN %(first)s AND %(month)s
            GROUP BY GROUPING SETS ((enterprise_id), ()) HAVING count(*) > 0
            """,
            {
                "span": span.value,
                "month": month,
                "first": first,
                "share": SHARE,
                "now": clock.now(),
            },
        )
    city = RefundTimes.objects.filter(span=span, month=month, enterprise=None).first()
    return 0 if city is None else city.count


@action
def count_refunds(*, day: date, by: Actor) -> int:
    """The refunds that ended on a day, and with them the figures of their months; gives how many this month had."""
    months = collect_refund_times(start=clock.start_of(day), end=clock.end_of(day), by=by)
    this = day.replace(day=1)
    for month in months | {this}:
        compute_refund_times(month=month, span=TimeSpan.MONTH, by=by)
    found = RefundTimes.objects.filter(span=TimeSpan.MONTH, month=this, enterprise=None).first()
    return 0 if found is None else found.count


@action
def count_year_of_refunds(*, day: date, by: Actor) -> int:
    """The twelve months that end with that of a day, for enterprises are held against a year: once a night."""
    return compute_refund_times(month=day.replace(day=1), span=TimeSpan.YEAR, by=by)


@action
def note_minute(*, minute: datetime, answered: bool, by: Actor) -> bool:
    """Whether the site answered in this minute; False when the minute is counted already. `by` is the clock."""
    minute = minute.replace(second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO statistics_uptimeofday AS kept (day, measured, answered, last_minute)
            VALUES (%s, 1, %s, %s) ON CONFLICT (day) DO UPDATE
            SET measured = kept.measured + 1, answered = kept.answered + excluded.answered,
                last_minute = excluded.last_minute
            WHERE kept.last_minute < excluded.last_minute
            """,
            [clock.day_of(minute), int(answered), minute],
        )
        return cursor.rowcount == 1
