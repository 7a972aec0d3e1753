"""What can be asked of core."""

from typing import Any

from django.db.models import QuerySet

from anju.core.models import Event


def history_of(record: Any) -> QuerySet[Event]:
    """Every move a record ever made, oldest first."""
    kind = record._meta.label_lower
    return Event.objects.filter(kind=kind, record_id=record.pk).order_by("at", "id")
