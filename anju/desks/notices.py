"""交存通知 as the fund's departments and developers issue them; a portal keeps the doors. (manual 002, 4; QCK-01)"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from anju.desks.forms_of_fund import NoticeFileForm, NoticeForm
from anju.desks.page import FORM, form_shown
from anju.desks.shown import SheetShown, sheet_shown
from anju.fund_notices import actions, queries, reading
from anju.web.downloads import pdf, spreadsheet
from anju.web.paging import page_of

ROWS_ON_A_PAGE = 50


@dataclass(frozen=True)
class Desk:
    """Whose pages they are: the portal, how it lays one out, and in which districts its people enter homes."""

    portal: str
    show: Callable[..., HttpResponse]
    districts: Callable[[Any], Iterable[tuple[str, str]]]

    def to(self, name: str, *args: Any) -> str:
        return reverse(f"{self.portal}:{name}", args=args)


def file_of(request: HttpRequest, upload_id: int) -> Any:
    return get_object_or_404(queries.files_seen_by(request.actor), pk=upload_id)


def print_of(request: HttpRequest, print_id: int) -> Any:
    return get_object_or_404(queries.prints_seen_by(request.actor), pk=print_id)


def file_shown(desk: Desk, upload: Any) -> SheetShown:
    url, result = desk.to("notice_file", upload.pk), desk.to("notice_result", upload.pk)
    return sheet_shown(upload, url, result)


def all_files(request: HttpRequest, desk: Desk, **more: Any) -> HttpResponse:
    """One's own files; what is wrong with a file as a whole is told before a row is taken in."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = NoticeFileForm(*sent)
    if form.is_valid() and form.attempt(actions.receive_file, by=request.actor, **form.stated):
        return redirect(desk.to("notice_file", form.done.pk))
    page = page_of(queries.files_seen_by(request.actor), request)
    rows = [file_shown(desk, one) for one in page.rows]
    shown = {"form": form, "page": page, "rows": rows, "portal": desk.portal}
    return desk.show(request, "notices", "notices", **shown, **more)


def one_file(request: HttpRequest, desk: Desk, upload_id: int) -> HttpResponse:
    """How far a file is; the page asks for its changing part by itself, without scripts by 【刷新】."""
    found = file_of(request, upload_id)
    page = page_of(queries.rows_of_file(found.pk), request, size=ROWS_ON_A_PAGE)
    shown = {
        "shown": file_shown(desk, found),
        "progress": queries.progress_of(found),
        "prints": [(one, desk.to("notice_print", one.pk)) for one in queries.prints_of(found)],
        "rows": page.rows,
        "page": page,
        "portal": desk.portal,
        "back": desk.to("notices"),
    }
    if request.htmx:
        return render(request, "desks/notice_file_part.html", shown)
    return desk.show(request, "desks/notice_file", "notices", **shown)


def template() -> HttpResponse:
    return spreadsheet(reading.template_file(), "交存通知模板.xlsx")


def result(request: HttpRequest, upload_id: int) -> HttpResponse:
    """The rows with their outcomes, to take along; also while some still wait."""
    found = file_of(request, upload_id)
    content = reading.result_file(queries.result_rows(found))
    return spreadsheet(content, f"处理结果-{found.pk}.xlsx")


def printed(request: HttpRequest, print_id: int) -> HttpResponse:
    """Some of a file's notices, to print."""
    found = print_of(request, print_id)
    return pdf(bytes(found.file.content), found.file.name)


def enter(request: HttpRequest, desk: Desk) -> HttpResponse:
    """逐户开具: the home is recorded where it is not known yet."""
    form = NoticeForm(request.POST or None, districts=desk.districts(request.actor))
    if form.is_valid() and form.attempt(actions.issue_one, terms=form.terms, by=request.actor):
        messages.success(request, _("交存通知单已开具，可以打印"))
        return redirect(desk.to("deposit", form.done.pk))
    about = form_shown(
        form,
        title=_("逐户开具交存通知"),
        back=(desk.to("notices"), _("交存通知")),
        submit=_("开具"),
        lead=_("带 * 的为必填项；已录入的房屋须与登记的一致。"),
    )
    return desk.show(request, FORM, "notices", **about)
