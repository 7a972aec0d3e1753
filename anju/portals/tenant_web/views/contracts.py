"""合同签约: contracts that wait for a tenant's confirmation, and those signed. (CON-03, CON-05)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.portals.tenant_web.page import PORTAL, show
from anju.signings import actions
from anju.signings.deeds import Deed
from anju.web.doors import tenant
from anju.web.forms import Form
from anju.web.tenant import contracts as pages
from anju.web.tenant.consents import contract_list


@tenant
@require_GET
def contracts(request: HttpRequest) -> HttpResponse:
    return show(request, "contracts", "contracts", **contract_list(request, PORTAL))


@tenant
@require_GET
def contract(request: HttpRequest, no: str) -> HttpResponse:
    """The whole contract, its signatures, and what can be done."""
    found = pages.contract_asked_for(request, no)
    shown = pages.contract_in_full(found, request.actor, PORTAL)
    return show(request, "contract", "contracts", **shown)


@tenant
@require_GET
def pdf(request: HttpRequest, no: str) -> HttpResponse:
    return pages.pdf_file(pages.contract_asked_for(request, no))


@tenant
@require_POST
def code(request: HttpRequest, no: str) -> HttpResponse:
    """获取验证码: sent to the phone on the contract."""
    found, form = pages.contract_asked_for(request, no), Form({})
    if form.is_valid() and form.attempt(actions.send_code, contract_id=found.pk, by=request.actor):
        messages.success(request, pages.code_told(found, request.actor))
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return redirect(pages.confirm_address(request, found, PORTAL))


@tenant
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, no: str) -> HttpResponse:
    """确认签约 of the terms that were read, by the code."""
    found = pages.contract_asked_for(request, no)
    form = pages.confirm_form(request, found)
    if form.is_valid() and form.attempt(
        actions.confirm_contract, contract_id=found.pk, by=request.actor, **form.wanted
    ):
        messages.success(request, pages.confirmed_told(form.done))
        return redirect(f"{PORTAL}:contract", no)
    may = pages.has_read(request, found) and pages.may(found, request.actor, Deed.CONFIRM)
    if not form.is_bound and not may:
        return redirect(f"{PORTAL}:contract", no)
    shown = pages.contract_in_full(found, request.actor, PORTAL)
    return show(request, "contract_confirm", "contracts", form=form, **shown)


@tenant
@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, no: str) -> HttpResponse:
    """拒绝签约, with a reason: the landlord has a draft again, and the tenant no longer sees the contract."""
    found, form = pages.contract_asked_for(request, no), pages.because_form(request)
    if form.is_valid() and form.attempt(
        actions.decline_contract, contract_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("已拒绝签约，合同退回出租人"))
        return redirect(f"{PORTAL}:contracts")
    if not form.is_bound and not pages.may(found, request.actor, Deed.DECLINE):
        return redirect(f"{PORTAL}:contract", no)
    shown = pages.contract_in_full(found, request.actor, PORTAL)
    return show(request, "contract_decline", "contracts", form=form, **shown)


@tenant
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, no: str) -> HttpResponse:
    """申请撤销合同, with a reason; it happens when all agree."""
    found, form = pages.contract_asked_for(request, no), pages.because_form(request)
    if form.is_valid() and form.attempt(
        actions.propose_revocation, contract_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("撤销申请已提交，双方全部同意后合同撤销"))
        return redirect(f"{PORTAL}:contract", no)
    if not form.is_bound and not pages.may(found, request.actor, Deed.PROPOSE_REVOCATION):
        return redirect(f"{PORTAL}:contract", no)
    shown = pages.contract_in_full(found, request.actor, PORTAL)
    return show(request, "contract_revoke", "contracts", form=form, **shown)


@tenant
@require_POST
def agree(request: HttpRequest, no: str) -> HttpResponse:
    """同意撤销"""
    found, form = pages.contract_asked_for(request, no), Form({})
    if form.is_valid() and form.attempt(
        actions.agree_revocation, contract_id=found.pk, by=request.actor
    ):
        messages.success(request, _("您已同意撤销合同"))
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return redirect(f"{PORTAL}:contract", no)


@tenant
@require_POST
def refuse(request: HttpRequest, no: str) -> HttpResponse:
    """不同意撤销, or the proposal taken back: the contract stays in force."""
    found, form = pages.contract_asked_for(request, no), Form({})
    if form.is_valid() and form.attempt(
        actions.refuse_revocation, contract_id=found.pk, by=request.actor
    ):
        messages.success(request, _("合同不撤销，继续有效"))
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return redirect(f"{PORTAL}:contract", no)
