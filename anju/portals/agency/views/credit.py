"""信用信息: what was scored and how it counts, objections, places on the lists. (CRD-01, CRD-04)"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.core import queries as core
from anju.credit import actions, queries
from anju.credit.rules import RemovalGround
from anju.desks.shown import files_shown
from anju.desks.shown_credit import (
    OBJECTION_TONES,
    entry_row,
    event_row,
    event_rows,
    evidence_shown,
)
from anju.parameters import queries as parameters
from anju.people.rules import InstitutionPower
from anju.portals.agency.forms import RepairForm, ScoreObjectionForm, StatementForm
from anju.portals.agency.page import PORTAL, show, show_form
from anju.web.doors import agency
from anju.web.downloads import stored_file
from anju.web.paging import page_of


def event_of(request: HttpRequest, event_id: int) -> Any:
    return get_object_or_404(queries.events_seen_by(request.actor), pk=event_id)


def entry_of(request: HttpRequest, entry_id: int) -> Any:
    return get_object_or_404(queries.entries_seen_by(request.actor), pk=entry_id)


@agency()
@require_GET
def credit(request: HttpRequest) -> HttpResponse:
    """Where the institution stands in its cycle, everything ever scored, its places on the lists."""
    page = page_of(queries.events_seen_by(request.actor), request)
    return show(
        request,
        "credit",
        "credit",
        standing=queries.standing_of(request.actor.organisation_id or 0),
        page=page,
        rows=event_rows(page.rows, PORTAL),
        entries=[entry_row(one, PORTAL) for one in queries.entries_seen_by(request.actor)],
    )


@agency()
@require_GET
def event(request: HttpRequest, event_id: int) -> HttpResponse:
    found = event_of(request, event_id)
    objection = getattr(found, "objection", None)
    return show(
        request,
        "event",
        "credit",
        row=event_row(found, PORTAL),
        objection=objection,
        objection_tone=OBJECTION_TONES[objection.status] if objection else "",
        files=evidence_shown(found, PORTAL),
        acts=queries.acts_on_event(found, request.actor),
    )


@agency(InstitutionPower.FILING)
@require_http_methods(["GET", "POST"])
def object_to(request: HttpRequest, event_id: int) -> HttpResponse:
    """提出异议, with what proves it; meanwhile the points count. (rule C5.6)"""
    found = event_of(request, event_id)
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form = ScoreObjectionForm(*sent, actor=request.actor)
    if form.is_valid() and form.attempt(
        actions.object_to_score,
        event_id=found.pk,
        text=form.cleaned_data["text"],
        file_ids=form.cleaned_data["uploads"],
        by=request.actor,
    ):
        days = parameters.number("credit.decision_workdays")
        told = _("异议已提交，{days}个工作日内处理，结果将告知本机构")
        messages.success(request, told.format(days=days))
        return redirect("agency:event", found.pk)
    facts = [
        (_("信用规则"), f"{found.rule.code} {found.rule.item}"),
        (_("异议期限"), found.object_until),
    ]
    back = (reverse("agency:event", args=[found.pk]), _("记分"))
    about: dict[str, Any] = {"title": _("对记分提出异议"), "submit": _("提交"), "facts": facts}
    return show_form(request, "credit", form, back=back, **about)


@agency()
@require_GET
def evidence(request: HttpRequest, evidence_id: int) -> HttpResponse:
    found = get_object_or_404(queries.evidence_seen_by(request.actor), pk=evidence_id)
    return stored_file(found.file)


@agency()
@require_GET
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    found = entry_of(request, entry_id)
    files = files_shown(
        core.files_named(found.removal_files),
        lambda one: reverse("agency:removal_file", args=[found.pk, one.pk]),
    )
    acts = queries.acts_on_entry(found, request.actor)
    return show(request, "entry", "credit", row=entry_row(found, PORTAL), files=files, acts=acts)


@agency(InstitutionPower.FILING)
@require_http_methods(["GET", "POST"])
def state(request: HttpRequest, entry_id: int) -> HttpResponse:
    """陈述申辩 before it is decided. (rule C6.4)"""
    found, form = entry_of(request, entry_id), StatementForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.state_on_entry, entry_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("陈述申辩已提交，决定作出后告知本机构"))
        return redirect("agency:entry", found.pk)
    return lay_out_form(request, found, form, _("陈述申辩"))


@agency(InstitutionPower.FILING)
@require_http_methods(["GET", "POST"])
def ask_repair(request: HttpRequest, entry_id: int) -> HttpResponse:
    """申请信用修复: it stays published until an officer agrees. (rule C6.5)"""
    found = entry_of(request, entry_id)
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form = RepairForm(*sent, actor=request.actor)
    if form.is_valid() and form.attempt(
        actions.ask_removal,
        entry_id=found.pk,
        ground=RemovalGround.REPAIRED,
        because=form.cleaned_data["because"],
        file_ids=form.cleaned_data["uploads"],
        by=request.actor,
    ):
        messages.success(request, _("信用修复申请已提交，决定作出前继续公示"))
        return redirect("agency:entry", found.pk)
    return lay_out_form(request, found, form, _("申请信用修复"))


@agency()
@require_GET
def removal_file(request: HttpRequest, entry_id: int, file_id: int) -> HttpResponse:
    if file_id not in entry_of(request, entry_id).removal_files:
        raise Http404
    [file] = core.files_named([file_id])
    return stored_file(file)


def lay_out_form(request: HttpRequest, found: Any, form: Any, title: str) -> HttpResponse:
    back = (reverse("agency:entry", args=[found.pk]), found.get_kind_display())
    facts = [(_("名单"), found.get_kind_display()), (_("列入事由"), found.reason)]
    about: dict[str, Any] = {"title": title, "submit": _("提交"), "facts": facts}
    return show_form(request, "credit", form, back=back, **about)
