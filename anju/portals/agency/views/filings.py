"""备案申请: what a head office applied for, how far it is, what came back and why. (AGY-01, AGY-02)"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.agencies import actions, queries
from anju.agencies.rules import FilingStatus
from anju.core import queries as core
from anju.desks.forms import ReasonForm
from anju.desks.forms_of_agencies import FilingSearch, InstitutionForm
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
from anju.portals.agency.page import PORTAL, own_institution, show, show_form
from anju.web.doors import agency
from anju.web.downloads import stored_file
from anju.web.forms import Form
from anju.web.paging import PageOfRows, page_of


def filing_of(request: HttpRequest, filing_id: int) -> Any:
    return get_object_or_404(queries.filings_seen_by(request.actor), pk=filing_id)


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
    return lay_out(request, filing_of(request, filing_id), Form())


@agency(InstitutionPower.FILING)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, filing_id: int) -> HttpResponse:
    """What is a draft, or came back, is written anew; every version is kept."""
    found = filing_of(request, filing_id)
    if "correct_filing" not in queries.acts_on_filing(found, request.actor):
        messages.warning(request, _("这份申请现在不能修改"))
        return redirect("agency:filing", found.pk)
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    last = queries.versions_of(found).first()
    about: dict[str, Any] = {"kind": found.kind, "is_branch": found.is_branch}
    form = InstitutionForm(*sent, actor=request.actor, terms=last.terms if last else None, **about)
    if form.is_valid() and form.attempt(
        actions.correct_filing, filing_id=found.pk, terms=form.terms, by=request.actor
    ):
        messages.success(request, _("已保存，请核对后提交审核"))
        return redirect("agency:filing", found.pk)
    back = reverse("agency:filing", args=[found.pk])
    return show(request, "desks/filing_form", "filings", form=form, back_url=back)


@agency(InstitutionPower.FILING)
@require_POST
def submit(request: HttpRequest, filing_id: int) -> HttpResponse:
    found, form = filing_of(request, filing_id), Form(request.POST)
    if form.is_valid() and form.attempt(
        actions.submit_filing, filing_id=found.pk, by=request.actor
    ):
        messages.success(request, _("已提交，等待审核"))
        return redirect("agency:filing", found.pk)
    return lay_out(request, found, form)


@agency(InstitutionPower.FILING)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, filing_id: int) -> HttpResponse:
    found, form = filing_of(request, filing_id), ReasonForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.withdraw_filing, filing_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("申请已撤回"))
        return redirect("agency:filing", found.pk)
    back = (reverse("agency:filing", args=[found.pk]), _("备案申请"))
    title, submit = _("撤回申请"), _("撤回")
    facts = [(_("机构名称"), found.name), (_("统一社会信用代码"), found.uscc)]
    return show_form(request, "filings", form, title=title, back=back, submit=submit, facts=facts)


@agency()
@require_GET
def filing_file(request: HttpRequest, filing_id: int, file_id: int) -> HttpResponse:
    found = filing_of(request, filing_id)
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
