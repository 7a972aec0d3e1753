"""信用管理: history, applications for scorings, their review, objections, measures. (CRD-01, CRD-04)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.credit import actions, queries
from anju.desks.forms import ReasonForm, ReviewForm
from anju.desks.shown import staff_named
from anju.desks.shown_credit import OBJECTION_TONES
from anju.people.rules import Power
from anju.portals.authority.forms_of_credit import EventSearch, NoteForm, ScoreForm
from anju.portals.authority.page import OF_CREDIT, show, show_form
from anju.portals.authority.shown_credit import (
    advice_on_event,
    event_row,
    event_rows,
    evidence_shown,
)
from anju.portals.authority.views.institutions import back_to, institution_of
from anju.web.doors import staff
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of


def event_of(request: HttpRequest, event_id: int) -> Any:
    return get_object_or_404(queries.events_seen_by(request.actor), pk=event_id)


@staff(*OF_CREDIT)
@require_GET
def events(request: HttpRequest) -> HttpResponse:
    search, page = EventSearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.events_found(request.actor, **search.wanted), request)
    rows = event_rows(page.rows)
    reviews = Power.CREDIT_REVIEW in request.actor.may
    return show(request, "events", "events", search=search, page=page, rows=rows, reviews=reviews)


@staff(*OF_CREDIT)
@require_GET
def history(request: HttpRequest, institution_id: int) -> HttpResponse:
    """信用历史: where an institution stands in its cycle, and everything that was ever scored."""
    found = institution_of(request, institution_id)
    scored = queries.events_found(request.actor, organisation_id=found.organisation_id)
    page = page_of(scored, request)
    return show(
        request,
        "credit_history",
        "events",
        institution=found,
        standing=queries.standing_of(found.organisation_id),
        is_blacklisted=queries.is_blacklisted(found.organisation_id),
        page=page,
        rows=event_rows(page.rows),
        may_apply=Power.CREDIT_APPLY in request.actor.may,
        may_list=Power.LIST_KEEP in request.actor.may,
    )


@staff("credit.apply")
@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, institution_id: int) -> HttpResponse:
    """记分申请: counts only after another has reviewed it."""
    found = institution_of(request, institution_id)
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form = ScoreForm(*sent, actor=request.actor)
    if form.is_valid() and form.attempt(
        actions.apply_for_score,
        organisation_id=found.organisation_id,
        by=request.actor,
        **form.stated,
    ):
        messages.success(request, _("记分申请已提交，由另一人审核后生效"))
        return redirect("authority:event", form.done.pk)
    facts = [(_("机构名称"), found.name), (_("备案号"), found.filing_no)]
    title, submit = _("记分申请"), _("提交申请")
    return show_form(
        request, "events", form, title=title, back=back_to(found), submit=submit, facts=facts
    )


@staff(*OF_CREDIT)
@require_GET
def event(request: HttpRequest, event_id: int) -> HttpResponse:
    return lay_out(request, event_of(request, event_id))


@staff("credit.apply")
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, event_id: int) -> HttpResponse:
    found, form = event_of(request, event_id), ReasonForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.withdraw_application, event_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("申请已撤回"))
        return redirect("authority:event", found.pk)
    back = (reverse("authority:event", args=[found.pk]), _("记分"))
    title, submit = _("撤回记分申请"), _("撤回")
    return show_form(request, "events", form, title=title, back=back, submit=submit)


@staff("credit.review")
@require_POST
def review(request: HttpRequest, event_id: int) -> HttpResponse:
    """审核: it counts from today, or it is not scored, with a reason."""
    found, form = event_of(request, event_id), review_form(request.POST)
    if form.is_valid():
        because = {"because": form.cleaned_data["because"]}
        decide, more = (
            (actions.accept_score, {}) if form.is_approved else (actions.refuse_score, because)
        )
        if form.attempt(decide, event_id=found.pk, by=request.actor, **more):
            messages.success(
                request, _("已处理，现为「{status}」").format(status=form.done.get_status_display())
            )
            return redirect("authority:event", found.pk)
    return lay_out(request, found, form)


@staff("credit.review")
@require_POST
def decide_objection(request: HttpRequest, event_id: int) -> HttpResponse:
    """处理异议: by a third person; what is upheld annuls the event. (rule C5.6)"""
    found, form = event_of(request, event_id), objection_form(request.POST)
    objection = getattr(found, "objection", None)
    if (
        form.is_valid()
        and objection is not None
        and form.decide(
            actions.uphold_objection,
            actions.dismiss_objection,
            objection_id=objection.pk,
            by=request.actor,
        )
    ):
        messages.success(request, _("异议已处理，已通知机构"))
        return redirect("authority:event", found.pk)
    return lay_out(request, found, None, form)


def review_form(sent: Any) -> ReviewForm:
    return ReviewForm(sent, approve=_("审核通过，从今天起记分"), reject=_("不予记分"))


def objection_form(sent: Any) -> ReviewForm:
    return ReviewForm(sent, approve=_("异议成立，撤销记分"), reject=_("异议不成立"))


def lay_out(
    request: HttpRequest,
    found: Any,
    form: ReviewForm | None = None,
    about_objection: ReviewForm | None = None,
) -> HttpResponse:
    objection = getattr(found, "objection", None)
    decided_by = objection.decided_by if objection else ""
    named = staff_named(found.applied_by, found.reviewed_by, decided_by)
    return show(
        request,
        "event",
        "events",
        row=event_row(found),
        applied_by=named(found.applied_by),
        reviewed_by=named(found.reviewed_by),
        objection=objection,
        objection_tone=OBJECTION_TONES[objection.status] if objection else "",
        decided_by=named(decided_by),
        files=evidence_shown(found),
        acts=queries.acts_on_event(found, request.actor),
        advice=advice_on_event(found, request.actor),
        steps=steps_of(found),
        form=form or review_form(None),
        objection_form=about_objection or objection_form(None),
    )


@staff("credit.review")
@require_GET
def objections(request: HttpRequest) -> HttpResponse:
    """What institutions say against scorings, those first whose time is up first."""
    page = page_of(queries.objections_to_decide(request.actor), request)
    return show(request, "objections", "events", page=page)


@staff("credit.review")
@require_GET
def measures(request: HttpRequest) -> HttpResponse:
    """What follows the thresholds of 3, 6 and 12 points and has not been done yet. (rule C5.2)"""
    page = page_of(queries.measures_open(request.actor), request)
    return show(request, "measures", "events", page=page)


@staff("credit.review")
@require_http_methods(["GET", "POST"])
def carry_out(request: HttpRequest, measure_id: int) -> HttpResponse:
    found = get_object_or_404(queries.measures_open(request.actor), pk=measure_id)
    form = NoteForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.carry_out_measure, measure_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("已登记办理情况"))
        return redirect("authority:measures")
    facts = [
        (_("机构"), found.organisation.name),
        (_("累计记分达到"), _("{points}分").format(points=found.threshold)),
        (_("应采取的措施"), found.get_action_display()),
    ]
    back = (reverse("authority:measures"), _("待办理的措施"))
    title, submit = _("办理措施"), _("登记为已办理")
    return show_form(request, "events", form, title=title, back=back, submit=submit, facts=facts)
