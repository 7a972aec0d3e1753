"""缴纳订单查询 (manual 001, §8)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.core import clock
from anju.orders import actions, queries
from anju.orders.rules import Offer
from anju.portals.tenant_web.page import PORTAL, show
from anju.web.doors import tenant
from anju.web.forms import Form
from anju.web.searches import page_found
from anju.web.session import own_path
from anju.web.tenant.forms import OrderSearch
from anju.web.tenant.pages import lines_of, order_in_full
from anju.web.tenant.shown import order_shown


@tenant
@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """All orders of every status. (ORD-01)"""
    search = OrderSearch(request.GET, actor=request.actor)
    page, now = page_found(search, queries.orders_found, request), clock.now()
    rows = [order_shown(order, now, PORTAL, request.actor) for order in page.rows]
    return show(request, "orders", "orders", search=search, page=page, rows=rows)


@tenant
@require_GET
def order(request: HttpRequest, no: str) -> HttpResponse:
    """缴纳订单详情 (ORD-03)"""
    found = get_object_or_404(queries.orders_seen_by(request.actor), no=no)
    return show(request, "order", "orders", **order_in_full(found, PORTAL, request.actor))


@tenant
@require_GET
def order_bills(request: HttpRequest, no: str) -> HttpResponse:
    """订单明细: every bill of an order of many leases, lease by lease."""
    found = get_object_or_404(queries.orders_seen_by(request.actor), no=no)
    return show(request, "order_bills", "orders", **lines_of(request, found, PORTAL))


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
