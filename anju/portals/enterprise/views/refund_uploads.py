"""批量退款: a spreadsheet of leases that are over, what each row comes to, then all that can be done. (ENT-08)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.portals.enterprise.ending_forms import RefundUploadForm
from anju.portals.enterprise.page import show
from anju.portals.enterprise.refund_upload_shown import refund_upload_in_full, refund_upload_shown
from anju.refunds import actions, queries, reading
from anju.refunds.enterprise_rules import RowOutcome
from anju.web.doors import enterprise
from anju.web.downloads import spreadsheet
from anju.web.forms import Form
from anju.web.paging import page_of


@enterprise
@require_http_methods(["GET", "POST"])
def refund_uploads(request: HttpRequest) -> HttpResponse:
    form = RefundUploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid() and form.attempt(
        actions.receive_refund_upload,
        name=form.cleaned_data["file"].name,
        content=form.cleaned_data["file"].read(),
        by=request.actor,
    ):
        return redirect("enterprise:refund_upload", form.done.pk)
    page = page_of(queries.refund_uploads_seen_by(request.actor), request)
    rows = [refund_upload_shown(one) for one in page.rows]
    return show(request, "refund_uploads", "refund_uploads", form=form, page=page, rows=rows)


@enterprise
@require_GET
def refund_template(request: HttpRequest) -> HttpResponse:
    """The spreadsheet to upload, the leases that are over already filled in."""
    leases = queries.leases_for_template(request.actor)
    return spreadsheet(reading.template_file(leases), "批量退款模板.xlsx")


@enterprise
@require_GET
def refund_upload(request: HttpRequest, upload_id: int) -> HttpResponse:
    """How far a file is, and what each row comes to; the page asks for its changing part by itself."""
    found = get_object_or_404(queries.refund_uploads_seen_by(request.actor), pk=upload_id)
    shown = refund_upload_in_full(request, found, Form())
    if request.htmx:
        return render(request, "enterprise/refund_upload_part.html", shown)
    return show(request, "refund_upload", "refund_uploads", **shown)


@enterprise
@require_GET
def refund_result(request: HttpRequest, upload_id: int) -> HttpResponse:
    """The rows of a file with their outcomes, to take along."""
    found = get_object_or_404(queries.refund_uploads_seen_by(request.actor), pk=upload_id)
    rows = queries.rows_of_refund_upload(found.pk)
    labels = {outcome.value: str(outcome.label) for outcome in RowOutcome}
    return spreadsheet(reading.result_file(rows, labels), f"批量退款结果-{found.pk}.xlsx")


@enterprise
@require_POST
def confirm_refund_upload(request: HttpRequest, upload_id: int) -> HttpResponse:
    """【提交办理】"""
    found = get_object_or_404(queries.refund_uploads_seen_by(request.actor), pk=upload_id)
    form = Form({})
    if form.is_valid() and form.attempt(
        actions.confirm_refund_upload, upload_id=found.pk, by=request.actor
    ):
        return redirect("enterprise:refund_upload", found.pk)
    shown = refund_upload_in_full(request, found, form)
    return show(request, "refund_upload", "refund_uploads", **shown)


@enterprise
@require_POST
def check_refunds_again(request: HttpRequest, upload_id: int) -> HttpResponse:
    """【重新核对】"""
    found = get_object_or_404(queries.refund_uploads_seen_by(request.actor), pk=upload_id)
    actions.check_refund_upload_again(upload_id=found.pk, by=request.actor)
    return redirect("enterprise:refund_upload", found.pk)
