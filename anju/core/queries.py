"""What can be asked of core."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from anju.core.actors import Actor
from anju.core.files import Allowance
from anju.core.models import AccessRefused, DayRun, Event, Look, StoredFile


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
