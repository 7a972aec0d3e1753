"""房源核验 by an institution: asked, answered while one looks on, printed, objected to, given up. (HVF-01 to HVF-03)"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.agencies.rules import VERIFIES_AS, Kind
from anju.desks import checks
from anju.desks.forms_of_homes import HomeForm, HomeSearch
from anju.desks.shown_homes import home_row
from anju.homes import actions, queries
from anju.parameters import queries as parameters
from anju.people.rules import InstitutionPower
from anju.portals.agency.page import DESK, PORTAL, own_institution, show, show_form
from anju.portals.agency.shown import check_in_full, objection_in_full
from anju.web.doors import agency
from anju.web.downloads import stored_file
from anju.web.forms import Form
from anju.web.paging import PageOfRows, page_of


@agency()
@require_GET
def homes(request: HttpRequest) -> HttpResponse:
    search, page = HomeSearch(request.GET), PageOfRows([])
    if search.is_valid():
        asked, ours = search.cleaned_data, queries.verifications_seen_by(request.actor)
        page = page_of(
            queries.found_by(queries.in_status(ours, asked["status"]), asked["text"]), request
        )
    rows = [home_row(one, PORTAL) for one in page.rows]
    return show(request, "homes", "homes", search=search, page=page, rows=rows)


@agency(InstitutionPower.HOMES)
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """【确定】 asks the registry; a line that is down fails nobody. (HVF-01, HVF-03)"""
    form = HomeForm(request.POST or None)
    role = VERIFIES_AS[Kind(own_institution(request).kind)]
    if form.is_valid() and form.attempt(
        actions.request_verification, role=role, by=request.actor, **form.stated
    ):
        return redirect("agency:home_check", form.done.pk)
    back = (reverse("agency:homes"), _("房源核验"))
    lead = _("按产权证填写，带 * 的为必填项。结果由不动产登记系统给出。")
    title, submit, facts = _("核验房源"), _("确定"), [(_("核验身份"), role.label)]
    return show_form(
        request, "homes", form, title=title, back=back, submit=submit, lead=lead, facts=facts
    )


@agency()
@require_GET
def check(request: HttpRequest, check_id: int) -> HttpResponse:
    """The result; while the registry has not answered the page asks for its changing part by itself."""
    return lay_out(request, checks.check_of(request, check_id), Form())


@agency(InstitutionPower.HOMES)
@require_POST
def issue(request: HttpRequest, check_id: int) -> HttpResponse:
    """【打印】: the notice is laid out when it is first wanted, and kept. (HVF-02)"""
    found, form = checks.check_of(request, check_id), Form(request.POST)
    if form.is_valid() and form.attempt(
        actions.issue_notice, verification_id=found.pk, by=request.actor
    ):
        return redirect("agency:home_notice", found.pk)
    return lay_out(request, found, form)


@agency()
@require_GET
def notice(request: HttpRequest, check_id: int) -> HttpResponse:
    """The paper as it was issued, byte by byte."""
    return checks.notice(request, check_id)


@agency(InstitutionPower.HOMES)
@require_http_methods(["GET", "POST"])
def object_to(request: HttpRequest, check_id: int) -> HttpResponse:
    """提出异议 to a failed check, with documents; an officer reviews it. (rule C1.8)"""
    days = parameters.number("verify.objection_workdays")
    told = _("异议已提交，{days}个工作日内复核，结果将告知本机构").format(days=days)
    return checks.object_to(DESK, request, check_id, told)


@agency()
@require_GET
def objection(request: HttpRequest, objection_id: int) -> HttpResponse:
    found = get_object_or_404(queries.objections_seen_by(request.actor), pk=objection_id)
    return show(request, "home_objection", "homes", **objection_in_full(found))


@agency()
@require_GET
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    found = get_object_or_404(queries.documents_seen_by(request.actor), pk=document_id)
    return stored_file(found.file)


@agency(InstitutionPower.HOMES)
@require_POST
def give_up(request: HttpRequest, check_id: int) -> HttpResponse:
    """退出管理: the owner, or another enterprise, may have the home verified again. (rule C1.11)"""
    found = checks.check_of(request, check_id)
    if found.home.manager_id != request.actor.organisation_id:
        raise Http404
    actions.give_up_home(home_id=found.home_id, by=request.actor)
    messages.success(request, _("已退出管理，本机构对该房源的核验同时失效"))
    return redirect("agency:home_check", found.pk)


def lay_out(request: HttpRequest, found: Any, form: Form) -> HttpResponse:
    shown = check_in_full(found, request.actor)
    if request.htmx:
        return render(request, "agency/home_check_part.html", shown)
    return show(request, "home_check", "homes", form=form, **shown)
