"""物业区域关联: the company's communities and applications, a new one, and how it stands. (manual 004, 7; PRP-12)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.companies import actions, queries
from anju.companies.serving import MOST_OFFERED, MOVES, Status
from anju.core.refusals import Refused
from anju.core.rules import DISTRICTS
from anju.desks.shown import steps_told
from anju.portals.property.forms_of_areas import AreasForm, CommunitySearch, ids_in
from anju.portals.property.page import show
from anju.portals.property.shown_areas import (
    application_row,
    application_rows,
    community_rows,
    facts_of,
    files_of,
    requests_shown,
)
from anju.web.clicks import clicked
from anju.web.doors import company
from anju.web.paging import page_of

HERE = "areas"


def application_of(request: HttpRequest, application_id: int) -> Any:
    return get_object_or_404(queries.area_applications_seen_by(request.actor), pk=application_id)


@company
@require_GET
def areas(request: HttpRequest) -> HttpResponse:
    own = queries.area_applications_seen_by(request.actor)
    page = page_of(own.prefetch_related("requests__community"), request)
    served = [
        {"name": one.name, "district": DISTRICTS[one.district], "address": one.address}
        for one in queries.communities_of(request.actor)
    ]
    rows = application_rows(page.rows)
    return show(request, "property/areas/areas", HERE, page=page, rows=rows, served=served)


@company
@require_http_methods(["GET", "POST"])
def new_areas(request: HttpRequest) -> HttpResponse:
    """As one types, only the list is fetched; ticks stay. POST is 【提交物业区域关联】."""
    if request.method == "GET":
        return lay_out(request, request.GET)
    ticked = ids_in(request.POST, "community")
    form = AreasForm(request.POST, offered=ticked)
    if form.is_valid() and form.attempt(actions.begin_areas, **form.stated, by=request.actor):
        return redirect("property:area_papers", form.done.pk)
    return lay_out(request, request.POST, form)


def lay_out(request: HttpRequest, asked: Any, form: AreasForm | None = None) -> HttpResponse:
    search, ticked = CommunitySearch(asked), ids_in(asked, "community")
    found: list[Any] = []
    chosen: list[Any] = []
    if search.is_valid() and search.cleaned_data["district"]:
        district = search.cleaned_data["district"]
        chosen = queries.communities_chosen(request.actor, district=district, ids=ticked)
    if search.is_whole:
        found = queries.communities_offered(request.actor, **search.cleaned_data)
    return show(
        request,
        "property/areas/found" if request.htmx else "property/areas/new",
        HERE,
        search=search,
        form=form,
        rows=community_rows(chosen, found, ticked),
        is_asked=search.is_whole,
        is_cut=len(found) == MOST_OFFERED,
    )


@company
@require_GET
def area_application(request: HttpRequest, application_id: int) -> HttpResponse:
    found = application_of(request, application_id)
    requests = requests_shown(found)
    return show(
        request,
        "property/areas/application",
        HERE,
        row=application_row(found, [one[0].name for one in requests]),
        facts=facts_of(found),
        requests=requests,
        files=files_of(found),
        steps=steps_told(found),
        may_print=found.submitted_at is not None,
        may_correct=MOVES.allows("correct", found.status),
        may_withdraw=MOVES.allows("withdraw", found.status),
    )


@company
@require_GET
def area_done(request: HttpRequest, application_id: int) -> HttpResponse:
    """业务办理完成, with the number to be noted. (manual 004, 7.2 ④)"""
    found = application_of(request, application_id)
    if found.status != Status.SUBMITTED:
        return redirect("property:area_application", found.pk)
    place = DISTRICTS[found.district]
    return show(request, "property/areas/done", HERE, application=found, place=place)


@company
@require_POST
def correct_areas(request: HttpRequest, application_id: int) -> HttpResponse:
    """补正: back to its papers."""
    found = application_of(request, application_id)
    try:
        actions.correct_areas(application_id=found.pk, by=request.actor)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("property:area_application", found.pk)
    return redirect("property:area_papers", found.pk)


@company
@require_POST
def withdraw_areas(request: HttpRequest, application_id: int) -> HttpResponse:
    found = application_of(request, application_id)
    told = _("申请{no}已撤回").format(no=found.no)
    clicked(request, actions.withdraw_areas, told, application_id=found.pk)
    return redirect("property:area_application", found.pk)
