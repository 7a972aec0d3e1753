"""物业区域关联审核: which communities a company serves, decided by their department in three working days. (PRP-12)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.companies import actions, queries
from anju.companies.serving import Status
from anju.core.rules import DISTRICTS
from anju.desks.forms import ReasonForm
from anju.desks.shown import staff_named
from anju.portals.fund_desk.forms_of_areas import AreaReviewForm, AreaSearch, PapersForm
from anju.portals.fund_desk.page import show, show_form
from anju.portals.fund_desk.shown import to
from anju.portals.fund_desk.shown_areas import (
    area_application_rows,
    facts_of_area_application,
    offered,
    paper_rows,
    requests_shown,
)
from anju.web.doors import staff
from anju.web.downloads import file_for_staff
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of

HERE = "area_reviews"


def application_of(request: HttpRequest, application_id: int) -> Any:
    return get_object_or_404(queries.area_applications_seen_by(request.actor), pk=application_id)


@staff("fund.company")
@require_GET
def area_reviews(request: HttpRequest) -> HttpResponse:
    """Those that wait, the next to be due first, unless others are asked for."""
    search, page = AreaSearch(request.GET), PageOfRows([])
    if search.is_valid():
        found = queries.area_applications_found(request.actor, **search.cleaned_data)
        page = page_of(found, request)
    rows = area_application_rows(page.rows)
    return show(request, "area_reviews", HERE, search=search, page=page, rows=rows)


@staff("fund.company")
@require_GET
def area_review(request: HttpRequest, application_id: int) -> HttpResponse:
    return lay_out(request, application_of(request, application_id))


def lay_out(request: HttpRequest, found: Any, form: AreaReviewForm | None = None) -> HttpResponse:
    requests, waits = requests_shown(found), found.status == Status.SUBMITTED
    [row] = area_application_rows([found])
    named = staff_named(found.decided_by, found.papers_seen_by)
    return show(
        request,
        "area_review",
        HERE,
        row=row,
        facts=facts_of_area_application(found, named),
        requests=requests,
        papers=paper_rows(found),
        counter=PapersForm(initial={"papers": found.papers_seen}) if waits else None,
        form=form or (AreaReviewForm(offered=offered(requests)) if waits else None),
        steps=steps_of(found),
    )


@staff("fund.company")
@require_POST
def decide_areas(request: HttpRequest, application_id: int) -> HttpResponse:
    """审核通过 with the ticked communities, or 退回."""
    found = application_of(request, application_id)
    form = AreaReviewForm(request.POST, offered=offered(requests_shown(found)))
    if form.is_valid() and decided(form, found, request):
        messages.success(request, _("已审核，已通知申请单位"))
        return redirect("fund_desk:area_review", found.pk)
    return lay_out(request, found, form)


def decided(form: AreaReviewForm, found: Any, request: HttpRequest) -> bool:
    typed = form.cleaned_data
    about = {"application_id": found.pk, "because": typed["because"], "by": request.actor}
    if not form.is_approved:
        return form.attempt(actions.return_areas, **about)
    return form.attempt(actions.approve_areas, community_ids=typed["communities"], **about)


@staff("fund.company")
@require_POST
def receive_area_papers(request: HttpRequest, application_id: int) -> HttpResponse:
    """柜台收件"""
    found, form = application_of(request, application_id), PapersForm(request.POST)
    if form.is_valid() and form.attempt(
        actions.receive_papers,
        application_id=found.pk,
        papers=form.cleaned_data["papers"],
        by=request.actor,
    ):
        messages.success(request, _("已记录收到的材料"))
    else:
        messages.error(request, form.why_not or _("请从列表中选择"))
    return redirect("fund_desk:area_review", found.pk)


@staff("fund.company")
@require_GET
def area_paper(request: HttpRequest, paper_id: int) -> HttpResponse:
    """附件: it may show people unmasked, so that the look is written down."""
    found = get_object_or_404(queries.area_documents_seen_by(request.actor), pk=paper_id)
    of, purpose = found.application, _("审核物业区域关联")
    return file_for_staff(request, found.file, of=of, whose=of.no, purpose=purpose)


@staff("fund.company")
@require_http_methods(["GET", "POST"])
def end_area(request: HttpRequest, area_id: int) -> HttpResponse:
    """终止服务关联: the company serves the community no longer, and is told why."""
    found = get_object_or_404(queries.areas_seen_by(request.actor), pk=area_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    about = {"area_id": found.pk, "by": request.actor}
    if form.is_valid() and form.attempt(
        actions.end_area, because=form.cleaned_data["because"], **about
    ):
        messages.success(request, _("已终止，已通知该单位"))
        return redirect("fund_desk:company", found.company_id)
    facts = [
        (_("小区"), found.community.name),
        (_("所属区县"), DISTRICTS[found.community.district]),
        (_("物业服务企业"), found.company.name),
    ]
    lead = _("终止后该单位不能再为这个小区提交维修支取申请，未提交的任务单草稿不再有效。")
    back = (to("company", found.company_id), found.company.name)
    title, submit = _("终止服务关联"), _("终止")
    return show_form(
        request, "companies", form, title=title, lead=lead, facts=facts, back=back, submit=submit
    )
