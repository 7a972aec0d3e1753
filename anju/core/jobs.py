"""What the clock does in core: it begins the daily jobs, makes room for the months, takes up jobs nobody works on."""

import time
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection
from procrastinate import App, JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status
from procrastinate.worker import Worker

from anju.core.days import daily, run_due_days, run_what_was_asked

MONTHS_AHEAD = 14


@app.periodic(cron="* * * * * */5")
@app.task(name="core.days", lock="core.days", queueing_lock="core.days")
def days(timestamp: int) -> None:
    run_what_was_asked()
    run_due_days()


class OwnJobs:
    """Middleware of the worker: what this process works on, and what the database only believes it works on.

    PostgreSQL can die after it has given out a job and before the worker hears of it, or before the worker can say
    that it is done. Such a job stays «doing» under a worker that lives on. It is lost once it has looked so for
    `WORKER_IS_DEAD_AFTER` seconds.
    """

    def __init__(self) -> None:
        self.running: set[int | None] = set()
        self.unknown_since: dict[int | None, float] = {}

    async def __call__(
        self, call_next: Callable[[], Awaitable[Any]], context: JobContext, worker: Worker
    ) -> Any:
        self.running.add(context.job.id)
        try:
            return await call_next()
        finally:
            self.running.discard(context.job.id)

    async def lost(self, context: JobContext) -> list[Job]:
        """The jobs that are «doing» in the name of the worker that asks, and that it does not know."""
        doing = await context.app.job_manager.list_jobs_async(
            status="doing", worker_id=context.job.worker_id
        )
        now = time.monotonic()
        unknown = [job for job in doing if job.id not in self.running]
        self.unknown_since = {job.id: self.unknown_since.get(job.id, now) for job in unknown}
        return [
            job
            for job in unknown
            if now - self.unknown_since[job.id] >= settings.WORKER_IS_DEAD_AFTER
        ]


own_jobs = OwnJobs()


def watch_worker(app: App) -> None:
    """Every worker of this process's app keeps its own list."""
    app.worker_defaults["worker_middleware"] = [own_jobs]


@app.periodic(cron="* * * * * */2")
@app.task(name="core.stalled", queueing_lock="core.stalled", pass_context=True)
async def take_over_stalled(context: JobContext, timestamp: int) -> None:
    """A killed worker leaves its jobs «doing», and those with a lock keep their successors out for ever; lost ones too.

    A job of the clock is simply forgotten, for its next turn does what was left; any other is done again.
    It has no lock itself: its own predecessor may be the one that died.
    """
    manager = context.app.job_manager
    of_the_clock = {name for name, _ in context.app.periodic_registry.periodic_tasks}
    stalled = await manager.get_stalled_jobs(seconds_since_heartbeat=settings.WORKER_IS_DEAD_AFTER)
    for job in [*stalled, *await own_jobs.lost(context)]:
        if job.task_name in of_the_clock:
            await manager.finish_job(job, Status.FAILED, delete_job=True)
        else:
            await manager.retry_job(job)


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
