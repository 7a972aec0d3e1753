"""房源核验: asked with the registry, on a list, in detail, with its notice and objections. (HVF-01 to HVF-03)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.desks import checks
from anju.desks.forms_of_homes import HomeSearch
from anju.desks.shown import staff_named
from anju.desks.shown_homes import OBJECTION_TONES
from anju.homes import actions, queries
from anju.homes.rules import ObjectionStatus
from anju.parameters import queries as parameters
from anju.people.rules import Power
from anju.portals.authority.forms_of_homes import ObjectionSearch, OfficeHomeForm, OpinionForm
from anju.portals.authority.page import DESK, OF_HOMES, show, show_form
from anju.portals.authority.shown_homes import (
    advice_on_objection,
    check_in_full,
    documents_shown,
    home_row,
    objection_rows,
)
from anju.web.doors import staff
from anju.web.forms import Form
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of


@staff(*OF_HOMES)
@require_GET
def homes(request: HttpRequest) -> HttpResponse:
    search, page = HomeSearch(request.GET), PageOfRows([])
    if search.is_valid():
        asked, every = search.cleaned_data, queries.verifications_seen_by(request.actor)
        page = page_of(
            queries.found_by(queries.in_status(every, asked["status"]), asked["text"]), request
        )
    rows = [home_row(one) for one in page.rows]
    may_verify = Power.HOME_VERIFY in request.actor.may
    return show(
        request, "homes", "homes", search=search, page=page, rows=rows, may_verify=may_verify
    )


@staff("home.verify")
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """【确定】 asks the registry; a line that is down fails nobody. (HVF-01, HVF-03)"""
    form = OfficeHomeForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.request_verification, by=request.actor, **form.stated, **form.for_whom
    ):
        return redirect("authority:home_check", form.done.pk)
    back = (reverse("authority:homes"), _("房源核验"))
    lead = _("按产权证填写，带 * 的为必填项。结果由不动产登记系统给出。")
    title, submit = _("房源核验"), _("确定")
    return show_form(request, "homes", form, title=title, back=back, submit=submit, lead=lead)


@staff(*OF_HOMES)
@require_GET
def check(request: HttpRequest, check_id: int) -> HttpResponse:
    return lay_out(request, checks.check_of(request, check_id), Form())


@staff("home.verify")
@require_POST
def issue(request: HttpRequest, check_id: int) -> HttpResponse:
    """开具告知单: laid out once and kept. (HVF-02)"""
    found, form = checks.check_of(request, check_id), Form(request.POST)
    if form.is_valid() and form.attempt(
        actions.issue_notice, verification_id=found.pk, by=request.actor
    ):
        messages.success(request, _("告知单已开具，可以打印"))
        return redirect("authority:home_check", found.pk)
    return lay_out(request, found, form)


@staff(*OF_HOMES)
@require_GET
def notice(request: HttpRequest, check_id: int) -> HttpResponse:
    """The paper as it was issued, byte by byte."""
    return checks.notice(request, check_id)


@staff("home.verify")
@require_http_methods(["GET", "POST"])
def object_to(request: HttpRequest, check_id: int) -> HttpResponse:
    """提出异议 to a failed check, with documents; an officer reviews it. (rule C1.8)"""
    days = parameters.number("verify.objection_workdays")
    told = _("异议已提交，由另一人在{days}个工作日内复核").format(days=days)
    return checks.object_to(DESK, request, check_id, told)


def lay_out(request: HttpRequest, found: Any, form: Form) -> HttpResponse:
    """While the registry has not answered the page asks for its changing part by itself."""
    shown = check_in_full(found, request.actor)
    if request.htmx:
        return render(request, "authority/home_check_part.html", shown)
    return show(request, "home_check", "homes", form=form, **shown)


@staff("home.object")
@require_GET
def objections(request: HttpRequest) -> HttpResponse:
    """The desk of who reviews: those first that are due first."""
    search, page = ObjectionSearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(objections_in(request, search.cleaned_data["status"]), request)
    rows = objection_rows(page.rows)
    return show(request, "home_objections", "home_objections", search=search, page=page, rows=rows)


def objections_in(request: HttpRequest, status: str) -> Any:
    if status == ObjectionStatus.OPEN:
        return queries.objections_to_review(request.actor)
    seen = queries.objections_seen_by(request.actor)
    return seen.filter(status=status) if status else seen


@staff(*OF_HOMES)
@require_GET
def objection(request: HttpRequest, objection_id: int) -> HttpResponse:
    return lay_out_objection(request, objection_of(request, objection_id), opinion_form(None))


@staff("home.object")
@require_POST
def review_objection(request: HttpRequest, objection_id: int) -> HttpResponse:
    """复核: what is upheld is checked again from the start."""
    found, form = objection_of(request, objection_id), opinion_form(request.POST)
    if form.is_valid():
        decide = actions.uphold_objection if form.is_approved else actions.dismiss_objection
        opinion = form.cleaned_data["because"]
        if form.attempt(decide, objection_id=found.pk, opinion=opinion, by=request.actor):
            messages.success(request, _("异议已复核，已通知提出人"))
            return redirect("authority:home_objection", found.pk)
    return lay_out_objection(request, found, form)


def objection_of(request: HttpRequest, objection_id: int) -> Any:
    return get_object_or_404(queries.objections_seen_by(request.actor), pk=objection_id)


def opinion_form(sent: Any) -> OpinionForm:
    return OpinionForm(sent, approve=_("异议成立，重新核验"), reject=_("异议不成立"))


def lay_out_objection(request: HttpRequest, found: Any, form: OpinionForm) -> HttpResponse:
    named = staff_named(found.raised_by, found.reviewed_by)
    [row] = objection_rows([found])
    is_open = found.status == ObjectionStatus.OPEN
    return show(
        request,
        "home_objection",
        "home_objections",
        row=row,
        tone=OBJECTION_TONES[found.status],
        check=home_row(found.verification),
        raised_by=named(found.raised_by),
        reviewed_by=named(found.reviewed_by),
        files=documents_shown(found),
        may_review=is_open and queries.may_review(found, request.actor),
        advice=advice_on_objection(found, request.actor),
        steps=steps_of(found),
        form=form,
    )
