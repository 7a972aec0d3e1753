"""合同补录: a contract signed on paper is entered by the certificate of its home, then handed in. (CON-11)"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.desks import contract_steps as steps
from anju.desks.forms_of_contracts import AgreementsForm, TenantsForm, TermsForm
from anju.filings import actions as filing_actions
from anju.filings import queries as filings
from anju.filings.rules import Status as FilingStatus
from anju.filings.rules import answer
from anju.homes import queries as homes
from anju.portals.authority.forms_of_contracts import PaperSearch
from anju.portals.authority.page import PORTAL, show
from anju.portals.authority.shown_contracts import homes_to_let
from anju.portals.authority.views.contracts import HERE, filing_of
from anju.signings import actions, queries
from anju.signings.rules import Status, Way
from anju.web.doors import staff
from anju.web.downloads import file_for_staff, pdf
from anju.web.forms import Form
from anju.web.paging import PageOfRows, page_of

PLACE = steps.Place(PORTAL, show, HERE, "paper_contracts", gettext_lazy("合同补录"))


def paper_of(request: HttpRequest, draft_id: int) -> Any:
    """A contract on paper; what is signed online is the landlord's to write."""
    on_paper = queries.contracts_kept_by(request.actor).filter(way=Way.PAPER)
    return get_object_or_404(on_paper, pk=draft_id)


@staff("filing.enter")
@require_GET
def paper_contracts(request: HttpRequest) -> HttpResponse:
    """By certificate number: the verified homes to enter a contract for, and what is not finished yet."""
    search, page, found = PaperSearch(request.GET), PageOfRows([]), []
    if search.is_valid():
        text = search.cleaned_data["text"]
        unfinished = queries.contracts_to_enter(request.actor)
        page = page_of(queries.found_by(unfinished, text), request)
        found = homes_to_let(request.actor, text) if text else []
    return show(
        request,
        "paper_contracts",
        HERE,
        search=search,
        page=page,
        rows=page.rows,
        homes=found,
        must_sign_online=answer(filings.must_sign_online()),
    )


@staff("filing.enter")
@require_POST
def begin(request: HttpRequest, check_id: int) -> HttpResponse:
    """【下一步】 from a home to what its paper contract says."""
    found = get_object_or_404(homes.verifications_to_let(request.actor), pk=check_id)
    form = Form(request.POST)
    if form.is_valid() and form.attempt(
        actions.begin_contract, verification_id=found.pk, way=Way.PAPER, by=request.actor
    ):
        return redirect("authority:contract_terms", form.done.pk)
    messages.error(request, form.why_not)
    return redirect("authority:paper_contracts")


@staff("filing.enter")
@require_GET
def contract(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Where a paper contract goes on: a draft in its steps, then its application, or the page to hand it in."""
    found = paper_of(request, draft_id)
    if found.status == Status.DRAFT:
        return PLACE.to("contract_terms", found)
    application = filings.filings_of_contract(request.actor, found.pk).first()
    if application is not None and application.status != FilingStatus.WITHDRAWN:
        return redirect("authority:contract_filing", application.pk)
    if found.status == Status.ENTERED:
        return PLACE.to("file_contract", found)
    return redirect("authority:paper_contracts")


@staff("filing.enter")
@require_http_methods(["GET", "POST"])
def terms(request: HttpRequest, draft_id: int) -> HttpResponse:
    return steps.step(PLACE, request, paper_of(request, draft_id), "contract_terms", TermsForm)


@staff("filing.enter")
@require_http_methods(["GET", "POST"])
def tenants(request: HttpRequest, draft_id: int) -> HttpResponse:
    return steps.step(PLACE, request, paper_of(request, draft_id), "contract_tenants", TenantsForm)


@staff("filing.enter")
@require_http_methods(["GET", "POST"])
def agreements(request: HttpRequest, draft_id: int) -> HttpResponse:
    found = paper_of(request, draft_id)
    return steps.step(PLACE, request, found, "contract_agreements", AgreementsForm)


@staff("filing.enter")
@require_http_methods(["GET", "POST"])
def documents(request: HttpRequest, draft_id: int) -> HttpResponse:
    return steps.documents(PLACE, request, paper_of(request, draft_id))


@staff("filing.enter")
@require_GET
def preview(request: HttpRequest, draft_id: int) -> HttpResponse:
    return steps.preview(PLACE, request, paper_of(request, draft_id))


@staff("filing.enter")
@require_POST
def enter(request: HttpRequest, draft_id: int) -> HttpResponse:
    """【补录】."""
    return steps.sign(PLACE, request, paper_of(request, draft_id))


@staff("filing.enter")
@require_POST
def cancel(request: HttpRequest, draft_id: int) -> HttpResponse:
    found, form = paper_of(request, draft_id), Form(request.POST)
    if form.is_valid() and form.attempt(
        actions.cancel_contract, contract_id=found.pk, by=request.actor
    ):
        messages.success(request, _("合同已取消"))
        return redirect("authority:paper_contracts")
    messages.error(request, form.why_not)
    return PLACE.to("contract", found)


@staff("filing.enter")
@require_GET
def print_contract(request: HttpRequest, draft_id: int) -> HttpResponse:
    found = paper_of(request, draft_id)
    content = queries.pdf_to_read(found)
    if content is None:
        raise Http404
    return pdf(content, f"{found.no}.pdf")


@staff("filing.enter")
@require_GET
def document(request: HttpRequest, paper_id: int) -> HttpResponse:
    found = get_object_or_404(queries.documents_seen_by(request.actor), pk=paper_id)
    return file_for_staff(
        request, found.file, of=found.contract, whose=found.contract.no, purpose=_("合同补录")
    )


@staff("filing.enter")
@require_POST
def correct(request: HttpRequest, application_id: int) -> HttpResponse:
    """改正合同: what was entered and sent back is a draft again, to be corrected where the return says so."""
    found, form = filing_of(request, application_id), Form(request.POST)
    if form.is_valid() and form.attempt(
        filing_actions.correct_contract, filing_id=found.pk, by=request.actor
    ):
        messages.success(request, _("请改正合同内容，补录后重新提交备案"))
        return redirect("authority:contract_terms", found.contract_id)
    messages.error(request, form.why_not)
    return redirect("authority:contract_filing", found.pk)
