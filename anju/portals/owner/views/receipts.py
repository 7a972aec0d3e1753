"""我要开票: asked for, looked at while it is issued, taken along. (manual 002, 2.3.2(2); OWN-12)"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods

from anju.fund import queries
from anju.portals.owner.page import show
from anju.portals.owner.receipting import ask_for_receipt, file_of
from anju.portals.owner.shown import deposit_shown
from anju.portals.owner.shown_receipts import receipt_of
from anju.web.doors import owner
from anju.web.forms import Form


def seen_deposit(request: HttpRequest, no: str) -> Any:
    """What concerns the visitor's homes, and what they paid: a receipt names the owner in full."""
    return get_object_or_404(queries.deposits_seen_by(request.actor), no=no)


@owner
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest, no: str) -> HttpResponse:
    """The part with the receipt, as HTMX asks for it; POST is 【我要开票】 or 【重新开票】."""
    found = seen_deposit(request, no)
    if request.method == "POST":
        form = ask_for_receipt(request, found)
        if form.is_valid():
            return redirect("owner:deposit", no)
        return show_refused(request, found, form)
    shown = receipt_of(found, request.actor)
    if not request.htmx or shown is None:
        return redirect("owner:deposit", no)
    if request.GET.get("seen") == shown.state:
        return HttpResponse(status=204)
    return show(request, "receipt_part", "records", receipt=shown)


def show_refused(request: HttpRequest, found: Any, form: Form) -> HttpResponse:
    """温馨提示: a paper receipt exists, so none is issued."""
    return show(
        request,
        "deposit",
        "records",
        shown=deposit_shown(found),
        receipt=receipt_of(found, request.actor),
        told=[form.why_not],
    )


@owner
@require_GET
def receipt_file(request: HttpRequest, no: str) -> HttpResponse:
    """【查询/下载】: the paper to keep."""
    return file_of(request, seen_deposit(request, no))
