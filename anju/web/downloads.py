"""Files to take along."""

from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"jpg": "image/jpeg", "png": "image/png", "pdf": "application/pdf", "xlsx": XLSX}


def spreadsheet(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def attachment(file: Any) -> HttpResponse:
    """A stored file. It is saved, not shown: nothing that somebody handed in runs as a page of ours."""
    response = HttpResponse(bytes(file.content), content_type=KINDS[file.kind])
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    return response
