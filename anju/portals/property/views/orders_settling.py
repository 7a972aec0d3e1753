"""决算, and asking those who owe. (rule B7.5, B6.10)"""

import re
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from anju.core.fields import to_date
from anju.core.money import parse_yuan, yuan
from anju.core.refusals import Refused
from anju.parameters import queries as parameters
from anju.portals.property.forms_of_orders import SettlementForm
from anju.portals.property.order_form import store_papers
from anju.portals.property.page import show
from anju.portals.property.shown_order_form import papers_shown
from anju.portals.property.views.orders import own_order
from anju.web.doors import company
from anju.web.forms import Form
from anju.works import actions, queries
from anju.works.rules import (
    PAPERS_OF_SETTLEMENT,
    PaperKind,
    Refusal,
    S,
    SettlementStatus,
)


@company
@require_http_methods(["GET", "POST"])
def settle_order(request: HttpRequest, order_id: int) -> HttpResponse:
    """The final amount, its invoices, and photos from before and after."""
    own = queries.orders_seen_by(request.actor).filter(status__in=(S.APPROVED, S.WORKING))
    order = get_object_or_404(own, pk=order_id)
    if request.method == "GET":
        return lay_out(request, order, SettlementForm())
    form = SettlementForm(request.POST)
    form.is_valid()
    if request.FILES.getlist("uploads") or request.POST.get("do") == "attach":
        for sentence in store_papers(request, order).sentences:
            form.add_error(None, sentence)
    if request.POST.get("do") != "settle":
        return lay_out(request, order, SettlementForm(initial=request.POST.dict()), form)
    if form.is_valid() and settled(form, order, request):
        messages.success(request, _("决算已提交，等待住建委审核"))
        return redirect("property:order", order.pk)
    return lay_out(request, order, form)


def settled(form: SettlementForm, order: Any, request: HttpRequest) -> bool:
    try:
        invoices = [invoice_of(line) for line in lines_of(form.cleaned_data)]
    except Refused as refused:
        form.add_error("invoices", refused.message)
        return False
    return form.attempt(
        actions.enter_settlement,
        order_id=order.pk,
        amount_fen=form.cleaned_data["amount"],
        ended_on=form.cleaned_data["ended_on"],
        invoices=invoices,
        remark=form.cleaned_data["remark"],
        by=request.actor,
    )


def lines_of(stated: Mapping[str, str]) -> list[str]:
    return [line.strip() for line in stated["invoices"].splitlines() if line.strip()]


def invoice_of(line: str) -> actions.InvoiceTerms:
    """发票号码、开票日期、金额、销售方 in one line. What cannot be read stops the whole settlement."""
    parts = re.split(r"\s+", line, maxsplit=3)
    if len(parts) < 4:
        raise Refused(Refusal.INVOICES_MISSING)
    number, issued_on, amount, seller = parts
    return actions.InvoiceTerms(number[:40], seller[:100], to_date(issued_on), parse_yuan(amount))


def lay_out(
    request: HttpRequest, order: Any, form: SettlementForm, wrong: Form | None = None
) -> HttpResponse:
    last = queries.settlements_of(order).first()
    for sentence in wrong.non_field_errors() if wrong else ():
        form.cleaned_data = {}
        form.add_error(None, sentence)
    return show(
        request,
        "property/orders/settle",
        "orders",
        order=order,
        form=form,
        facts=facts_of_money(order),
        returned=last if last and last.status == SettlementStatus.RETURNED else None,
        papers=papers_shown(order),
        papers_wanted=papers_wanted(),
        paper_kinds=PaperKind.choices,
        url=reverse("property:settle_order", args=[order.pk]),
        back=reverse("property:order", args=[order.pk]),
    )


def papers_wanted() -> str:
    kinds = "、".join(str(one.label) for one in PAPERS_OF_SETTLEMENT)
    return _(
        "须添加：{kinds}（照片应有维修前和维修后）；决算超过{limit}元的，还须添加{record}。"
    ).format(
        kinds=kinds,
        limit=yuan(parameters.number("works.unaudited_up_to_fen")),
        record=PaperKind.ACCEPTANCE.label,
    )


def facts_of_money(order: Any) -> list[tuple[str, Any]]:
    """The first payment, what is left, what is owed or paid in cash."""
    payable = queries.payable_of(order)
    return [
        (_("批准金额（元）"), yuan(order.amount_fen)),
        (_("已拨付（元）"), yuan(payable.paid_fen)),
        (_("正在拨付（元）"), yuan(payable.going_fen)),
        (_("尚未拨付（元）"), yuan(order.amount_fen - payable.paid_fen - payable.going_fen)),
        (_("欠款（元）"), yuan(order.owed_fen)),
    ]


@company
@require_POST
def demand_shares(request: HttpRequest, order_id: int) -> HttpResponse:
    """向欠款业主催缴: each is asked for exactly what it owes."""
    found, form = own_order(request, order_id), Form(request.POST)
    if form.is_valid() and form.attempt(actions.demand_shares, order_id=found.pk, by=request.actor):
        messages.success(request, _("已向欠款业主开具分摊款交存单"))
    else:
        messages.error(request, form.why_not)
    return redirect("property:order", found.pk)
