"""房源核验: asked with the registry, on a list, in detail, with its notice and objections. (HVF-01 to HVF-03)"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.desks.forms_of_homes import HomeSearch, ObjectionForm
from anju.desks.shown import staff_named
from anju.desks.shown_homes import OBJECTION_TONES, facts_of_check
from anju.homes import actions, queries
from anju.homes.rules import ObjectionStatus, Outcome, Status
from anju.people.rules import Power
from anju.portals.authority.forms_of_homes import ObjectionSearch, OfficeHomeForm, OpinionForm
from anju.portals.authority.page import OF_HOMES, show, show_form
from anju.portals.authority.shown_homes import (
    advice_on_objection,
    documents_shown,
    home_row,
    objection_rows,
)
from anju.web.doors import staff
from anju.web.downloads import pdf
from anju.web.forms import Form
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of

MOST_ROWS = 20


def check_of(request: HttpRequest, check_id: int) -> Any:
    return get_object_or_404(queries.verifications_seen_by(request.actor), pk=check_id)


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
    return lay_out(request, check_of(request, check_id), Form())


@staff("home.verify")
@require_POST
def issue(request: HttpRequest, check_id: int) -> HttpResponse:
    """开具告知单: laid out once and kept. (HVF-02)"""
    found, form = check_of(request, check_id), Form(request.POST)
    if form.is_valid() and form.attempt(
        actions.issue_notice, verification_id=found.pk, by=request.actor
    ):
        messages.success(request, _("告知单已开具，可以打印"))
        return redirect("authority:home_check", found.pk)
    return lay_out(request, found, form)


@staff(*OF_HOMES)
@require_GET
def notice(request: HttpRequest, check_id: int) -> HttpResponse:
    """打印: the paper as it was issued, byte by byte."""
    found = queries.notice_of(check_of(request, check_id))
    if found is None:
        raise Http404
    return pdf(queries.pdf_of(found), f"{found.verification.no}.pdf")


@staff("home.verify")
@require_http_methods(["GET", "POST"])
def object_to(request: HttpRequest, check_id: int) -> HttpResponse:
    """提出异议 to a failed check; another reviews it. (rule C1.8)"""
    found = check_of(request, check_id)
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form = ObjectionForm(*sent, actor=request.actor)
    if form.is_valid() and form.attempt(
        actions.raise_objection,
        verification_id=found.pk,
        grounds=form.cleaned_data["grounds"],
        documents=form.documents,
        by=request.actor,
    ):
        messages.success(request, _("异议已提交，由另一人在三个工作日内复核"))
        return redirect("authority:home_objection", form.done.pk)
    back = (reverse("authority:home_check", args=[found.pk]), found.no)
    title, submit, facts = _("提出异议"), _("提交"), [(_("核验结果"), queries.sentence_of(found))]
    return show_form(request, "homes", form, title=title, back=back, submit=submit, facts=facts)


def lay_out(request: HttpRequest, found: Any, form: Form) -> HttpResponse:
    is_own_channel = found.client_id is None and Power.HOME_VERIFY in request.actor.may
    askings = list(queries.askings_of(found)[:MOST_ROWS])
    named = staff_named(*(one.asked_by for one in askings))
    is_issued = queries.notice_of(found) is not None
    return show(
        request,
        "home_check",
        "homes",
        row=home_row(found),
        facts=facts_of_check(found),
        askings=[(one.asked_at, named(one.asked_by)) for one in askings],
        lettings=queries.lettings_of(found)[:MOST_ROWS],
        objections=objection_rows(queries.objections_of(found)),
        is_issued=is_issued,
        may_issue=queries.has_notice(found)
        and not is_issued
        and Power.HOME_VERIFY in request.actor.may,
        may_object=is_own_channel and found.status == Status.FAILED,
        steps=steps_of(found, dict(Outcome.choices)),
        form=form,
    )


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
