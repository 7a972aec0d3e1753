"""What has to be done once for every day that is over: the daily jobs, in order, none left out."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Max

from anju.core import clock
from anju.core.models import DayRun, RunAttempt
from anju.core.refusals import ensure

log = logging.getLogger(__name__)
Report = dict[str, Any]

LOCK = 0x616E6A75  # "anju": one daily job at a time in the whole database
MOST_OF_AN_ERROR = 2_000


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


def run_what_was_asked() -> int:
    """Do the daily jobs that somebody of the staff asked for, in the order they asked; returns how many ran."""
    asked = RunAttempt.objects.filter(asked_at__isnull=False, job__in=JOBS).order_by("asked_at")
    return sum(run_once(JOBS[one.job], one.day) for one in asked)


def run_once(job: DailyJob, day: date) -> bool:
    """Run one job for one day unless that was done; False when it was.

    Each attempt is written down before it begins. A job that fails leaves why, and is run again at the clock's next
    turn; one that was killed leaves an attempt without an end. (CTR-04)
    """
    if DayRun.objects.filter(job=job.name, day=day).exists():
        RunAttempt.objects.filter(job=job.name, day=day).update(asked_at=None)
        return False
    note_attempt(job.name, day)
    try:
        report = _run(job, day)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"[:MOST_OF_AN_ERROR]
        ended = RunAttempt.objects.filter(job=job.name, day=day)
        ended.update(ended_at=clock.now(), error=reason)
        raise
    if report is None:
        return False
    log.info("daily job done", extra={"job": job.name, "day": day.isoformat(), "report": report})
    return True


def _run(job: DailyJob, day: date) -> Report | None:
    """The job and the note that it is done are one transaction. None: another process was faster."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if DayRun.objects.filter(job=job.name, day=day).exists():
            return None
        begun_at = clock.now()
        report = job.run(day) or {}
        now = clock.now()
        DayRun.objects.create(
            job=job.name, day=day, begun_at=begun_at, finished_at=now, report=report
        )
        RunAttempt.objects.filter(job=job.name, day=day).update(ended_at=now, error="")
    return report


def note_attempt(job: str, day: date) -> None:
    attempt, _is_new = RunAttempt.objects.get_or_create(job=job, day=day)
    again = {"begun_at": clock.now(), "ended_at": None, "error": "", "asked_at": None}
    RunAttempt.objects.filter(pk=attempt.pk).update(attempts=F("attempts") + 1, **again)
