"""批量核验: a spreadsheet of homes, how far it is, and what became of each row. (HVF-05)

An institution hands its own in, an officer for whoever comes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from anju.desks.forms_of_homes import HomeFileForm
from anju.desks.page import FormDesk
from anju.desks.shown_homes import home_file_shown
from anju.homes import actions, queries, reading
from anju.web.downloads import spreadsheet
from anju.web.paging import page_of

HERE = "home_files"
ROWS_ON_A_PAGE = 50


@dataclass(frozen=True)
class FileDesk(FormDesk):
    """Whose pages these are, with which form, and in whose name it asks."""

    form: type[HomeFileForm]
    for_whom: Callable[[HttpRequest, Any], dict[str, Any]]


def file_of(request: HttpRequest, file_id: int) -> Any:
    return get_object_or_404(queries.files_seen_by(request.actor), pk=file_id)


def listed(desk: FileDesk, request: HttpRequest) -> HttpResponse:
    """One's own files; what is wrong with a file as a whole is told before a row is asked."""
    form = desk.form(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid() and form.attempt(
        actions.receive_file, by=request.actor, **form.stated, **desk.for_whom(request, form)
    ):
        return redirect(f"{desk.portal}:home_file", form.done.pk)
    page = page_of(queries.files_seen_by(request.actor), request)
    rows = [home_file_shown(one, desk.portal) for one in page.rows]
    shown = {"portal": desk.portal, "form": form, "page": page, "rows": rows}
    return desk.show(request, "desks/home_files", HERE, **shown)


def followed(desk: FileDesk, request: HttpRequest, file_id: int) -> HttpResponse:
    """How far a file is; the page asks for its changing part by itself, without scripts by 【刷新】."""
    found = file_of(request, file_id)
    page = page_of(queries.rows_of_file(found.pk), request, size=ROWS_ON_A_PAGE)
    shown = {
        "portal": desk.portal,
        "shown": home_file_shown(found, desk.portal),
        "progress": queries.progress_of(found),
        "rows": [queries.row_shown(one) for one in page.rows],
        "page": page,
    }
    if request.htmx:
        return render(request, "desks/home_file_part.html", shown)
    return desk.show(request, "desks/home_file", HERE, **shown)


def template() -> HttpResponse:
    return spreadsheet(reading.template_file(), "房源核验模板.xlsx")


def result(request: HttpRequest, file_id: int) -> HttpResponse:
    """The rows with their outcomes, to take along; also while some still wait."""
    found = file_of(request, file_id)
    rows = queries.result_rows(found)
    return spreadsheet(reading.result_file(rows), f"核验结果-{found.pk}.xlsx")
