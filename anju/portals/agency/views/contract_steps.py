"""The steps of a draft, each kept at every change and by 【保存】; the preview, and 签约. (CON-01 to CON-05)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.core import clock
from anju.people.rules import InstitutionPower
from anju.portals.agency.forms_of_contracts import (
    AgreementsForm,
    DocumentsForm,
    StepForm,
    TenantsForm,
    TermsForm,
)
from anju.portals.agency.page import show
from anju.portals.agency.shown_contracts import (
    STEPS,
    faults_shown,
    files_of,
    home_of,
    step_links,
)
from anju.portals.agency.views.contracts import contract_of
from anju.signings import actions, queries
from anju.signings.rules import Status, Way
from anju.signings.shown import payments_of, sections_of
from anju.web.doors import agency
from anju.web.forms import Form

NAMES = list(STEPS)


@agency(InstitutionPower.CONTRACTS)
@require_http_methods(["GET", "POST"])
def terms(request: HttpRequest, contract_id: int) -> HttpResponse:
    return step(request, contract_of(request, contract_id), "contract_terms", TermsForm)


@agency(InstitutionPower.CONTRACTS)
@require_http_methods(["GET", "POST"])
def tenants(request: HttpRequest, contract_id: int) -> HttpResponse:
    return step(request, contract_of(request, contract_id), "contract_tenants", TenantsForm)


@agency(InstitutionPower.CONTRACTS)
@require_http_methods(["GET", "POST"])
def agreements(request: HttpRequest, contract_id: int) -> HttpResponse:
    return step(request, contract_of(request, contract_id), "contract_agreements", AgreementsForm)


def step(request: HttpRequest, found: Any, here: str, kind: type[StepForm]) -> HttpResponse:
    """What is typed is kept, right or wrong. A page without script does it by 【保存】 and 【下一步】."""
    if found.status != Status.DRAFT:
        return redirect("agency:contract", found.pk)
    if request.method == "POST":
        typed = queries.typed_of(found)
        typed |= kind(typed, way=found.way).read(request.POST.dict())
        kept = Form({})
        if not kept.attempt(
            actions.keep_typed, contract_id=found.pk, typed=typed, by=request.actor
        ):
            messages.error(request, kept.why_not)
        if not request.htmx:
            return after(request, found, here)
        found.refresh_from_db()
    form = filled(found, kind, has_all=bool(request.GET.get("check")))
    if request.htmx:
        concerned = [one for one in faults_typed(found) if one.field in form.places]
        shown = {"faults": faults_shown(found, concerned), "at": clock.now()}
        return render(request, "agency/contract_kept.html", shown)
    return show(request, "contract_step", "contracts", **laid_out(found, here), form=form)


def filled(found: Any, kind: type[StepForm], has_all: bool) -> StepForm:
    """A step as it stands: with every fault where one came to put them right, else with those of what was typed."""
    faults = queries.preview(found).faults if has_all else faults_typed(found)
    return kind(queries.typed_of(found), faults, way=found.way)


def faults_typed(found: Any) -> list[Any]:
    """What is wrong with what was typed; what is still empty is told by the preview. (CON-04)"""
    return [one for one in queries.preview(found).faults if one.code != "field_missing"]


def laid_out(found: Any, here: str) -> dict[str, Any]:
    return {
        "contract": found,
        "links": step_links(found, here),
        "home": home_of(found),
        "has_tenants": here == "contract_tenants",
        "is_paper": found.way == Way.PAPER,
    }


def after(request: HttpRequest, found: Any, here: str) -> HttpResponse:
    """【下一步】 leads to the next step, everything else back to this one."""
    goes_on = request.POST.get("step") == "next"
    name = NAMES[NAMES.index(here) + 1] if goes_on else here
    if not goes_on:
        messages.success(request, _("已保存"))
    return redirect(f"agency:{name}", found.pk)


@agency(InstitutionPower.CONTRACTS)
@require_http_methods(["GET", "POST"])
def documents(request: HttpRequest, contract_id: int) -> HttpResponse:
    """要件: looked into and kept at once."""
    found, here = contract_of(request, contract_id), "contract_documents"
    if found.status != Status.DRAFT:
        return redirect("agency:contract", found.pk)
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    kept: dict[str, list[Any]] = {}
    for one in queries.documents_of(found).defer("file__content"):
        kept.setdefault(one.kind, []).append(one.file)
    needed = queries.documents_needed_by(found)
    form = DocumentsForm(*sent, actor=request.actor, initial=kept, needed=needed)
    if form.is_valid() and form.attempt(
        actions.keep_documents,
        contract_id=found.pk,
        documents=form.documents,
        by=request.actor,
    ):
        return after(request, found, here)
    shown = laid_out(found, here)
    return show(request, "contract_documents", "contracts", **shown, form=form)


@agency(InstitutionPower.CONTRACTS)
@require_GET
def preview(request: HttpRequest, contract_id: int) -> HttpResponse:
    """The whole contract before it is signed; what is wrong, each with the way to its field. (CON-02)"""
    found = contract_of(request, contract_id)
    if found.status != Status.DRAFT:
        return redirect("agency:contract", found.pk)
    return lay_out(request, found, Form())


@agency(InstitutionPower.CONTRACTS)
@require_POST
def sign(request: HttpRequest, contract_id: int) -> HttpResponse:
    """【签约】, or 【补录】 of a paper contract: the terms that the page showed, by their digest."""
    found, form = contract_of(request, contract_id), Form(request.POST)
    is_paper = found.way == Way.PAPER
    action = actions.enter_contract if is_paper else actions.sign_contract
    if form.is_valid() and form.attempt(
        action, contract_id=found.pk, terms_digest=digest_of(request), by=request.actor
    ):
        told = _("合同已补录，可以申请备案") if is_paper else _("本机构已签约，等待承租人确认")
        messages.success(request, told)
        return redirect("agency:contract", found.pk)
    if found.status != Status.DRAFT:
        messages.error(request, form.why_not)
        return redirect("agency:contract", found.pk)
    return lay_out(request, found, form)


def digest_of(request: HttpRequest) -> bytes:
    try:
        return bytes.fromhex(request.POST.get("seen", ""))
    except ValueError:
        return b""


def lay_out(request: HttpRequest, found: Any, form: Form) -> HttpResponse:
    seen = queries.preview(found)
    return show(
        request,
        "contract_preview",
        "contracts",
        **laid_out(found, "contract_preview"),
        form=form,
        faults=faults_shown(found, seen.faults),
        sections=sections_of(seen.terms, masked=True) if seen.terms else [],
        payments=payments_of(seen.terms) if seen.terms else [],
        seen=seen.terms.digest.hex() if seen.terms and seen.is_ready else "",
        files=files_of(found),
    )
