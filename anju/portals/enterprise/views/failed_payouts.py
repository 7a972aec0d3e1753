"""承租人收款失败: what could not be paid to tenants, and the application to pay another name. (ENT-06, rule A7.13)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.portals.enterprise.ending_forms import AtField, NameChangeForm, sent
from anju.portals.enterprise.page import show
from anju.portals.enterprise.portion_shown import change_shown, portion_shown
from anju.refunds import actions, queries
from anju.refunds.rules import PortionStatus
from anju.web.doors import enterprise
from anju.web.paging import page_of


@enterprise
@require_GET
def failed_payouts(request: HttpRequest) -> HttpResponse:
    """Those of tenants, and the enterprise's own, with the bank's reason."""
    page = page_of(queries.failed_payouts_of(request.actor), request)
    own = queries.accounts_to_confirm(request.actor)
    return show(
        request,
        "failed_payouts",
        "failed_payouts",
        page=page,
        rows=[portion_shown(one) for one in page.rows],
        own=[portion_shown(one) for one in own],
    )


@enterprise
@require_http_methods(["GET", "POST"])
def payee(request: HttpRequest, portion_id: int) -> HttpResponse:
    """申请变更收款人, and what became of each application."""
    portion = get_object_or_404(queries.portions_seen_by(request.actor), pk=portion_id)
    form = sent(NameChangeForm, request)
    if form.is_valid() and form.attempt(
        actions.apply_name_change, portion_id=portion.pk, terms=form.terms, by=request.actor
    ):
        messages.success(request, _("申请已提交中介协会审批，已通知承租人"))
        return redirect("enterprise:payee", portion.pk)
    return show(
        request,
        "payee",
        "failed_payouts",
        shown=portion_shown(portion),
        form=form,
        can_apply=portion.is_tenants and portion.status == PortionStatus.ACCOUNT_WANTED,
        changes=[change_shown(one) for one in queries.name_changes_of(portion)],
    )


@enterprise
@require_POST
def pay_again(request: HttpRequest, portion_id: int) -> HttpResponse:
    """重新付款: to the enterprise's settlement account as it stands now."""
    portion = get_object_or_404(queries.portions_seen_by(request.actor), pk=portion_id)
    form = AtField({})
    if form.is_valid() and form.attempt(
        actions.pay_enterprise_again, portion_id=portion.pk, by=request.actor
    ):
        messages.success(request, _("已按现在的收款账户重新付款"))
    else:
        messages.error(request, form.complaint)
    return redirect("enterprise:case", portion.case_id)
