"""How a file of many ends of leases looks, and what its rows come to."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from anju.portals.enterprise.page import PORTAL
from anju.portals.enterprise.shown import ALL
from anju.refunds import queries
from anju.refunds.enterprise_rules import TO_WORK_ON, RowOutcome, UploadStatus
from anju.refunds.rules import Reason
from anju.web.paging import page_of

TONES = {RowOutcome.READY: "waiting", RowOutcome.DONE: "good", RowOutcome.TWICE: "quiet"}


@dataclass(frozen=True)
class RefundUploadShown:
    """`upload` has the counts of `refunds.queries.refund_uploads_seen_by`."""

    upload: Any
    name: str
    status: str
    tone: str
    url: str
    is_working: bool
    is_checked: bool
    progress: int

    @property
    def not_possible(self) -> int:
        return int(self.upload.looked_at - self.upload.ready - self.upload.done)


def refund_upload_shown(upload: Any) -> RefundUploadShown:
    status = UploadStatus(upload.status)
    is_doing = status == UploadStatus.CONFIRMED
    return RefundUploadShown(
        upload,
        upload.file.name,
        str(status.label),
        "good" if status == UploadStatus.DONE else "waiting",
        reverse(f"{PORTAL}:refund_upload", args=[upload.pk]),
        status in TO_WORK_ON,
        status == UploadStatus.CHECKED,
        upload.row_count - upload.ready if is_doing else upload.looked_at,
    )


@dataclass(frozen=True)
class RefundRowShown:
    row: Any
    reason: str
    plan: str
    outcome: str
    tone: str
    case_url: str


def refund_row_shown(row: Any) -> RefundRowShown:
    outcome = RowOutcome(row.outcome)
    return RefundRowShown(
        row,
        str(Reason(row.reason).label) if row.reason else "",
        _("全额退还承租人") if row.gives_all_back else _("只登记"),
        str(outcome.label),
        TONES.get(outcome, "bad"),
        reverse(f"{PORTAL}:case", args=[row.case_id]) if row.case_id else "",
    )


def refund_upload_in_full(request: HttpRequest, upload: Any, form: Any) -> dict[str, Any]:
    """A file with its progress, how many rows have which outcome, and its rows."""
    counts = queries.counts_of_refund_upload(upload.pk)
    outcome = request.GET.get("outcome", "")
    page = page_of(queries.rows_of_refund_upload(upload.pk, outcome), request, size=50)
    return {
        "shown": refund_upload_shown(upload),
        "form": form,
        "page": page,
        "rows": [refund_row_shown(row) for row in page.rows],
        "outcome": outcome,
        "outcomes": [("", ALL, upload.looked_at)]
        + [(one.value, one.label, counts[one]) for one in RowOutcome if counts.get(one)],
    }
