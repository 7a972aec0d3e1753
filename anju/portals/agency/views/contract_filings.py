"""合同备案: applied for by number, what came back and why, the certificate, files. (CON-10 to CON-14)"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.desks.amendments import acts_shown
from anju.desks.forms import ReasonForm
from anju.desks.shown import steps_told
from anju.desks.shown_contracts import certificates_shown
from anju.filings import actions, queries, reading
from anju.parameters import queries as parameters
from anju.payments import queries as payments
from anju.payments.rules import Business
from anju.people.rules import InstitutionPower
from anju.portals.agency.forms_of_filings import (
    ContractFilingSearch,
    FilingFileForm,
    ReadyContractSearch,
)
from anju.portals.agency.page import PORTAL, show, show_form
from anju.portals.agency.shown import filing_file_shown
from anju.portals.agency.shown_contracts import contract_row, filing_rows
from anju.portals.agency.views.contracts import contract_of
from anju.web.amendments import amendment_shown
from anju.web.doors import agency
from anju.web.downloads import pdf, spreadsheet
from anju.web.forms import Form
from anju.web.paging import PageOfRows, page_of


def filing_of(request: HttpRequest, filing_id: int) -> Any:
    return get_object_or_404(queries.filings_seen_by(request.actor), pk=filing_id)


@agency(InstitutionPower.CONTRACTS)
@require_GET
def contract_filings(request: HttpRequest) -> HttpResponse:
    search, page = ContractFilingSearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.filings_found(request.actor, **search.cleaned_data), request)
    shown: dict[str, Any] = {"search": search, "page": page, "rows": filing_rows(page.rows)}
    return show(request, "contract_filings", "contract_filings", **shown)


@agency(InstitutionPower.CONTRACTS)
@require_GET
def choose_contract(request: HttpRequest) -> HttpResponse:
    """【备案申请】: which of the contracts that are ready, by certificate number or contract number. (CON-10)"""
    search, page = ReadyContractSearch(request.GET), PageOfRows([])
    if search.is_valid():
        ready = queries.contracts_found(request.actor, search.cleaned_data["text"])
        page = page_of(ready.prefetch_related("tenants"), request)
    rows = [contract_row(one) for one in page.rows]
    shown: dict[str, Any] = {"search": search, "page": page, "rows": rows}
    shown["may_enter"] = not queries.must_sign_online()
    return show(request, "choose_contract", "contract_filings", **shown)


@agency(InstitutionPower.CONTRACTS)
@require_POST
def submit(request: HttpRequest, contract_id: int) -> HttpResponse:
    """A signed contract is filed as it stands."""
    found, form = contract_of(request, contract_id), Form(request.POST)
    if form.is_valid() and form.attempt(
        actions.submit_filing, contract_id=found.pk, by=request.actor
    ):
        days = parameters.number("filing.review_workdays")
        messages.success(request, _("备案申请已提交，{days}个工作日内审核").format(days=days))
        return redirect("agency:contract_filing", form.done.pk)
    messages.error(request, form.why_not)
    return redirect("agency:contract", found.pk)


@agency(InstitutionPower.CONTRACTS)
@require_GET
def contract_filing(request: HttpRequest, filing_id: int) -> HttpResponse:
    return lay_out(request, filing_of(request, filing_id), Form())


@agency(InstitutionPower.CONTRACTS)
@require_POST
def resubmit(request: HttpRequest, filing_id: int) -> HttpResponse:
    found, form = filing_of(request, filing_id), Form(request.POST)
    if form.is_valid() and form.attempt(
        actions.resubmit_filing, filing_id=found.pk, by=request.actor
    ):
        days = parameters.number("filing.review_workdays")
        messages.success(request, _("已重新提交，{days}个工作日内审核").format(days=days))
        return redirect("agency:contract_filing", found.pk)
    return lay_out(request, found, form)


@agency(InstitutionPower.CONTRACTS)
@require_POST
def correct(request: HttpRequest, filing_id: int) -> HttpResponse:
    """What was entered from paper is a draft again, to be corrected where the return says so."""
    found, form = filing_of(request, filing_id), Form(request.POST)
    if form.is_valid() and form.attempt(
        actions.correct_contract, filing_id=found.pk, by=request.actor
    ):
        messages.success(request, _("请改正合同内容，补录后重新提交备案"))
        return redirect("agency:contract_terms", found.contract_id)
    return lay_out(request, found, form)


@agency(InstitutionPower.CONTRACTS)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, filing_id: int) -> HttpResponse:
    found, form = filing_of(request, filing_id), ReasonForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.withdraw_filing, filing_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("备案申请已撤回"))
        return redirect("agency:contract_filing", found.pk)
    back = (reverse("agency:contract_filing", args=[found.pk]), found.application_no)
    about: dict[str, Any] = {"title": _("撤回备案申请"), "submit": _("撤回")}
    about["facts"] = [(_("合同编号"), found.contract_no), (_("房屋坐落"), found.address)]
    return show_form(request, "contract_filings", form, back=back, **about)


@agency(InstitutionPower.CONTRACTS)
@require_GET
def certificate(request: HttpRequest, filing_id: int) -> HttpResponse:
    """合同备案证明, as it was issued, byte by byte. (CON-12)"""
    issued = queries.certificate_of(filing_of(request, filing_id))
    if issued is None:
        raise Http404
    return pdf(queries.pdf_of(issued), f"{queries.facts_of(issued)['no']}.pdf")


@agency(InstitutionPower.CONTRACTS)
@require_http_methods(["GET", "POST"])
def filing_files(request: HttpRequest) -> HttpResponse:
    """批量备案 of contracts signed on paper, where that is allowed. (CON-14)"""
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form = FilingFileForm(*sent, actor=request.actor)
    if form.is_valid() and form.attempt(
        actions.receive_file,
        name=form.cleaned_data["file"].name,
        content=form.cleaned_data["file"].read(),
        by=request.actor,
    ):
        return redirect("agency:filing_file_progress", form.done.pk)
    page = page_of(queries.files_seen_by(request.actor), request)
    rows = [filing_file_shown(one) for one in page.rows]
    shown: dict[str, Any] = {"form": form, "page": page, "rows": rows}
    shown["may_enter"] = not queries.must_sign_online()
    return show(request, "filing_files", "contract_filings", **shown)


@agency(InstitutionPower.CONTRACTS)
@require_GET
def filing_file(request: HttpRequest, file_id: int) -> HttpResponse:
    """How far a file is; the page asks for its changing part by itself."""
    found = get_object_or_404(queries.files_seen_by(request.actor), pk=file_id)
    page = page_of(queries.rows_of_file(found.pk).order_by("number", "id"), request)
    shown = {
        "shown": filing_file_shown(found),
        "progress": queries.progress_of(found),
        "rows": page.rows,
        "page": page,
    }
    if request.htmx:
        return render(request, "agency/filing_file_part.html", shown)
    return show(request, "filing_file", "contract_filings", **shown)


@agency(InstitutionPower.CONTRACTS)
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    names = [one.bank_name for one in payments.accounts_of(Business.CUSTODY)]
    return spreadsheet(reading.template_file(names), "批量备案模板.xlsx")


@agency(InstitutionPower.CONTRACTS)
@require_GET
def result(request: HttpRequest, file_id: int) -> HttpResponse:
    found = get_object_or_404(queries.files_seen_by(request.actor), pk=file_id)
    return spreadsheet(reading.result_file(queries.result_rows(found)), f"备案结果-{found.pk}.xlsx")


def lay_out(request: HttpRequest, found: Any, form: Form) -> HttpResponse:
    [row] = filing_rows([found])
    return show(
        request,
        "contract_filing",
        "contract_filings",
        row=row,
        certificates=certificates_shown(found, PORTAL),
        document_url=reverse("agency:amendment_document", args=[found.pk]),
        steps=steps_told(found),
        form=form,
        **acts_shown(PORTAL, found, request.actor),
        **amendment_shown(found),
    )
