"""合同网签: begun on a verified home, listed, viewed, printed, taken back, revoked. (CON-01, CON-03; CON-11)"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.desks.checks import check_of
from anju.desks.shown_homes import home_row
from anju.filings import queries as filings
from anju.homes import queries as homes
from anju.people.rules import InstitutionPower
from anju.portals.agency.forms_of_contracts import ContractSearch, HomeChoice, RevocationForm
from anju.portals.agency.page import PORTAL, show, show_form
from anju.portals.agency.shown_contracts import contract_in_full, contract_row
from anju.signings import actions, queries
from anju.signings.rules import Status, Way
from anju.web.doors import agency
from anju.web.downloads import pdf, stored_file
from anju.web.forms import Form
from anju.web.paging import PageOfRows, page_of


def contract_of(request: HttpRequest, contract_id: int) -> Any:
    return get_object_or_404(queries.contracts_seen_by(request.actor), pk=contract_id)


@agency(InstitutionPower.CONTRACTS)
@require_GET
def contracts(request: HttpRequest) -> HttpResponse:
    """租赁合同网签列表."""
    search, page = ContractSearch(request.GET), PageOfRows([])
    if search.is_valid():
        asked = search.cleaned_data
        ours = queries.in_status(queries.contracts_seen_by(request.actor), [asked["status"]])
        found = queries.found_by(ours, asked["text"]).prefetch_related("tenants")
        page = page_of(found, request)
    rows = [contract_row(one) for one in page.rows]
    may_enter = not filings.must_sign_online()
    shown: dict[str, Any] = {"search": search, "page": page, "rows": rows, "may_enter": may_enter}
    return show(request, "contracts", "contracts", **shown)


@agency(InstitutionPower.CONTRACTS)
@require_GET
def choose_home(request: HttpRequest) -> HttpResponse:
    """受理网签 (or 合同补录): first the home, verified before or now."""
    search, page = HomeChoice(request.GET), PageOfRows([])
    is_paper = request.GET.get("way") == Way.PAPER
    if search.is_valid():
        ours = homes.verifications_to_let(request.actor)
        page = page_of(homes.found_by(ours, search.cleaned_data["text"]), request)
    rows = [home_row(one, PORTAL) for one in page.rows if homes.holds(one)]
    shown: dict[str, Any] = {"search": search, "page": page, "rows": rows}
    return show(request, "choose_home", "contracts", is_paper=is_paper, form=Form(), **shown)


@agency(InstitutionPower.CONTRACTS)
@require_POST
def begin(request: HttpRequest, check_id: int) -> HttpResponse:
    """【下一步】 from a home to the details of its contract. Who is on the black list is told."""
    found, form = check_of(request, check_id), Form(request.POST)
    way = Way.PAPER if request.POST.get("way") == Way.PAPER else Way.ONLINE
    if form.is_valid() and form.attempt(
        actions.begin_contract, verification_id=found.pk, way=way, by=request.actor
    ):
        return redirect("agency:contract_terms", form.done.pk)
    messages.error(request, form.why_not)
    return redirect("agency:home_check", found.pk)


@agency(InstitutionPower.CONTRACTS)
@require_GET
def contract(request: HttpRequest, contract_id: int) -> HttpResponse:
    """A draft goes on where it is filled in."""
    found = contract_of(request, contract_id)
    if found.status == Status.DRAFT:
        return redirect("agency:contract_terms", found.pk)
    return lay_out(request, found, Form())


@agency(InstitutionPower.CONTRACTS)
@require_GET
def paper(request: HttpRequest, contract_id: int) -> HttpResponse:
    """打印: the sealed paper, before that the contract as it stands."""
    found = contract_of(request, contract_id)
    content = queries.pdf_to_read(found)
    if content is None:
        raise Http404
    return pdf(content, f"{found.no}.pdf")


@agency(InstitutionPower.CONTRACTS)
@require_GET
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    found = get_object_or_404(queries.documents_seen_by(request.actor), pk=document_id)
    return stored_file(found.file)


@agency(InstitutionPower.CONTRACTS)
@require_POST
def take_back(request: HttpRequest, contract_id: int) -> HttpResponse:
    """返回修改: nobody is bound before all tenants have confirmed."""
    found, form = contract_of(request, contract_id), Form(request.POST)
    if form.is_valid() and form.attempt(actions.take_back, contract_id=found.pk, by=request.actor):
        messages.success(request, _("合同已退回草稿，可以修改；已通知承租人"))
        return redirect("agency:contract_preview", found.pk)
    return lay_out(request, found, form)


@agency(InstitutionPower.CONTRACTS)
@require_POST
def cancel(request: HttpRequest, contract_id: int) -> HttpResponse:
    """取消: the contract comes to nothing, its home is free."""
    found, form = contract_of(request, contract_id), Form(request.POST)
    if form.is_valid() and form.attempt(
        actions.cancel_contract, contract_id=found.pk, by=request.actor
    ):
        messages.success(request, _("合同已取消"))
        return redirect("agency:contracts")
    return lay_out(request, found, form)


@agency(InstitutionPower.CONTRACTS)
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, contract_id: int) -> HttpResponse:
    """撤销: proposed with a reason; it happens when every tenant has agreed."""
    found, form = contract_of(request, contract_id), RevocationForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.propose_revocation,
        contract_id=found.pk,
        because=form.cleaned_data["because"],
        by=request.actor,
    ):
        messages.success(request, _("撤销申请已发出，承租人全部同意后合同撤销"))
        return redirect("agency:contract", found.pk)
    back = (reverse("agency:contract", args=[found.pk]), found.no)
    title, submit, facts = _("申请撤销合同"), _("提交"), [(_("房屋坐落"), found.address)]
    return show_form(request, "contracts", form, title=title, back=back, submit=submit, facts=facts)


@agency(InstitutionPower.CONTRACTS)
@require_POST
def answer_revocation(request: HttpRequest, contract_id: int) -> HttpResponse:
    """What a tenant proposed is agreed to, or not; what the landlord proposed is taken back."""
    found, form = contract_of(request, contract_id), Form(request.POST)
    agrees = request.POST.get("answer") == "agree"
    answer = actions.agree_revocation if agrees else actions.refuse_revocation
    if form.is_valid() and form.attempt(answer, contract_id=found.pk, by=request.actor):
        messages.success(request, _("已同意撤销") if agrees else _("合同不撤销，继续有效"))
        return redirect("agency:contract", found.pk)
    return lay_out(request, found, form)


def lay_out(request: HttpRequest, found: Any, form: Form) -> HttpResponse:
    found = contract_of(request, found.pk)
    shown = contract_in_full(found, request.actor)
    return show(request, "contract", "contracts", form=form, **shown)
