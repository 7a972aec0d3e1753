"""押金 租金退款方案确认: plans and accounts to confirm, where every case stands. (manual 000, 7)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.portals.tenant_mobile.page import PORTAL, show
from anju.refunds import actions, queries
from anju.refunds.deeds import Deed
from anju.web.doors import tenant
from anju.web.forms import Form
from anju.web.tenant.refunds import answering, pages
from anju.web.tenant.refunds.forms import AccountForm, PhoneAnswerForm


@tenant
@require_GET
def refunds(request: HttpRequest) -> HttpResponse:
    """【待办】 (REF-01)"""
    return show(request, "refunds/todo", **pages.todo(request.actor, PORTAL))


@tenant
@require_GET
def refunds_done(request: HttpRequest) -> HttpResponse:
    """【已办】 (REF-01)"""
    return show(request, "refunds/done", **pages.done(request, PORTAL))


@tenant
@require_GET
def refund(request: HttpRequest, filing_no: str) -> HttpResponse:
    """Where a case stands: whose turn it is, the plan, what is paid, every step. (REF-01, BEY-01)"""
    case = pages.case_asked_for(request, filing_no)
    shown = pages.case_in_full(case, request.actor, PORTAL)
    return show(request, "refunds/case", **shown)


@tenant
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, filing_no: str) -> HttpResponse:
    """退款方案确认, page 1; 【下一步】 opens the plan, and from then on it cannot be taken back. (REF-04)"""
    case = pages.case_asked_for(request, filing_no)
    form = Form({} if request.method == "POST" else None)
    if form.is_valid() and form.attempt(actions.open_plan, case_id=case.pk, by=request.actor):
        return redirect("tenant_mobile:refund_answer", filing_no)
    if Deed.READ_PLAN not in queries.deeds_of(case, request.actor):
        return redirect("tenant_mobile:refund", filing_no)
    shown = pages.first_page(case, request.actor, PORTAL)
    return show(request, "refunds/plan", form=form, **shown)


@tenant
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, filing_no: str) -> HttpResponse:
    """Page 2: 【提交】, the dialog of who does not agree, the payment list, and then the answer. (REF-05 to REF-11)"""
    case = pages.case_asked_for(request, filing_no)
    elsewhere = answering.leads_to(request, case, PORTAL)
    if elsewhere:
        return redirect(elsewhere)
    form = answering.form_of(request, case, PhoneAnswerForm)
    if form.is_valid() and answering.is_sure(form) and answering.answer(form, case):
        messages.success(request, _("退款方案反馈成功"))
        return redirect("tenant_mobile:refund", filing_no)
    asked = answering.asked_on_the_phone(form, case)
    template = "refunds/payment_list" if asked and asked.listed else "refunds/answer"
    shown = pages.second_page(case, request.actor, PORTAL, form)
    return show(request, template, asked=asked, **shown)


@tenant
@require_GET
def versions(request: HttpRequest, filing_no: str) -> HttpResponse:
    """Every version of the plan, side by side. (ENT-05)"""
    case = pages.case_asked_for(request, filing_no)
    shown = pages.versions(case, request.actor, PORTAL)
    return show(request, "refunds/versions", **shown)


@tenant
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, portion_id: int) -> HttpResponse:
    """收款账号确认: 【提交】, and it is paid the same day with the new account. (REF-12, REF-13)"""
    portion = get_object_or_404(queries.portions_seen_by(request.actor), pk=portion_id)
    form = AccountForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        actions.confirm_account, portion_id=portion.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("收款账号已确认，系统按新账户信息支付资金"))
        return redirect("tenant_mobile:refund", portion.case.lease.filing_no)
    shown = pages.account(portion, request.actor, PORTAL, form)
    return show(request, "refunds/account", **shown)
