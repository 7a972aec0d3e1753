"""单位信息管理: core data, auxiliary data changed at once, a new name after 【质监校验】. (manual 004, 8; PRP-13)"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods

from anju.companies import actions, queries
from anju.companies.units import CheckStatus
from anju.portals.property.forms_of_unit import UnitForm, initial_of
from anju.portals.property.page import show
from anju.portals.property.shown_unit import check_shown, core_facts, line_rows
from anju.web.doors import company
from anju.web.paging import page_of

HERE = "unit"


@company
@require_http_methods(["GET", "POST"])
def unit(request: HttpRequest) -> HttpResponse:
    """POST is 【提交】, or 【质监校验】, which asks about the name and leaves all that was typed where it is."""
    own = queries.company_of(request.actor)
    if request.method == "GET":
        return lay_out(request, own, UnitForm(initial=initial_for(request, own)))
    form = UnitForm(request.POST)
    if "check" in request.POST:
        return check(request, own, form)
    if form.is_valid() and form.attempt(actions.change_unit, **form.stated, by=request.actor):
        return redirect("property:unit_done", form.done.pk)
    return lay_out(request, own, form)


def initial_for(request: HttpRequest, own: Any) -> dict[str, Any]:
    """As the unit is now; with the name that was asked about, when the address says so."""
    last = queries.last_change(own)
    now = initial_of(own, last.pk if last else 0)
    asked = queries.check_under_way(own)
    return {**now, "name": asked.name} if asked and "with_name" in request.GET else now


def check(request: HttpRequest, own: Any, form: UnitForm) -> HttpResponse:
    """Only the name is looked at: what is missing elsewhere is said when it is submitted."""
    form.is_valid()
    name, wrong = form.cleaned_data.get("name", ""), form.errors.get("name")
    form.errors.clear()
    if wrong:
        form.add_error("name", list(wrong))
    else:
        form.attempt(actions.check_name, name=name, by=request.actor)
    return lay_out(request, own, form, form.done)


def lay_out(request: HttpRequest, own: Any, form: UnitForm, asked: Any = None) -> HttpResponse:
    under_way = None if asked or form.is_bound else queries.check_under_way(own)
    return show(
        request,
        "property/unit/name_check" if request.htmx else "property/unit/unit",
        HERE,
        facts=core_facts(own),
        form=form,
        check=check_shown(asked) if asked else None,
        under_way=under_way,
        is_confirmed=under_way and under_way.status == CheckStatus.CONFIRMED,
    )


@company
@require_GET
def name_check(request: HttpRequest, check_id: int) -> HttpResponse:
    """How far a 质监校验 is: a part of the page, or where the page is."""
    found = get_object_or_404(queries.name_checks_seen_by(request.actor), pk=check_id)
    if not request.htmx:
        return redirect("property:unit")
    return show(request, "property/unit/name_check", HERE, check=check_shown(found))


@company
@require_GET
def unit_done(request: HttpRequest, change_id: int) -> HttpResponse:
    """业务办理完成"""
    found = get_object_or_404(queries.unit_changes_seen_by(request.actor), pk=change_id)
    return show(request, "property/unit/done", HERE, change=found, lines=line_rows(found))


@company
@require_GET
def unit_history(request: HttpRequest) -> HttpResponse:
    page = page_of(queries.unit_changes_seen_by(request.actor), request)
    rows = [(one, line_rows(one)) for one in page.rows]
    return show(request, "property/unit/history", HERE, page=page, rows=rows)
