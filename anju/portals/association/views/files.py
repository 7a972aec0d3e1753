"""Evidence, served to those who see the case it was handed in for, and to nobody else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from anju.people.rules import Office
from anju.refunds import queries
from anju.web.doors import staff
from anju.web.downloads import file_for_staff


@staff(office=Office.ASSOCIATION)
@require_GET
def evidence(request: HttpRequest, attachment_id: int) -> HttpResponse:
    found = get_object_or_404(queries.attachments_seen_by(request.actor), pk=attachment_id)
    case = found.case
    return file_for_staff(
        request, found.file, of=case, whose=case.lease.filing_no, purpose=_("查看争议材料")
    )
