"""What may be asked about the files in which enterprises end many leases. (ENT-08)"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from anju.contracts import queries as contracts
from anju.core import clock
from anju.core.actors import Actor
from anju.refunds.enterprise_rules import (
    MOST_ROWS_IN_FILE,
    TO_WORK_ON,
    RowOutcome,
)
from anju.refunds.models import Case, RefundUpload, RefundUploadRow
from anju.refunds.rules import Status

if TYPE_CHECKING:
    from anju.contracts.models import Lease

OVER_FOR = timedelta(days=365)


def refund_uploads_seen_by(actor: Actor) -> QuerySet[RefundUpload]:
    """An enterprise's files, newest first, each with how many rows are `looked_at`, `ready` and `done`."""
    if not actor.is_enterprise:
        return RefundUpload.objects.none()
    return (
        RefundUpload.objects.filter(organisation=actor.organisation_id)
        .select_related("file")
        .defer("file__content")
        .annotate(
            looked_at=Count("rows"),
            ready=Count("rows", filter=Q(rows__outcome=RowOutcome.READY)),
            done=Count("rows", filter=Q(rows__outcome=RowOutcome.DONE)),
        )
        .order_by("-id")
    )


def rows_of_refund_upload(upload_id: int, outcome: str = "") -> QuerySet[RefundUploadRow]:
    """The rows of a file that have been looked at, in its order."""
    rows = RefundUploadRow.objects.filter(upload=upload_id)
    return (rows.filter(outcome=outcome) if outcome else rows).order_by("number")


def counts_of_refund_upload(upload_id: int) -> dict[str, int]:
    """How many rows have which outcome."""
    rows = RefundUploadRow.objects.filter(upload=upload_id).order_by()
    return dict(rows.values_list("outcome").annotate(Count("id")))


def refund_uploads_to_work_on() -> list[int]:
    """The files with something still to be done, oldest first."""
    waiting = RefundUpload.objects.filter(status__in=TO_WORK_ON).order_by("id")
    return list(waiting.values_list("id", flat=True))


def refund_upload(upload_id: int) -> RefundUpload:
    return RefundUpload.objects.select_related("file").get(pk=upload_id)


def leases_for_template(actor: Actor) -> list[Lease]:
    """The leases that are over and whose end nobody registered yet, the longest over first."""
    today = clock.today()
    known = Case.objects.filter(lease=OuterRef("pk")).exclude(status=Status.CANCELLED)
    over = {"ends_on__gte": today - OVER_FOR, "ends_on__lte": today}
    leases = contracts.leases_let_by(actor).filter(~Exists(known), **over)
    return list(leases.order_by("ends_on", "id")[:MOST_ROWS_IN_FILE])
