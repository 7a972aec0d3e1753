"""What the clock does in core: it begins the daily jobs, makes room for the months, buries dead workers' jobs."""

from datetime import date
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from anju.core.days import daily, run_due_days

MONTHS_AHEAD = 14
# Jobs that were fetched and never begun: PostgreSQL died while a worker asked for work, and the worker lives on.
LOST = """
    DELETE FROM procrastinate_jobs AS job WHERE status = 'doing' AND task_name = ANY(%s) AND id <> %s AND NOT EXISTS (
        SELECT 1 FROM procrastinate_events AS begun
        WHERE begun.job_id = job.id AND begun.type = 'started' AND begun.at > now() - make_interval(secs => %s)
    )
"""
LOST_AFTER_SECONDS = {"payments": 30, None: 600}
"""The clock's jobs that speak to the outside take seconds; runs over a day may take minutes."""


@app.periodic(cron="* * * * * */5")
@app.task(name="core.days", lock="core.days", queueing_lock="core.days")
def days(timestamp: int) -> None:
    run_due_days()


@app.periodic(cron="* * * * * */2")
@app.task(name="core.stalled", queueing_lock="core.stalled", pass_context=True)
async def take_over_stalled(context: JobContext, timestamp: int) -> None:
    """A killed worker leaves its jobs «doing», and those with a lock keep their successors out for ever.

    A job of the clock is simply forgotten, for its next turn does what was left; any other is done again.
    It has no lock itself: its own predecessor may be the one that died.
    """
    manager = context.app.job_manager
    of_the_clock = {name for name, _ in context.app.periodic_registry.periodic_tasks}
    for job in await manager.get_stalled_jobs(
        seconds_since_heartbeat=settings.WORKER_IS_DEAD_AFTER
    ):
        if job.task_name in of_the_clock:
            await manager.finish_job(job, Status.FAILED, delete_job=True)
        else:
            await manager.retry_job(job)
    await sync_to_async(forget_lost)(context)


def forget_lost(context: JobContext) -> None:
    """A turn of the clock that nobody works on is forgotten: its lock would keep out all that follow."""
    periodic = context.app.periodic_registry.periodic_tasks.values()
    for queue, seconds in LOST_AFTER_SECONDS.items():
        names = [
            each.task.name
            for each in periodic
            if (each.task.queue == queue) or (queue is None and each.task.queue != "payments")
        ]
        with connection.cursor() as cursor:
            cursor.execute(LOST, [names, context.job.id if context.job else 0, seconds])


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
