"""备案申请: what a head office applied for, how far it is, what came back and why. (AGY-01, AGY-02)"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.agencies import actions, queries
from anju.agencies.rules import FilingStatus
from anju.core import queries as core
from anju.desks import institution_filings as desks
from anju.desks.forms_of_agencies import FilingSearch
from anju.desks.shown import steps_told
from anju.desks.shown_agencies import (
    FILING_TONES,
    changes_of,
    facts_of_version,
    files_of_version,
    filing_rows,
    kind_of,
)
from anju.people.rules import InstitutionPower
from anju.portals.agency.page import DESK, PORTAL, own_institution, show
from anju.web.doors import agency
from anju.web.downloads import stored_file
from anju.web.forms import Form
from anju.web.paging import PageOfRows, page_of


@agency()
@require_GET
def filings(request: HttpRequest) -> HttpResponse:
    search, page = FilingSearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.filings_found(request.actor, **search.cleaned_data), request)
    own = own_institution(request)
    return show(
        request,
        "filings",
        "filings",
        search=search,
        page=page,
        rows=filing_rows(page.rows, PORTAL),
        acts=queries.acts_on_institution(own, own),
        advice=queries.whom_to_ask(own),
    )


@agency()
@require_GET
def filing(request: HttpRequest, filing_id: int) -> HttpResponse:
    return lay_out(request, desks.filing_of(request, filing_id), Form())


@agency(InstitutionPower.FILING)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, filing_id: int) -> HttpResponse:
    """What is a draft, or came back, is written anew; every version is kept."""
    return desks.correct(DESK, request, filing_id)


@agency(InstitutionPower.FILING)
@require_POST
def submit(request: HttpRequest, filing_id: int) -> HttpResponse:
    found, form = desks.filing_of(request, filing_id), Form(request.POST)
    if form.is_valid() and form.attempt(
        actions.submit_filing, filing_id=found.pk, by=request.actor
    ):
        messages.success(request, _("已提交，等待审核"))
        return redirect("agency:filing", found.pk)
    return lay_out(request, found, form)


@agency(InstitutionPower.FILING)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, filing_id: int) -> HttpResponse:
    return desks.withdraw(DESK, request, filing_id)


@agency()
@require_GET
def filing_file(request: HttpRequest, filing_id: int, file_id: int) -> HttpResponse:
    found = desks.filing_of(request, filing_id)
    if not queries.versions_of(found).filter(file_ids__contains=[file_id]).exists():
        raise Http404
    [file] = core.files_named([file_id])
    return stored_file(file)


def lay_out(request: HttpRequest, found: Any, form: Form) -> HttpResponse:
    version = queries.versions_of(found).first()
    return show(
        request,
        "filing",
        "filings",
        filing=found,
        kind=kind_of(found),
        tone=FILING_TONES[FilingStatus(found.status)],
        facts=facts_of_version(version) if version else [],
        files=files_of_version(found, version, PORTAL) if version else [],
        changes=changes_of(found, version) if version else [],
        returned_because=found.because if found.status == FilingStatus.RETURNED else "",
        acts=queries.acts_on_filing(found, request.actor),
        steps=steps_told(found),
        form=form,
    )
