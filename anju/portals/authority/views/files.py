"""What was handed in, served to those who see the record it was handed in for, and to nobody else."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from anju.agencies import queries as agencies
from anju.core import queries as core
from anju.credit import queries as credit
from anju.homes import queries as homes
from anju.people.rules import Office
from anju.portals.authority.page import OF_CREDIT, OF_HOMES
from anju.web.doors import staff
from anju.web.downloads import file_for_staff


@staff(office=Office.AUTHORITY)
@require_GET
def filing_file(request: HttpRequest, filing_id: int, file_id: int) -> HttpResponse:
    filing = get_object_or_404(agencies.filings_seen_by(request.actor), pk=filing_id)
    stated = agencies.versions_of(filing).filter(file_ids__contains=[file_id])
    if not stated.exists():
        raise Http404
    [file] = core.files_named([file_id])
    purpose = _("查看机构备案材料")
    return file_for_staff(request, file, of=filing, whose=filing.name, purpose=purpose)


@staff(*OF_CREDIT)
@require_GET
def evidence(request: HttpRequest, evidence_id: int) -> HttpResponse:
    found = get_object_or_404(credit.evidence_seen_by(request.actor), pk=evidence_id)
    event, purpose = found.event, _("查看记分证据")
    return file_for_staff(
        request, found.file, of=event, whose=event.organisation.name, purpose=purpose
    )


@staff("list.keep")
@require_GET
def removal_file(request: HttpRequest, entry_id: int, file_id: int) -> HttpResponse:
    """What was handed in with the wish to be taken off a list."""
    entry = get_object_or_404(credit.entries_seen_by(request.actor), pk=entry_id)
    if file_id not in entry.removal_files:
        raise Http404
    [file] = core.files_named([file_id])
    purpose = _("查看移出名单材料")
    return file_for_staff(request, file, of=entry, whose=entry.name, purpose=purpose)


@staff(*OF_HOMES)
@require_GET
def home_document(request: HttpRequest, document_id: int) -> HttpResponse:
    """What was handed in with an objection to the check of a home."""
    found = get_object_or_404(homes.documents_seen_by(request.actor), pk=document_id)
    objection, purpose = found.objection, _("查看核验异议材料")
    whose = objection.verification.no
    return file_for_staff(request, found.file, of=objection, whose=whose, purpose=purpose)
