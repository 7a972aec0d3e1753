"""What the clock does in core: it begins the daily jobs, and makes room for the months to come."""

from datetime import date
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app

from anju.core.days import daily, run_due_days

MONTHS_AHEAD = 14


@app.periodic(cron="* * * * * */5")
@app.task(name="core.days", lock="core.days", queueing_lock="core.days")
def days(timestamp: int) -> None:
    run_due_days()


@daily("core.month_partitions", rank=0)
def make_month_partitions(day: date) -> dict[str, Any]:
    """Every table that grows by the month has its partitions ready for more than a year."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT relname, core_make_month_partitions(oid::regclass, %s, %s)
            FROM pg_partitioned_table JOIN pg_class ON oid = partrelid
            JOIN pg_attribute ON attrelid = partrelid AND attnum = partattrs[0]
            WHERE partstrat = 'r' AND partdefid <> 0
              AND atttypid IN ('timestamptz'::regtype, 'date'::regtype)
              AND relnamespace = current_schema()::regnamespace ORDER BY relname
            """,
            [day, MONTHS_AHEAD],
        )
        return dict(cursor.fetchall())
