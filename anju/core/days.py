"""What has to be done once for every day that is over: the daily jobs, in order, none left out."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from anju.core import clock
from anju.core.models import DayRun
from anju.core.refusals import ensure

log = logging.getLogger(__name__)
Report = dict[str, Any]

LOCK = 0x616E6A75  # "anju": one daily job at a time in the whole database


@dataclass(frozen=True)
class DailyJob:
    name: str
    rank: int
    run: Callable[[date], Report | None]


JOBS: dict[str, DailyJob] = {}


def daily(
    name: str, rank: int = 50
) -> Callable[[Callable[[date], Report | None]], Callable[[date], Report | None]]:
    """Register a function to be run once for every Beijing day, after that day is over.

    It runs in a transaction of its own together with the note that it ran (DayRun), so it either
    happened or did not. Jobs of the same day run by rank, then by name. To talk to the outside, a
    job enqueues a task instead.
    """

    def register(function: Callable[[date], Report | None]) -> Callable[[date], Report | None]:
        ensure(name not in JOBS or JOBS[name].run is function, f"two daily jobs named {name}")
        JOBS[name] = DailyJob(name, rank, function)
        return function

    return register


def run_due_days() -> int:
    """Run every daily job for every day that is over and has not had it; returns how many ran.

    Days in order, and on each day the jobs in order. A job never run before begins with yesterday.
    Any number of processes may call this: they take turns.
    """
    yesterday = clock.today() - timedelta(days=1)
    last_run = dict(DayRun.objects.values_list("job").annotate(last=Max("day")))
    jobs = sorted(JOBS.values(), key=lambda job: (job.rank, job.name))
    next_day = {job.name: last_run.get(job.name, yesterday - timedelta(days=1)) for job in jobs}
    day, ran = min(next_day.values(), default=yesterday), 0
    while day < yesterday:
        day += timedelta(days=1)
        for job in jobs:
            if next_day[job.name] < day and run_once(job, day):
                ran += 1
    return ran


def run_once(job: DailyJob, day: date) -> bool:
    """Run one job for one day unless that was done; False when it was."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if DayRun.objects.filter(job=job.name, day=day).exists():
            return False
        report = job.run(day)
        DayRun.objects.create(job=job.name, day=day, finished_at=clock.now(), report=report or {})
    log.info("daily job done", extra={"job": job.name, "day": day.isoformat(), "report": report})
    return True
