"""The steps of a draft, each kept at every change and by 【保存】; the preview, and 签约. (CON-01 to CON-05)

An institution goes through them for its own contracts, an officer for those that were signed on paper (合同补录).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core import clock
from anju.desks.forms_of_contracts import DocumentsForm, StepForm
from anju.desks.shown_contracts import STEPS, faults_shown, files_of, home_of, step_links
from anju.signings import actions, queries
from anju.signings.rules import Status, Way
from anju.signings.shown import payments_of, sections_of
from anju.web.forms import Form

NAMES = list(STEPS)


@dataclass(frozen=True)
class Place:
    """Whose pages these are: the portal, how it lays a page out, the entry of its menu, and the way back to a list."""

    portal: str
    show: Callable[..., HttpResponse]
    here: str
    back: str
    back_label: Any

    def to(self, name: str, found: Any) -> HttpResponse:
        return redirect(f"{self.portal}:{name}", found.pk)

    def lay_out(
        self, request: HttpRequest, template: str, found: Any, here: str, **shown: Any
    ) -> HttpResponse:
        return self.show(
            request,
            f"desks/{template}",
            self.here,
            portal=self.portal,
            back=reverse(f"{self.portal}:{self.back}"),
            back_label=self.back_label,
            contract=found,
            links=step_links(found, here, self.portal),
            home=home_of(found),
            has_tenants=here == "contract_tenants",
            is_paper=found.way == Way.PAPER,
            **shown,
        )


def step(
    place: Place, request: HttpRequest, found: Any, here: str, kind: type[StepForm]
) -> HttpResponse:
    """What is typed is kept, right or wrong. A page without script does it by 【保存】 and 【下一步】."""
    if found.status != Status.DRAFT:
        return place.to("contract", found)
    if request.method == "POST":
        typed = kind(queries.typed_of(found), way=found.way).read(request.POST.dict())
        kept = Form({})
        if not kept.attempt(
            actions.keep_typed,
            contract_id=found.pk,
            typed=typed,
            edition=edition_of(request) if request.htmx else None,
            by=request.actor,
        ):
            messages.error(request, kept.why_not)
        if not request.htmx:
            return after(place, request, found, here)
        found.refresh_from_db()
    form = filled(found, kind, has_all=bool(request.GET.get("check")))
    if request.htmx:
        concerned = [one for one in faults_typed(found) if one.field in form.places]
        shown = {
            "faults": faults_shown(found, concerned, place.portal),
            "at": clock.now(),
            "is_older": found.edition != edition_of(request),
        }
        return render(request, "desks/contract_kept.html", shown)
    return place.lay_out(request, "contract_step", found, here, form=form)


def edition_of(request: HttpRequest) -> int:
    """From which state of the draft the page was laid out that keeps by itself."""
    stated = request.POST.get("edition", "")
    return int(stated) if stated.isdecimal() and len(stated) < 10 else -1


def filled(found: Any, kind: type[StepForm], has_all: bool) -> StepForm:
    """A step as it stands: with every fault where one came to put them right, else with those of what was typed."""
    faults = queries.preview(found).faults if has_all else faults_typed(found)
    return kind(queries.typed_of(found), faults, way=found.way)


def faults_typed(found: Any) -> list[Any]:
    """What is wrong with what was typed; what is still empty is told by the preview. (CON-04)"""
    return [one for one in queries.preview(found).faults if one.code != "field_missing"]


def after(place: Place, request: HttpRequest, found: Any, here: str) -> HttpResponse:
    """【下一步】 leads to the next step, everything else back to this one."""
    goes_on = request.POST.get("step") == "next"
    name = NAMES[NAMES.index(here) + 1] if goes_on else here
    if not goes_on:
        messages.success(request, _("已保存"))
    return place.to(name, found)


def documents(place: Place, request: HttpRequest, found: Any) -> HttpResponse:
    """要件: looked into and kept at once."""
    here = "contract_documents"
    if found.status != Status.DRAFT:
        return place.to("contract", found)
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
        return after(place, request, found, here)
    return place.lay_out(request, "contract_documents", found, here, form=form)


def preview(place: Place, request: HttpRequest, found: Any) -> HttpResponse:
    """The whole contract before it is signed; what is wrong, each with the way to its field. (CON-02)"""
    if found.status != Status.DRAFT:
        return place.to("contract", found)
    return preview_shown(place, request, found, Form())


def sign(place: Place, request: HttpRequest, found: Any) -> HttpResponse:
    """【签约】, or 【补录】 of a paper contract: the terms that the page showed, by their digest."""
    form = Form(request.POST)
    is_paper = found.way == Way.PAPER
    action = actions.enter_contract if is_paper else actions.sign_contract
    if form.is_valid() and form.attempt(
        action, contract_id=found.pk, terms_digest=digest_of(request), by=request.actor
    ):
        told = _("合同已补录，可以申请备案") if is_paper else _("本机构已签约，等待承租人确认")
        messages.success(request, told)
        return place.to("contract", found)
    if found.status != Status.DRAFT:
        messages.error(request, form.why_not)
        return place.to("contract", found)
    return preview_shown(place, request, found, form)


def digest_of(request: HttpRequest) -> bytes:
    try:
        return bytes.fromhex(request.POST.get("seen", ""))
    except ValueError:
        return b""


def preview_shown(place: Place, request: HttpRequest, found: Any, form: Form) -> HttpResponse:
    seen = queries.preview(found)
    return place.lay_out(
        request,
        "contract_preview",
        found,
        "contract_preview",
        form=form,
        faults=faults_shown(found, seen.faults, place.portal),
        sections=sections_of(seen.terms, masked=True) if seen.terms else [],
        payments=payments_of(seen.terms) if seen.terms else [],
        seen=seen.terms.digest.hex() if seen.terms and seen.is_ready else "",
        files=files_of(found, place.portal),
    )
