"""合同备案: what waits for review, an application with its contract, and 【备案申请】. (CON-10, CON-12; IDN-03)"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.desks.amendments import acts_shown
from anju.desks.forms import ReasonForm, ReviewForm
from anju.desks.shown import staff_named
from anju.desks.shown_contracts import certificates_shown
from anju.filings import actions, queries
from anju.filings.rules import OF_A_CONTRACT, Status, answer
from anju.portals.authority.forms_of_contracts import ContractFilingSearch, ContractSearch
from anju.portals.authority.page import OF_CONTRACTS, PORTAL, show, show_form
from anju.portals.authority.shown_contracts import (
    contract_filing_row,
    contract_filing_rows,
    contract_papers,
    contract_shown,
)
from anju.signings import queries as signings
from anju.signings.terms import read_terms
from anju.web.amendments import amendment_shown
from anju.web.doors import staff
from anju.web.downloads import file_for_staff, pdf
from anju.web.forms import Form
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of

HERE = "contract_filings"


def filing_of(request: HttpRequest, application_id: int) -> Any:
    return get_object_or_404(queries.filings_seen_by(request.actor), pk=application_id)


@staff(*OF_CONTRACTS)
@require_GET
def filings(request: HttpRequest) -> HttpResponse:
    """Those that wait stand in the order in which they are due; all others with the newest first."""
    search, page = ContractFilingSearch(request.GET), PageOfRows([])
    must_sign_online = queries.must_sign_online()
    if search.is_valid():
        found = queries.filings_found(request.actor, **search.cleaned_data)
        if search.cleaned_data["status"] == Status.SUBMITTED:
            found = found.order_by("review_by", "id")
        page = page_of(found, request)
    return show(
        request,
        "contract_filings",
        HERE,
        search=search,
        page=page,
        rows=contract_filing_rows(page.rows),
        may_enter=queries.may_submit(request.actor),
        may_enter_paper=not must_sign_online,
        must_sign_online=answer(must_sign_online),
    )


@staff("filing.enter")
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """【备案申请】: the contract is found by its certificate or its number, and looked at before it is handed in."""
    search, page = ContractSearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.contracts_found(request.actor, **search.cleaned_data), request)
    return show(request, "contracts_to_file", HERE, search=search, page=page, rows=page.rows)


@staff("filing.enter")
@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, contract_id: int) -> HttpResponse:
    """合同备案信息, and 【提交备案申请】."""
    found = get_object_or_404(signings.contracts_ready_for_filing(request.actor), pk=contract_id)
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        actions.submit_filing, contract_id=found.pk, by=request.actor
    ):
        messages.success(request, _("备案申请已提交，等待另一人审核"))
        return redirect("authority:contract_filing", form.done.pk)
    contract = contract_shown(signings.terms_of(found))
    return show(request, "contract_to_file", HERE, contract=found, form=form, **contract)


@staff(*OF_CONTRACTS)
@require_GET
def filing(request: HttpRequest, application_id: int) -> HttpResponse:
    return lay_out(request, filing_of(request, application_id), Form(), review_form(None))


@staff("filing.review")
@require_POST
def review(request: HttpRequest, application_id: int) -> HttpResponse:
    """审核: the contract is filed, with its number, its bills and its certificate; or sent back with a reason."""
    found, form = filing_of(request, application_id), review_form(request.POST)
    if form.is_valid() and decide(form, found, request):
        told = (
            _("审核通过，{kind}办结").format(kind=found.get_kind_display())
            if form.is_approved
            else _("已退回，已通知申请人")
        )
        messages.success(request, told)
        return redirect("authority:contract_filing", found.pk)
    return lay_out(request, found, Form(), form)


def decide(form: ReviewForm, found: Any, request: HttpRequest) -> bool:
    if form.is_approved:
        return form.attempt(actions.approve_filing, filing_id=found.pk, by=request.actor)
    because = form.cleaned_data["because"]
    return form.attempt(actions.send_back, filing_id=found.pk, because=because, by=request.actor)


@staff("filing.enter")
@require_POST
def resubmit(request: HttpRequest, application_id: int) -> HttpResponse:
    """重新提交 what was sent back."""
    found, form = filing_of(request, application_id), Form(request.POST)
    if form.is_valid() and form.attempt(
        actions.resubmit_filing, filing_id=found.pk, by=request.actor
    ):
        messages.success(request, _("备案申请已重新提交，等待另一人审核"))
        return redirect("authority:contract_filing", found.pk)
    return lay_out(request, found, form, review_form(None))


@staff("filing.enter")
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, application_id: int) -> HttpResponse:
    found, form = filing_of(request, application_id), ReasonForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.withdraw_filing, filing_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("备案申请已撤回"))
        return redirect("authority:contract_filing", found.pk)
    facts = [(_("合同编号"), found.contract_no), (_("出租企业"), found.enterprise.name)]
    back = (reverse("authority:contract_filing", args=[found.pk]), found.application_no)
    title, submit = _("撤回备案申请"), _("撤回")
    return show_form(request, HERE, form, title=title, back=back, submit=submit, facts=facts)


@staff(*OF_CONTRACTS)
@require_GET
def paper(request: HttpRequest, application_id: int, paper_id: int) -> HttpResponse:
    """One of the documents that were handed in with the contract of an application."""
    found = filing_of(request, application_id)
    document = get_object_or_404(signings.documents_of(found.contract), pk=paper_id)
    return file_for_staff(
        request, document.file, of=found, whose=found.contract_no, purpose=_("合同要件")
    )


@staff(*OF_CONTRACTS)
@require_GET
def certificate(request: HttpRequest, application_id: int) -> HttpResponse:
    """合同备案证明, as it was issued."""
    found = queries.certificate_of(filing_of(request, application_id))
    if found is None:
        raise Http404
    return pdf(queries.pdf_of(found), f"合同备案证明-{queries.facts_of(found)['no']}.pdf")


def review_form(sent: Any) -> ReviewForm:
    return ReviewForm(sent, approve=_("审核通过"), reject=_("退回"))


def lay_out(request: HttpRequest, found: Any, form: Form, decision: ReviewForm) -> HttpResponse:
    """The contract stands here as it was handed in last: that is what is reviewed."""
    handed_in = list(queries.submissions_of(found))
    named = staff_named(found.submitted_by, found.reviewed_by)
    return show(
        request,
        "contract_filing",
        HERE,
        row=contract_filing_row(found),
        submitted_by=named(found.submitted_by),
        reviewed_by=named(found.reviewed_by),
        times=len(handed_in),
        papers=contract_papers(found),
        certificates=certificates_shown(found, PORTAL),
        advice=queries.why_not_review(found, request.actor),
        steps=steps_of(found),
        step_form=form,
        form=decision,
        **acts_shown(PORTAL, found, request.actor),
        **amendment_shown(found),
        document_url=reverse("authority:amendment_document", args=[found.pk]),
        **(contract_shown(read_terms(handed_in[0].facts)) if found.kind in OF_A_CONTRACT else {}),
    )
