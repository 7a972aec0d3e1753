"""缴纳订单查询 (manual 001, §8)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.core import clock
from anju.orders import actions, queries
from anju.orders.rules import Offer, Status
from anju.portals.tenant_web.page import PORTAL, show
from anju.web.doors import tenant
from anju.web.forms import Form
from anju.web.paging import PageOfRows, page_of
from anju.web.session import own_path
from anju.web.tenant.forms import OrderSearch
from anju.web.tenant.shown import (
    order_line_shown,
    order_shown,
    payee_of,
    payer_of,
    steps_of,
)


@tenant
@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """All orders of every status. (ORD-01)"""
    search = OrderSearch(request.GET, actor=request.actor)
    page = PageOfRows([])
    if search.is_valid():
        page = page_of(queries.orders_found(request.actor, **search.wanted), request)
    now = clock.now()
    rows = [order_shown(order, now, PORTAL) for order in page.rows]
    return show(request, "orders", "orders", search=search, page=page, rows=rows)


@tenant
@require_GET
def order(request: HttpRequest, no: str) -> HttpResponse:
    """缴纳订单详情 (ORD-03)"""
    found = get_object_or_404(queries.orders_seen_by(request.actor), no=no)
    return show(
        request,
        "order",
        "orders",
        shown=order_shown(found, clock.now(), PORTAL),
        lines=[order_line_shown(line) for line in queries.lines_of(found)],
        payer=payer_of(found),
        payee=payee_of(found),
        is_closed=found.status in (Status.CANCELLED, Status.FAILED),
        steps=steps_of(found),
    )


@tenant
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, no: str) -> HttpResponse:
    """确认取消订单？ The dialog of the pages as a page, for browsers without scripts; both post here. (ORD-06)"""
    found = get_object_or_404(queries.orders_seen_by(request.actor), no=no)
    if request.method == "GET" and Offer.CANCEL not in queries.offers_of(found, clock.now()):
        return redirect("tenant_web:order", no)
    form = Form({} if request.method == "POST" else None)
    back = own_path(request, request.GET.get("next", ""), reverse("tenant_web:orders"))
    if form.is_valid() and form.attempt(actions.cancel_order, order_id=found.pk, by=request.actor):
        told = _("订单 {no} 已取消，其中的账单可以重新缴纳").format(no=no)
        messages.success(request, told)
        return redirect(back)
    return show(
        request,
        "cancel",
        "orders",
        shown=order_shown(found, clock.now(), PORTAL),
        form=form,
        back=back,
    )
