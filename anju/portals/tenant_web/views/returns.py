"""The home is handed back: register it, confirm it, object to it, undo it. (BEY-01, BEY-12)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from anju.contracts import queries as contracts
from anju.portals.tenant_web.page import PORTAL, show
from anju.refunds import actions, queries
from anju.refunds.deeds import Deed
from anju.web.doors import tenant
from anju.web.forms import Form
from anju.web.tenant.refunds import pages
from anju.web.tenant.refunds.forms import ReasonForm, ReturnForm


@tenant
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, filing_no: str) -> HttpResponse:
    """交还住房登记: releases stop, and the enterprise has three working days for a plan. (BEY-01)"""
    lease = get_object_or_404(contracts.leases_seen_by(request.actor), filing_no=filing_no)
    form = ReturnForm(request.POST if request.method == "POST" else None, lease=lease)
    if form.is_valid() and form.attempt(
        actions.register_return, lease_id=lease.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("交还住房已登记"))
        return redirect("tenant_web:refund", filing_no)
    if not form.is_bound and queries.open_case_of(lease):
        return redirect("tenant_web:refund", filing_no)
    return show(request, "refunds/return", "refunds", form=form, lease=lease)


@tenant
@require_POST
def confirm(request: HttpRequest, filing_no: str) -> HttpResponse:
    """The enterprise's registration is right."""
    case = pages.case_asked_for(request, filing_no)
    form = Form({})
    if form.is_valid() and form.attempt(actions.confirm_return, case_id=case.pk, by=request.actor):
        messages.success(request, _("交还住房已确认"))
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return redirect("tenant_web:refund", filing_no)


@tenant
@require_http_methods(["GET", "POST"])
def object_to(request: HttpRequest, filing_no: str) -> HttpResponse:
    """The enterprise's registration is not right, and why; all see it, the clock runs on."""
    case = pages.case_asked_for(request, filing_no)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        actions.object_to_return,
        case_id=case.pk,
        objection=form.cleaned_data["because"],
        by=request.actor,
    ):
        messages.success(request, _("异议已提交，企业可以看到"))
        return redirect("tenant_web:refund", filing_no)
    if not form.is_bound and Deed.OBJECT_TO_RETURN not in queries.deeds_of(case, request.actor):
        return redirect("tenant_web:refund", filing_no)
    shown = pages.of_case(case, request.actor, PORTAL, form)
    return show(request, "refunds/object", "refunds", **shown)


@tenant
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, filing_no: str) -> HttpResponse:
    """It was registered by mistake: undone at once by who did it today, else both sides have to ask. (BEY-12)"""
    case = pages.case_asked_for(request, filing_no)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        actions.cancel_case, case_id=case.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, pages.cancelled_told(form.done))
        return redirect("tenant_web:refund", filing_no)
    if not form.is_bound and Deed.CANCEL_RETURN not in queries.deeds_of(case, request.actor):
        return redirect("tenant_web:refund", filing_no)
    shown = pages.of_case(case, request.actor, PORTAL, form)
    return show(request, "refunds/cancel", "refunds", **shown)
