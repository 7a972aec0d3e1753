"""What can be asked of core."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from procrastinate.contrib.django import app

from anju.core.actors import Actor
from anju.core.files import Allowance
from anju.core.models import AccessRefused, DayRun, Event, Look, RunAttempt, StoredFile


def history_of(record: Any) -> QuerySet[Event]:
    """Every move a record ever made, oldest first."""
    kind = record._meta.label_lower
    return Event.objects.filter(kind=kind, record_id=record.pk).order_by("at", "id")


def histories_of(records: Sequence[Any]) -> dict[int, list[Event]]:
    """Every move of several records of one kind, each record's oldest first, by the record's id; one query."""
    if not records:
        return {}
    kind = records[0]._meta.label_lower
    wanted = [record.pk for record in records]
    histories: dict[int, list[Event]] = {pk: [] for pk in wanted}
    for event in Event.objects.filter(kind=kind, record_id__in=wanted).order_by("at", "id"):
        histories[event.record_id].append(event)
    return histories


def moves_of(records: Iterable[Any]) -> list[tuple[Any, Event]]:
    """Every move of some records, of one kind or of several, oldest first, each with its record; one query."""
    by_place = {(record._meta.label_lower, record.pk): record for record in records}
    wanted: dict[str, list[int]] = {}
    for kind, pk in by_place:
        wanted.setdefault(kind, []).append(pk)
    of_any = reduce(or_, (Q(kind=kind, record_id__in=pks) for kind, pks in wanted.items()))
    events = Event.objects.filter(of_any).order_by("at", "id")
    return [(by_place[event.kind, event.record_id], event) for event in events]


def files_stored_by(actor: Actor, file_ids: Sequence[int], allowed: Allowance) -> list[int]:
    """Those of these files that this actor stored themselves and that may be handed in here."""
    kept = StoredFile.objects.filter(
        pk__in=file_ids, by=actor.name, kind__in=list(allowed.kinds), size__lte=allowed.max_bytes
    )
    return list(kept.values_list("pk", flat=True))


def files_kept_by(actor: Actor, file_ids: Sequence[int], allowed: Allowance) -> list[StoredFile]:
    """These files, if this actor stored them and they may be handed in here, without their content, in this order."""
    ours = files_stored_by(actor, file_ids, allowed)
    kept = StoredFile.objects.defer("content").in_bulk(ours)
    return [kept[file_id] for file_id in dict.fromkeys(file_ids) if file_id in kept]


def newest_by_name(actor: Actor, allowed: Allowance) -> dict[str, int]:
    """The files of this kind that an actor stored, by the name under which they did; of two of one name the newer."""
    kept = StoredFile.objects.filter(
        by=actor.name, kind__in=list(allowed.kinds), size__lte=allowed.max_bytes
    )
    return dict(kept.order_by("id").values_list("name", "id"))


def files_named(file_ids: Sequence[int]) -> list[StoredFile]:
    """These files by name and size, without what is in them."""
    return list(StoredFile.objects.filter(pk__in=file_ids).defer("content").order_by("pk"))


def moves_made_by(actor: Actor, model: Any, start: datetime, end: datetime) -> dict[str, int]:
    """How often somebody made each move with records of one kind, from a moment to before another."""
    made = Event.objects.filter(
        kind=model._meta.label_lower, actor=actor.name, at__gte=start, at__lt=end
    )
    return dict(made.values_list("move").annotate(count=Count("pk")).order_by("move"))


def events_seen_by(actor: Actor) -> QuerySet[Event]:
    """Every move that the staff of somebody's own office made, newest first."""
    return Event.objects.filter(portal=actor.portal).order_by("-at", "-id")


def refused_accesses_seen_by(actor: Actor) -> QuerySet[AccessRefused]:
    """What the staff of somebody's own office asked for and was not theirs, newest first."""
    return AccessRefused.objects.filter(portal=actor.portal).order_by("-at", "-id")


def looks_seen_by(actor: Actor) -> QuerySet[Look]:
    """At whose personal data the staff of somebody's own office looked, newest first."""
    return Look.objects.filter(portal=actor.portal).order_by("-at", "-id")


def last_run(job: str) -> DayRun | None:
    """When a daily job was last done, and what it reported; None before its first day."""
    return DayRun.objects.filter(job=job).order_by("-day").first()


@dataclass(frozen=True)
class RunOfDay:
    """What became of a daily job on a day: done, failed, interrupted, running, or not yet begun. (CTR-04)"""

    job: str
    day: date
    done: DayRun | None = None
    attempt: RunAttempt | None = None

    @property
    def seconds(self) -> float | None:
        if self.done is None or self.done.begun_at is None:
            return None
        return (self.done.finished_at - self.done.begun_at).total_seconds()


def runs_of_days(first: date, last: date) -> dict[tuple[str, date], RunOfDay]:
    """The daily jobs of some days that were begun, by job and day; two questions."""
    between = {"day__gte": first, "day__lte": last}
    done = {(run.job, run.day): run for run in DayRun.objects.filter(**between)}
    tried = {(run.job, run.day): run for run in RunAttempt.objects.filter(**between)}
    return {key: RunOfDay(*key, done.get(key), tried.get(key)) for key in {*done, *tried}}


@dataclass(frozen=True)
class Beat:
    """A job of the clock: how often it is called, when it last was, what of it waits, has failed, or failed lately."""

    task: str
    last_at: datetime | None
    every: timedelta | None = None
    waiting: int = 0
    failed: int = 0
    failed_lately: int = 0


def beats_of_the_clock() -> list[Beat]:
    """Every job that the clock calls, and every other task of which something waits or has failed, by name.

    The calls are counted by the real clock, not by that of a demo. Finished jobs are not kept, so the table is small.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, max(defer_timestamp) FROM procrastinate_periodic_defers GROUP BY 1"
        )
        called = dict(cursor.fetchall())
        cursor.execute(
            """
            SELECT task_name, count(*) FILTER (WHERE status = 'todo'), count(*) FILTER (WHERE status = 'failed'),
                count(*) FILTER (WHERE status = 'failed' AND EXISTS (
                    SELECT 1 FROM procrastinate_events
                    WHERE job_id = job.id AND type = 'failed' AND at > now() - interval '1 hour'))
            FROM procrastinate_jobs AS job GROUP BY 1
            """
        )
        counts = {task: tuple(of_task) for task, *of_task in cursor.fetchall()}
    known = {name: task for (name, _), task in app.periodic_registry.periodic_tasks.items()}
    busy = {task for task, of_task in counts.items() if any(of_task)}
    return [
        Beat(
            task,
            datetime.fromtimestamp(called[task], UTC) if task in called else None,
            interval_of(known[task]) if task in known else None,
            *counts.get(task, ()),
        )
        for task in sorted({*called, *known, *busy})
    ]


def interval_of(task: Any) -> timedelta:
    """From one call of a job of the clock to the next."""
    calls = task.croniter
    first = calls.get_next()
    return timedelta(seconds=round(calls.get_next() - first))
