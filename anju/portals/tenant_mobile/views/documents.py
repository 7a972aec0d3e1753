"""我的凭证: statements and proofs of deposit, issued and had again. (TEN-91)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods

from anju.certificates import actions
from anju.contracts import queries as contracts
from anju.portals.tenant_mobile.page import PORTAL, show
from anju.web.doors import tenant
from anju.web.tenant import certificates


@tenant
@require_http_methods(["GET", "POST"])
def statement(request: HttpRequest, filing_no: str) -> HttpResponse:
    """开具资金明细对账单"""
    lease = get_object_or_404(contracts.leases_seen_by(request.actor), filing_no=filing_no)
    form = certificates.statement_form(request, lease)
    if form.is_valid():
        period = {"lease_id": lease.pk, **form.cleaned_data}
        if form.attempt(actions.issue_statement, **period, by=request.actor):
            return redirect(f"{PORTAL}:document", form.done.no)
    return show(request, "statement", lease=lease, form=form)


@tenant
@require_http_methods(["GET", "POST"])
def proof(request: HttpRequest, filing_no: str) -> HttpResponse:
    """开具押金托管证明"""
    lease = get_object_or_404(contracts.leases_seen_by(request.actor), filing_no=filing_no)
    form = certificates.proof_form(request)
    if form.is_valid():
        asked = {"lease_id": lease.pk, **form.cleaned_data}
        if form.attempt(actions.issue_proof_of_deposit, **asked, by=request.actor):
            return redirect(f"{PORTAL}:document", form.done.no)
    held = certificates.held_for(lease)
    return show(request, "proof", lease=lease, form=form, held=held)


@tenant
@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    return show(request, "documents", **certificates.certificates(request))


@tenant
@require_GET
def document(request: HttpRequest, no: str) -> HttpResponse:
    found = certificates.certificate_asked_for(request, no)
    return show(request, "document", **certificates.certificate_shown(found))


@tenant
@require_GET
def document_pdf(request: HttpRequest, no: str) -> HttpResponse:
    return certificates.pdf_file(certificates.certificate_asked_for(request, no))


@tenant
@require_GET
def statement_xlsx(request: HttpRequest, no: str) -> HttpResponse:
    return certificates.xlsx_file(certificates.certificate_asked_for(request, no))
