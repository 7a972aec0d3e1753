"""What can be asked of core."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from anju.core.models import Event


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
