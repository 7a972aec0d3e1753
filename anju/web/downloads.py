"""Files to take along."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from anju.core import sheets
from anju.core.actions import record_look

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONTENT_TYPES = {"jpg": "image/jpeg", "png": "image/png", "pdf": "application/pdf", "xlsx": XLSX}


def spreadsheet(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def csv_stream(
    name: str, titles: Sequence[str], rows: Iterable[Sequence[str | Decimal]]
) -> StreamingHttpResponse:
    """A list of any length: it is sent line by line while it is read, so it never stands in the memory as a whole."""
    response = StreamingHttpResponse(
        sheets.csv_lines(titles, rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def pdf(content: bytes, name: str) -> HttpResponse:
    """A paper to print, under its name."""
    disposition = content_disposition_header(True, name) or "attachment"
    response = HttpResponse(content, content_type=CONTENT_TYPES["pdf"])
    response["Content-Disposition"] = disposition
    return response


def stored_file(file: Any) -> HttpResponse:
    """A file that somebody handed in. A picture is shown in its place; everything else is taken along, never opened."""
    is_picture = file.kind in ("jpg", "png")
    disposition = content_disposition_header(not is_picture, file.name) or "attachment"
    return HttpResponse(
        bytes(file.content),
        content_type=CONTENT_TYPES.get(file.kind, "application/octet-stream"),
        headers={
            "Content-Disposition": disposition,
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


def file_for_staff(
    request: HttpRequest, file: Any, *, of: Any, whose: str, purpose: Any
) -> HttpResponse:
    """A file that a member of staff looks at: papers show people unmasked, so the look is written down. (SEC-01)

    `of` is the record it was handed in for, `whose` the number or name by which people know it.
    """
    note_look(request, of=of, whose=whose, purpose=purpose)
    return stored_file(file)


def note_look(request: HttpRequest, *, of: Any, whose: str, purpose: Any) -> None:
    """Write down that a member of staff looks at a record in which people stand unmasked. (SEC-01)"""
    record_look(
        kind=of._meta.label_lower,
        record_id=of.pk,
        whose=whose,
        view_name=request.resolver_match.view_name if request.resolver_match else "",
        purpose=str(purpose),
        ip=request.META.get("REMOTE_ADDR"),
        by=request.actor,
    )
