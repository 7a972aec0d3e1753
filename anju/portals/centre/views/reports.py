"""月报: asked for, made by the worker, to read, to reckon with, to check. (CTR-08)"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.people import queries as people
from anju.portals.centre.forms_of_board import ReportForm
from anju.portals.centre.page import show
from anju.statistics import actions, queries
from anju.statistics.board_rules import ReportStatus
from anju.web.doors import staff
from anju.web.downloads import pdf, spreadsheet
from anju.web.paging import page_of


@staff("figures.read")
@require_http_methods(["GET", "POST"])
def reports(request: HttpRequest) -> HttpResponse:
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        actions.ask_for_report, month=form.cleaned_data["month"], by=request.actor
    ):
        messages.success(request, _("月报正在生成，数秒后刷新本页查看"))
        return redirect("centre:reports")
    page = page_of(queries.reports(), request)
    names = people.names_of_staff(row.asked_by for row in page.rows)
    rows = [(row, names.get(row.asked_by, row.asked_by)) for row in page.rows]
    return show(request, "reports", "reports", form=form, page=page, rows=rows)


@staff("figures.read")
@require_GET
def paper(request: HttpRequest, report_id: int) -> HttpResponse:
    found = made(report_id)
    return pdf(queries.paper_of(found), f"资金监管月报-{found}-{found.as_of}.pdf")


@staff("figures.read")
@require_GET
def sheet(request: HttpRequest, report_id: int) -> HttpResponse:
    found = made(report_id)
    return spreadsheet(queries.sheet_of_report(found), f"资金监管月报-{found}-{found.as_of}.xlsx")


def made(report_id: int) -> Any:
    found = queries.report(report_id)
    if found is None or found.status != ReportStatus.MADE:
        raise Http404
    return found
