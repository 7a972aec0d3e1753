"""批量核验: a spreadsheet of homes, how far it is, and what became of each row. (HVF-05)"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from anju.agencies.rules import VERIFIES_AS, Kind
from anju.desks.forms_of_homes import HomeFileForm
from anju.desks.shown_homes import home_file_shown
from anju.homes import actions, queries, reading
from anju.people.rules import InstitutionPower
from anju.portals.agency.page import PORTAL, own_institution, show
from anju.web.doors import agency
from anju.web.downloads import spreadsheet
from anju.web.paging import page_of


def file_of(request: HttpRequest, file_id: int) -> Any:
    return get_object_or_404(queries.files_seen_by(request.actor), pk=file_id)


@agency(InstitutionPower.HOMES)
@require_http_methods(["GET", "POST"])
def home_files(request: HttpRequest) -> HttpResponse:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = HomeFileForm(*sent)
    if form.is_valid() and form.attempt(
        actions.receive_file,
        role=VERIFIES_AS[Kind(own_institution(request).kind)],
        by=request.actor,
        **form.stated,
    ):
        return redirect("agency:home_file", form.done.pk)
    page = page_of(queries.files_seen_by(request.actor), request)
    rows = [home_file_shown(one, PORTAL) for one in page.rows]
    return show(request, "home_files", "home_files", form=form, page=page, rows=rows)


@agency(InstitutionPower.HOMES)
@require_GET
def home_file(request: HttpRequest, file_id: int) -> HttpResponse:
    """How far a file is; the page asks for its changing part by itself."""
    found = file_of(request, file_id)
    page = page_of(queries.rows_of_file(found.pk).order_by("number", "id"), request)
    shown = {
        "shown": home_file_shown(found, PORTAL),
        "progress": queries.progress_of(found),
        "rows": [queries.row_shown(one) for one in page.rows],
        "page": page,
    }
    if request.htmx:
        return render(request, "desks/home_file_part.html", shown)
    return show(request, "home_file", "home_files", **shown)


@agency(InstitutionPower.HOMES)
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    return spreadsheet(reading.template_file(), "房源核验模板.xlsx")


@agency(InstitutionPower.HOMES)
@require_GET
def result(request: HttpRequest, file_id: int) -> HttpResponse:
    """The rows with their outcomes, to take along; also while some still wait."""
    found = file_of(request, file_id)
    rows = queries.result_rows(found)
    return spreadsheet(reading.result_file(rows), f"核验结果-{found.pk}.xlsx")
