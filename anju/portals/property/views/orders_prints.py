"""The three printed forms: asked for, made by a job, printed and counted. (manual 004, 4.2.1 ⑪ ⑭)"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from anju.portals.property.page import show
from anju.portals.property.views.orders import own_order
from anju.web.doors import company
from anju.web.downloads import pdf, spreadsheet
from anju.web.forms import Form
from anju.works import actions, paper, queries, sheets
from anju.works.rules import SheetKind, SheetStatus

TONES = {
    SheetStatus.WAITING: "waiting",
    SheetStatus.MAKING: "waiting",
    SheetStatus.DONE: "good",
    SheetStatus.FAILED: "bad",
}


def sheet_of(request: HttpRequest, sheet_id: int) -> Any:
    return get_object_or_404(queries.sheets_seen_by(request.actor), pk=sheet_id)


@company
@require_POST
def print_order(request: HttpRequest, order_id: int, kind: str) -> HttpResponse:
    """【打印任务单】 and the like: the form is made, then it is there to be printed."""
    if kind not in SheetKind.values:
        raise Http404
    found, form = own_order(request, order_id), Form(request.POST)
    about = {"order_id": found.pk, "kind": kind, "by": request.actor}
    if form.is_valid() and form.attempt(actions.make_sheet, **about):
        return redirect("property:sheet", form.done.pk)
    messages.error(request, form.why_not)
    return redirect("property:orders")


@company
@require_GET
def sheet(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """How far it is; the page asks for its changing part by itself, without scripts by 【刷新】."""
    found = sheet_of(request, sheet_id)
    status = SheetStatus(found.status)
    rows = max(found.rows, 1)
    shown = {
        "sheet": found,
        "title": found.get_kind_display(),
        "status": status.label,
        "tone": TONES[status],
        "percent": min(found.rows_done * 90 // rows, 90),
        "is_working": status in (SheetStatus.WAITING, SheetStatus.MAKING),
        "is_done": status == SheetStatus.DONE,
        "is_failed": status == SheetStatus.FAILED,
        "is_current": paper.is_current(found),
        "has_rows": found.kind == SheetKind.SIGNATURES,
        "again": reverse("property:print_order", args=[found.order_id, found.kind]),
        "back": reverse("property:order", args=[found.order_id]),
        "facts": facts_of_sheet(found),
    }
    if request.htmx:
        return render(request, "property/orders/sheet_part.html", shown)
    return show(request, "property/orders/sheet", "orders", **shown)


def facts_of_sheet(found: Any) -> list[tuple[str, Any]]:
    printed = queries.printings(found).count()
    facts = [
        (_("任务单编号"), found.order.no),
        (_("表号"), found.no),
        (_("已打印"), _("{count}次").format(count=printed)),
    ]
    if found.kind == SheetKind.SIGNATURES:
        facts.append((_("摘要值"), bytes(found.digest).hex()))
    return facts


@company
@require_POST
def print_sheet(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """【打印】: counted. From the second time on the paper says that it is a reprint (补打)."""
    found, form = sheet_of(request, sheet_id), Form(request.POST)
    if form.is_valid() and form.attempt(actions.print_sheet, sheet_id=found.pk, by=request.actor):
        return pdf(
            paper.printed(found, form.done.number), f"{found.get_kind_display()}-{found.no}.pdf"
        )
    messages.error(request, form.why_not)
    return redirect("property:sheet", found.pk)


@company
@require_GET
def sheet_rows(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """The homes of a signature sheet as a spreadsheet, to hold a paper against it."""
    found = sheet_of(request, sheet_id)
    if found.kind != SheetKind.SIGNATURES:
        raise Http404
    return spreadsheet(sheets.rows_file(sheets.rows_in(found.text)), f"{found.no}.xlsx")
