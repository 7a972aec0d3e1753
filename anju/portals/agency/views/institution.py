"""本机构: what is filed, changes of it, branches, places. (AGY-02 to AGY-04)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.agencies import actions, queries
from anju.agencies.rules import Status
from anju.agencies.terms import PremisesTerms
from anju.desks.forms import ReasonForm
from anju.desks.forms_of_agencies import InstitutionForm, PlaceForm, PractitionerForm
from anju.desks.shown_agencies import (
    facts_of_version,
    filing_rows,
    institution_row,
    practitioner_row,
)
from anju.people.rules import InstitutionPower
from anju.portals.agency.forms import BranchForm
from anju.portals.agency.page import PORTAL, own_institution, show, show_form
from anju.web.doors import agency
from anju.web.paging import page_of

MOST_ROWS, MOST_BRANCHES = 10, 200


def institution_of(request: HttpRequest, institution_id: int) -> Any:
    """The institution itself, or a branch of it; what was cancelled is kept by nobody any more."""
    seen = queries.institutions_seen_by(request.actor).filter(status=Status.FILED)
    return get_object_or_404(seen, pk=institution_id)


def back_to(institution: Any) -> tuple[str, Any]:
    return reverse("agency:institution", args=[institution.pk]), institution.name


@agency()
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    return lay_out(request, own_institution(request))


@agency()
@require_GET
def institution(request: HttpRequest, institution_id: int) -> HttpResponse:
    return lay_out(request, institution_of(request, institution_id))


@agency(InstitutionPower.FILING)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, institution_id: int) -> HttpResponse:
    """变更备案: what differs is reviewed before it takes the place of what is filed. (rule C4.2)"""
    found = institution_of(request, institution_id)
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    about: dict[str, Any] = {"kind": found.kind, "is_branch": found.is_branch}
    form = InstitutionForm(*sent, actor=request.actor, terms=found.facts.terms, **about)
    if form.is_valid() and form.attempt(
        actions.apply_for_change, institution_id=found.pk, terms=form.terms, by=request.actor
    ):
        messages.success(request, _("请核对变更内容，然后提交审核"))
        return redirect("agency:filing", form.done.pk)
    back_url, _name = back_to(found)
    return show(request, "desks/filing_form", "own", form=form, back_url=back_url, of=found)


@agency(InstitutionPower.FILING)
@require_http_methods(["GET", "POST"])
def add_branch(request: HttpRequest) -> HttpResponse:
    """The head office applies for a branch of its own; a branch's administrator is told whom to ask. (AGY-02)"""
    head = own_institution(request)
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form = BranchForm(*sent, actor=request.actor, head=head)
    if form.is_valid() and form.attempt(
        actions.enter_filing, kind=head.kind, terms=form.terms, head_id=head.pk, by=request.actor
    ):
        told = _("请核对填写的内容，然后提交审核") if form.wants_all else _("草稿已保存")
        messages.success(request, told)
        return redirect("agency:filing", form.done.pk)
    back = reverse("agency:filings")
    return show(request, "desks/filing_form", "filings", form=form, back_url=back)


@agency(InstitutionPower.FILING)
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, institution_id: int) -> HttpResponse:
    """注销备案: applied for with a reason, and reviewed."""
    found, form = institution_of(request, institution_id), ReasonForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.apply_for_cancellation,
        institution_id=found.pk,
        by=request.actor,
        **form.cleaned_data,
    ):
        messages.success(request, _("注销申请已提交，等待审核"))
        return redirect("agency:filing", form.done.pk)
    lead = _("审核通过后，工作牌、场所和管理员账号同时失效。合同或者资金没有结清的不能注销。")
    title, submit = _("申请注销备案"), _("提交审核")
    facts = [(_("机构名称"), found.name), (_("备案号"), found.filing_no)]
    about: dict[str, Any] = {"title": title, "submit": submit, "lead": lead, "facts": facts}
    return show_form(request, "own", form, back=back_to(found), **about)


@agency(InstitutionPower.FILING)
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """登记从业人员 of the institution itself; those of a branch are registered from its page."""
    return redirect("agency:add_practitioner", own_institution(request).pk)


@agency(InstitutionPower.FILING)
@require_http_methods(["GET", "POST"])
def add_practitioner(request: HttpRequest, institution_id: int) -> HttpResponse:
    found = institution_of(request, institution_id)
    form = PractitionerForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.register_practitioner,
        institution_id=found.pk,
        terms=form.terms,
        by=request.actor,
    ):
        messages.success(request, _("已登记，工作牌已生成"))
        return redirect("agency:practitioner", form.done.pk)
    title, submit = _("登记从业人员"), _("登记并生成工作牌")
    back = back_to(found)
    return show_form(request, "practitioners", form, title=title, back=back, submit=submit)


@agency(InstitutionPower.FILING)
@require_http_methods(["GET", "POST"])
def add_place(request: HttpRequest, institution_id: int) -> HttpResponse:
    found, form = institution_of(request, institution_id), PlaceForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.register_premises,
        institution_id=found.pk,
        terms=PremisesTerms(**form.cleaned_data | form.in_millionths),
        by=request.actor,
    ):
        messages.success(request, _("场所已登记，已显示在地图上"))
        return redirect("agency:institution", found.pk)
    title, submit = _("登记场所"), _("登记")
    return show_form(request, "own", form, title=title, back=back_to(found), submit=submit)


@agency(InstitutionPower.FILING)
@require_http_methods(["GET", "POST"])
def close_place(request: HttpRequest, place_id: int) -> HttpResponse:
    """关闭场所: it leaves the map."""
    found = get_object_or_404(queries.premises_seen_by(request.actor), pk=place_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.close_premises, premises_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("场所已关闭，地图上不再显示"))
        return redirect("agency:institution", found.institution_id)
    title, submit = _("关闭场所"), _("关闭")
    facts = [(_("场所名称"), found.name), (_("地址"), found.address)]
    back = back_to(found.institution)
    return show_form(request, "own", form, title=title, back=back, submit=submit, facts=facts)


def lay_out(request: HttpRequest, found: Any) -> HttpResponse:
    actor, own = request.actor, own_institution(request)
    places = queries.premises_found(queries.premises_seen_by(actor), institution_id=found.pk)
    staffed = queries.practitioners_found(actor, institution_id=found.pk)
    branches = queries.institutions_seen_by(actor).filter(head=found.pk)[: MOST_BRANCHES + 1]
    return show(
        request,
        "institution",
        "own",
        row=institution_row(found, PORTAL),
        facts=facts_of_version(found.facts),
        practitioners=[practitioner_row(one, PORTAL) for one in staffed[:MOST_ROWS]],
        places=page_of(places.filter(status="in_use"), request),
        branches=[institution_row(one, PORTAL) for one in branches[:MOST_BRANCHES]],
        most_branches=MOST_BRANCHES if len(branches) > MOST_BRANCHES else None,
        filings=filing_rows(
            queries.filings_seen_by(actor).filter(institution=found)[:MOST_ROWS], PORTAL
        ),
        acts=queries.acts_on_institution(found, own),
        advice=queries.whom_to_ask(own),
    )
