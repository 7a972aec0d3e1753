"""我要缴款: from the leases with something to pay to the payment. (manual 001, §4)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from anju.contracts import queries as contracts
from anju.core import clock
from anju.orders import actions, queries
from anju.orders.rules import Offer
from anju.portals.tenant_web.page import PORTAL, show
from anju.web.doors import tenant
from anju.web.forms import Form
from anju.web.paging import PageOfRows, page_of
from anju.web.tenant.forms import BillKindSearch, BillsForm, LeaseSearch, PayForm
from anju.web.tenant.shown import (
    bill_shown,
    lease_to_pay_shown,
    methods_shown,
    order_line_shown,
    order_shown,
    payee_of,
    payment_shown,
)


@tenant
@require_GET
def leases(request: HttpRequest) -> HttpResponse:
    """待缴合同查询 (PAY-01)"""
    search = LeaseSearch(request.GET, actor=request.actor)
    page = PageOfRows([])
    if search.is_valid():
        page = page_of(queries.leases_to_pay(request.actor, **search.wanted), request)
    today = clock.today()
    cards = [lease_to_pay_shown(lease, today, PORTAL) for lease in page.rows]
    return show(request, "leases", "leases", search=search, page=page, cards=cards)


@tenant
@require_http_methods(["GET", "POST"])
def bills(request: HttpRequest, filing_no: str) -> HttpResponse:
    """查询待缴账单: tick bills, 【承租人缴款】 makes one order of them. (PAY-02, PAY-03)"""
    lease = get_object_or_404(contracts.leases_seen_by(request.actor), filing_no=filing_no)
    search = BillKindSearch(request.GET, actor=request.actor)
    unpaid = list(queries.unpaid_bills(lease, **search.wanted)) if search.is_valid() else []
    form = BillsForm(
        request.POST if request.method == "POST" else None, bill_ids=[bill.pk for bill in unpaid]
    )
    if form.is_valid() and form.attempt(
        actions.place_order, bill_ids=form.bill_ids, by=request.actor
    ):
        return redirect("tenant_web:choose", form.done.no)
    rows = [bill_shown(bill, PORTAL, form.ticked) for bill in unpaid]
    return show(
        request,
        "bills",
        "leases",
        lease=lease,
        search=search,
        form=form,
        rows=rows,
        total_fen=sum(row.bill.amount_fen for row in rows if row.is_ticked),
        can_choose=any(row.can_be_chosen for row in rows),
    )


@tenant
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, no: str) -> HttpResponse:
    """承租人缴纳订单: choose how to pay, 【立即缴纳】. (PAY-04)"""
    order, now = get_object_or_404(queries.orders_seen_by(request.actor), no=no), clock.now()
    if request.method == "GET" and Offer.PAY not in queries.offers_of(order, now):
        return redirect("tenant_web:payment", no)
    form = PayForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        actions.start_payment,
        order_id=order.pk,
        channel=form.cleaned_data["channel"],
        by=request.actor,
    ):
        return redirect("tenant_web:payment", no)
    return show(
        request,
        "choose",
        "leases",
        form=form,
        methods=methods_shown(form["channel"].value()),
        shown=order_shown(order, now, PORTAL),
        lines=[order_line_shown(line) for line in queries.lines_of(order)],
        seconds_left=queries.seconds_left(order, now),
    )


@tenant
@require_GET
def payment(request: HttpRequest, no: str) -> HttpResponse:
    """缴纳支付: the code to pay with, then what became of it. HTMX asks for the part that changes. (PAY-05, PAY-06)"""
    order, now = get_object_or_404(queries.orders_seen_by(request.actor), no=no), clock.now()
    if Offer.PAY in queries.offers_of(order, now):
        address = reverse("tenant_web:choose", args=[no])
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
    face = payment_shown(order, now, PORTAL)
    if request.htmx and request.GET.get("seen") == face.state:
        return HttpResponse(status=204)
    return show(
        request,
        "payment_part" if request.htmx else "payment",
        "leases",
        shown=order_shown(order, now, PORTAL),
        face=face,
        form=Form(),
        payee=payee_of(order),
        is_confirming=request.GET.get("confirm") == "1",
    )


@tenant
@require_POST
def choose_again(request: HttpRequest, no: str) -> HttpResponse:
    """【选择其他支付方式】 (PAY-05)"""
    order, now = get_object_or_404(queries.orders_seen_by(request.actor), no=no), clock.now()
    form = Form({})
    if form.is_valid() and form.attempt(actions.choose_again, order_id=order.pk, by=request.actor):
        return redirect("tenant_web:choose", no)
    return show(
        request,
        "payment",
        "leases",
        shown=order_shown(order, now, PORTAL),
        face=payment_shown(order, now, PORTAL),
        form=form,
        payee=payee_of(order),
    )
