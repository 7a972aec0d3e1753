"""批量核验: a spreadsheet of homes, how far it is, and what became of each row. (HVF-05)"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from anju.homes import actions, queries, reading
from anju.portals.authority.forms_of_homes import OfficeHomeFileForm
from anju.portals.authority.page import show
from anju.portals.authority.shown_homes import home_file_shown
from anju.web.doors import staff
from anju.web.downloads import spreadsheet
from anju.web.paging import page_of

ROWS_ON_A_PAGE = 50


def file_of(request: HttpRequest, upload_id: int) -> Any:
    return get_object_or_404(queries.files_seen_by(request.actor), pk=upload_id)


@staff("home.verify")
@require_http_methods(["GET", "POST"])
def home_files(request: HttpRequest) -> HttpResponse:
    """One's own files; what is wrong with a file as a whole is told before a row is asked."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = OfficeHomeFileForm(*sent)
    if form.is_valid() and form.attempt(
        actions.receive_file, by=request.actor, **form.stated, **form.for_whom
    ):
        return redirect("authority:home_file", form.done.pk)
    page = page_of(queries.files_seen_by(request.actor), request)
    rows = [home_file_shown(one) for one in page.rows]
    return show(request, "home_files", "home_files", form=form, page=page, rows=rows)


@staff("home.verify")
@require_GET
def home_file(request: HttpRequest, upload_id: int) -> HttpResponse:
    """How far a file is; the page asks for its changing part by itself, without scripts by 【刷新】."""
    found = file_of(request, upload_id)
    page = page_of(queries.rows_of_file(found.pk), request, size=ROWS_ON_A_PAGE)
    shown = {
        "shown": home_file_shown(found),
        "progress": queries.progress_of(found),
        "rows": [queries.row_shown(one) for one in page.rows],
        "page": page,
    }
    if request.htmx:
        return render(request, "desks/home_file_part.html", shown)
    return show(request, "home_file", "home_files", **shown)


@staff("home.verify")
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    return spreadsheet(reading.template_file(), "房源核验模板.xlsx")


@staff("home.verify")
@require_GET
def result(request: HttpRequest, upload_id: int) -> HttpResponse:
    """The rows with their outcomes, to take along; also while some still wait."""
    found = file_of(request, upload_id)
    rows = queries.result_rows(found)
    return spreadsheet(reading.result_file(rows), f"核验结果-{found.pk}.xlsx")
