"""交存通知: one by one, and by spreadsheet with progress, result file and printed notices. (QCK-01)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.fund import actions as fund
from anju.fund_notices import actions, queries, reading
from anju.portals.fund_desk.forms_of_homes import NoticeFileForm, NoticeForm
from anju.portals.fund_desk.page import show, show_form
from anju.portals.fund_desk.shown import notice_file_shown, to
from anju.portals.fund_desk.views.homes import account_of
from anju.web.doors import staff
from anju.web.downloads import pdf, spreadsheet
from anju.web.forms import Form
from anju.web.paging import page_of

ROWS_ON_A_PAGE = 50


def file_of(request: HttpRequest, upload_id: int) -> Any:
    return get_object_or_404(queries.files_seen_by(request.actor), pk=upload_id)


@staff("fund.enter")
@require_http_methods(["GET", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """One's own files; what is wrong with a file as a whole is told before a row is taken in."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = NoticeFileForm(*sent)
    if form.is_valid() and form.attempt(actions.receive_file, by=request.actor, **form.stated):
        return redirect("fund_desk:notice_file", form.done.pk)
    page = page_of(queries.files_seen_by(request.actor), request)
    rows = [notice_file_shown(one) for one in page.rows]
    return show(request, "notices", "notices", form=form, page=page, rows=rows)


@staff("fund.enter")
@require_GET
def notice_file(request: HttpRequest, upload_id: int) -> HttpResponse:
    """How far a file is; the page asks for its changing part by itself, without scripts by 【刷新】."""
    found = file_of(request, upload_id)
    page = page_of(queries.rows_of_file(found.pk), request, size=ROWS_ON_A_PAGE)
    shown = {
        "shown": notice_file_shown(found),
        "progress": queries.progress_of(found),
        "prints": [(one, to("notice_print", one.pk)) for one in queries.prints_of(found)],
        "rows": page.rows,
        "page": page,
    }
    if request.htmx:
        return render(request, "fund_desk/notice_file_part.html", shown)
    return show(request, "notice_file", "notices", **shown)


@staff("fund.enter")
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    return spreadsheet(reading.template_file(), "交存通知模板.xlsx")


@staff("fund.enter")
@require_GET
def result(request: HttpRequest, upload_id: int) -> HttpResponse:
    """The rows with their outcomes, to take along; also while some still wait."""
    found = file_of(request, upload_id)
    return spreadsheet(reading.result_file(queries.result_rows(found)), f"处理结果-{found.pk}.xlsx")


@staff("fund.enter")
@require_GET
def printed(request: HttpRequest, print_id: int) -> HttpResponse:
    """Some of a file's notices, to print."""
    found = get_object_or_404(queries.prints_seen_by(request.actor), pk=print_id)
    return pdf(bytes(found.file.content), found.file.name)


@staff("fund.enter")
@require_http_methods(["GET", "POST"])
def enter_notice(request: HttpRequest) -> HttpResponse:
    """逐户开具: the home is recorded where it is not known yet."""
    form = NoticeForm(request.POST or None, actor=request.actor)
    if form.is_valid() and form.attempt(actions.issue_one, terms=form.terms, by=request.actor):
        messages.success(request, _("交存通知单已开具，可以打印"))
        return redirect("fund_desk:deposit", form.done.pk)
    back = (reverse("fund_desk:notices"), _("交存通知"))
    title, submit = _("逐户开具交存通知"), _("开具")
    lead = _("带 * 的为必填项；已录入的房屋须与登记的一致。")
    return show_form(request, "notices", form, title=title, back=back, submit=submit, lead=lead)


@staff("fund.enter")
@require_POST
def notify_home(request: HttpRequest, account_id: int) -> HttpResponse:
    """The notice of a home that is known: for what it owes now."""
    found, form = account_of(request, account_id), Form(request.POST)
    if form.is_valid() and form.attempt(fund.demand_deposit, account_id=found.pk, by=request.actor):
        messages.success(request, _("交存通知单已开具，可以打印"))
        return redirect("fund_desk:deposit", form.done.pk)
    messages.error(request, form.why_not)
    return redirect("fund_desk:home_detail", found.pk)
