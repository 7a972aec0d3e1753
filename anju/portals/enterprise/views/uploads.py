"""批量代缴: a spreadsheet of bills, what each row comes to, and the order made of those that can be paid. (ENT-02)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.orders import actions, queries, reading
from anju.orders.rules import RowOutcome
from anju.portals.enterprise.forms import BankForm, UploadForm
from anju.portals.enterprise.page import show
from anju.portals.enterprise.shown import upload_in_full, upload_shown
from anju.web.doors import enterprise
from anju.web.downloads import spreadsheet
from anju.web.forms import Form
from anju.web.paging import page_of


@enterprise
@require_http_methods(["GET", "POST"])
def uploads(request: HttpRequest) -> HttpResponse:
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*posted)
    if form.is_valid() and form.attempt(
        actions.receive_upload,
        name=form.cleaned_data["file"].name,
        content=form.cleaned_data["file"].read(),
        by=request.actor,
    ):
        return redirect("enterprise:upload", form.done.pk)
    page = page_of(queries.uploads_seen_by(request.actor), request)
    rows = [upload_shown(one) for one in page.rows]
    return show(request, "uploads", "uploads", form=form, page=page, rows=rows)


@enterprise
@require_GET
def upload(request: HttpRequest, upload_id: int) -> HttpResponse:
    """How far a file is, and what each row comes to; the page asks for its changing part by itself."""
    found = get_object_or_404(queries.uploads_seen_by(request.actor), pk=upload_id)
    shown = upload_in_full(request, found, Form())
    if request.htmx:
        return render(request, "enterprise/upload_part.html", shown)
    return show(request, "upload", "uploads", **shown)


@enterprise
@require_GET
def result(request: HttpRequest, upload_id: int) -> HttpResponse:
    """The rows of a file with their outcomes, to take along."""
    found = get_object_or_404(queries.uploads_seen_by(request.actor), pk=upload_id)
    rows = queries.rows_of_upload(found.pk)
    labels = {outcome.value: str(outcome.label) for outcome in RowOutcome}
    return spreadsheet(reading.result_file(rows, labels), f"代缴核对结果-{found.pk}.xlsx")


@enterprise
@require_POST
def order(request: HttpRequest, upload_id: int) -> HttpResponse:
    """【生成代缴订单】"""
    found = get_object_or_404(queries.uploads_seen_by(request.actor), pk=upload_id)
    form = BankForm(request.POST)
    if form.is_valid() and form.attempt(
        actions.order_upload,
        upload_id=found.pk,
        bank_account_id=form.cleaned_data["bank"],
        by=request.actor,
    ):
        return redirect("enterprise:choose", form.done.no)
    return show(request, "upload", "uploads", **upload_in_full(request, found, form))


@enterprise
@require_POST
def check_again(request: HttpRequest, upload_id: int) -> HttpResponse:
    """【重新核对】"""
    found = get_object_or_404(queries.uploads_seen_by(request.actor), pk=upload_id)
    actions.check_upload_again(upload_id=found.pk, by=request.actor)
    return redirect("enterprise:upload", found.pk)
