"""代缴订单查询, and paying one order by one bank transfer. (ENT-02, rule A10.2)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.core import clock
from anju.orders import actions, queries, reading
from anju.orders.rules import Offer, Status
from anju.payments.rules import Channel
from anju.portals.enterprise.forms import OrderSearch
from anju.portals.enterprise.page import PORTAL, show
from anju.portals.enterprise.shown import face_of, lines_shown, order_shown, orders_shown
from anju.web.doors import enterprise
from anju.web.downloads import spreadsheet
from anju.web.forms import Form
from anju.web.paging import PageOfRows, page_of
from anju.web.session import own_path
from anju.web.tenant.shown import payee_of, payer_of, steps_of

ON_A_PAGE = 50


@enterprise
@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    search, page = OrderSearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.orders_placed_found(request.actor, **search.wanted), request)
    rows = orders_shown(page.rows, clock.now(), PORTAL)
    return show(request, "orders", "orders", search=search, page=page, rows=rows)


@enterprise
@require_GET
def order(request: HttpRequest, no: str) -> HttpResponse:
    """代缴订单详情"""
    found = get_object_or_404(queries.orders_placed_by(request.actor), no=no)
    page = page_of(queries.lines_as_placed(found), request, size=ON_A_PAGE)
    return show(
        request,
        "order",
        "orders",
        shown=order_shown(found, clock.now(), PORTAL),
        page=page,
        lines=lines_shown(page.rows),
        payer=payer_of(found),
        payee=payee_of(found),
        is_closed=found.status in (Status.CANCELLED, Status.FAILED),
        steps=steps_of(found),
    )


@enterprise
@require_GET
def lines(request: HttpRequest, no: str) -> HttpResponse:
    """The lines of an order as a spreadsheet to take along."""
    found = get_object_or_404(queries.orders_placed_by(request.actor), no=no)
    return spreadsheet(reading.lines_file(queries.lines_as_placed(found)), f"代缴订单-{no}.xlsx")


@enterprise
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, no: str) -> HttpResponse:
    """企业代缴订单: its lines by lease, the total, the receiving bank; 【立即缴纳】."""
    found, now = get_object_or_404(queries.orders_placed_by(request.actor), no=no), clock.now()
    if request.method == "GET" and Offer.PAY not in queries.offers_of(found, now):
        return redirect("enterprise:payment", no)
    form = Form({} if request.method == "POST" else None)
    pay = {"order_id": found.pk, "channel": Channel.BANK_TRANSFER, "by": request.actor}
    if form.is_valid() and form.attempt(actions.start_payment, **pay):
        return redirect("enterprise:payment", no)
    page = page_of(queries.lines_as_placed(found), request, size=ON_A_PAGE)
    return show(
        request,
        "choose",
        "bills",
        form=form,
        shown=order_shown(found, now, PORTAL),
        page=page,
        lines=lines_shown(page.rows),
        seconds_left=queries.seconds_left(found, now),
    )


@enterprise
@require_GET
def payment(request: HttpRequest, no: str) -> HttpResponse:
    """银行汇款缴纳支付, then what became of it. HTMX asks for the part that changes."""
    found, now = get_object_or_404(queries.orders_placed_by(request.actor), no=no), clock.now()
    if Offer.PAY in queries.offers_of(found, now):
        return redirect("enterprise:choose", no)
    face = face_of(found, now)
    if request.htmx and request.GET.get("seen") == face.payment.state:
        return HttpResponse(status=204)
    return show(
        request,
        "payment_part" if request.htmx else "payment",
        "bills",
        shown=order_shown(found, now, PORTAL),
        face=face,
        payee=payee_of(found),
        is_confirming=request.GET.get("confirm") == "1",
    )


@enterprise
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, no: str) -> HttpResponse:
    """确认取消订单？ The dialog of the pages as a page, for browsers without scripts; both post here."""
    found, now = get_object_or_404(queries.orders_placed_by(request.actor), no=no), clock.now()
    if request.method == "GET" and Offer.CANCEL not in queries.offers_of(found, now):
        return redirect("enterprise:order", no)
    form = Form({} if request.method == "POST" else None)
    back = own_path(request, request.GET.get("next", ""), reverse("enterprise:orders"))
    if form.is_valid() and form.attempt(actions.cancel_order, order_id=found.pk, by=request.actor):
        told = _("订单 {no} 已取消，其中的账单可以重新缴纳").format(no=no)
        messages.success(request, told)
        return redirect(back)
    shown = order_shown(found, now, PORTAL)
    return show(request, "cancel", "orders", shown=shown, form=form, back=back)
