"""The authority's word on an order and on its settlement; what it takes back, and what it stops. (WDR-08)"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from anju.desks.shown_works import facts_of_shares, money
from anju.portals.authority.forms_of_works import BecauseForm, DecisionForm
from anju.portals.authority.page import show_form
from anju.portals.authority.views.works import lay_out, order_of, review_form
from anju.web.doors import staff
from anju.works import actions
from anju.works.rules import S


@staff("works.review", "works.approve")
@require_POST
def review(request: HttpRequest, order_id: int) -> HttpResponse:
    """审批 or 复审: the shares are frozen with the last word, or the order goes back with a code and an opinion."""
    found = order_of(request, order_id)
    form = review_form(found, request.POST)
    is_second = found.status == S.SECOND_REVIEW
    approve = actions.approve_again if is_second else actions.approve_order
    about = {"order_id": found.pk, "by": request.actor}
    if form.is_valid() and decide(form, approve, actions.return_order, **about):
        tell(request, form)
        return redirect("authority:works_order", found.pk)
    return lay_out(request, found, form)


def decide(
    form: DecisionForm, approve: Callable[..., Any], send_back: Callable[..., Any], **about: Any
) -> bool:
    if form.is_approved:
        return form.attempt(approve, opinion=form.cleaned_data["opinion"], **about)
    return form.attempt(send_back, because=form.because, **about)


def tell(request: HttpRequest, form: DecisionForm) -> None:
    passed = {
        S.SECOND_REVIEW: _("初审通过，已转复审"),
        S.APPROVED: _("审批通过，各户分摊金额已冻结，已通知资金中心付款"),
    }
    told = (
        passed.get(form.done.status, _("已经审批过"))
        if form.is_approved
        else _("已退回物业服务企业")
    )
    messages.success(request, told)


@staff("works.review")
@require_POST
def review_settlement(request: HttpRequest, order_id: int, settlement_id: int) -> HttpResponse:
    """决算审核: what was less is free again, to the fen."""
    found = order_of(request, order_id)
    settlement = get_object_or_404(found.settlements.all(), pk=settlement_id)
    form = review_form(found, request.POST)
    about = {"settlement_id": settlement.pk, "by": request.actor}
    passed, returned = actions.approve_settlement, actions.return_settlement
    if form.is_valid() and decide(form, passed, returned, **about):
        done = _("决算通过，节余已退回各户") if form.is_approved else _("决算已退回物业服务企业")
        messages.success(request, done)
        return redirect("authority:works_order", found.pk)
    return lay_out(request, found, form)


@staff("works.approve")
@require_http_methods(["GET", "POST"])
def withdraw_approval(request: HttpRequest, order_id: int) -> HttpResponse:
    """撤销批准, before any money has gone."""
    title, lead = _("撤销批准"), _("各户冻结的金额全部解冻，任务单退回物业服务企业。")
    return take_back(request, order_id, actions.withdraw_approval, title, lead)


@staff("works.approve")
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, order_id: int) -> HttpResponse:
    """停止: consent was overturned; what was not paid is free again."""
    title = _("停止任务单")
    lead = _("业主异议成立、表决不再通过时停止。没有拨付的金额全部解冻，不再拨付尾款。")
    return take_back(request, order_id, actions.stop_order, title, lead)


def take_back(
    request: HttpRequest, order_id: int, verb: Callable[..., Any], title: str, lead: str
) -> HttpResponse:
    found, form = order_of(request, order_id), BecauseForm(request.POST or None)
    if form.is_valid() and form.attempt(
        verb, order_id=found.pk, because=form.cleaned_data["because"], by=request.actor
    ):
        messages.success(request, _("{title}已办理").format(title=title))
        return redirect("authority:works_order", found.pk)
    facts = [
        (_("任务单编号"), found.no),
        (_("维修项目名称"), found.title),
        (_("申请金额"), money(found.amount_fen)),
        *facts_of_shares(found),
    ]
    back = (reverse("authority:works_order", args=[found.pk]), _("任务单"))
    about = {"title": title, "lead": lead, "back": back, "submit": title, "facts": facts}
    return show_form(request, "works", form, **about)
