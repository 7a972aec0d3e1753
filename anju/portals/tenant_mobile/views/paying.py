"""From the leases with something to pay to the payment app and back. (manual 000, §5.2)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from anju.contracts import queries as contracts
from anju.core import clock
from anju.orders import actions, queries
from anju.orders.rules import Offer
from anju.portals.tenant_mobile.page import PORTAL, show
from anju.web.doors import tenant
from anju.web.forms import Form
from anju.web.searches import page_found
from anju.web.tenant import pages
from anju.web.tenant.forms import LeaseSearch, PayForm
from anju.web.tenant.shown import lease_to_pay_shown, opening_at


@tenant
@require_GET
def leases(request: HttpRequest) -> HttpResponse:
    """待缴合同信息; who came by 网签直缴 sees the one lease. (PAY-01, NET-01)"""
    search = LeaseSearch(request.GET, actor=request.actor)
    page = page_found(search, queries.leases_to_pay, request)
    today = clock.today()
    cards = [lease_to_pay_shown(lease, today, PORTAL) for lease in page.rows]
    return show(request, "leases", search=search, page=page, cards=cards)


@tenant
@require_http_methods(["GET", "POST"])
def bills(request: HttpRequest, filing_no: str) -> HttpResponse:
    """查询待缴账单: tick bills, 【承租人缴款】 makes one order of them. (PAY-02, PAY-03)"""
    lease = get_object_or_404(contracts.leases_seen_by(request.actor), filing_no=filing_no)
    search, unpaid, form = pages.bills_asked_for(request, lease)
    if form.is_valid() and form.attempt(
        actions.place_order, bill_ids=form.bill_ids, by=request.actor
    ):
        return redirect("tenant_mobile:choose", form.done.no)
    shown = pages.bills_to_tick(unpaid, form, PORTAL)
    return show(request, "bills", lease=lease, search=search, **shown)


@tenant
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, no: str) -> HttpResponse:
    """承租人缴纳订单: 【立即缴纳】 pops up the payment sheet; what is chosen there is posted here. (PAY-04, PAY-07)"""
    order = get_object_or_404(queries.orders_seen_by(request.actor), no=no)
    if request.method == "GET" and Offer.PAY not in queries.offers_of(order, clock.now()):
        return redirect("tenant_mobile:payment", no)
    form = PayForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        actions.start_payment,
        order_id=order.pk,
        channel=form.cleaned_data["channel"],
        opening=opening_at(PORTAL),
        by=request.actor,
    ):
        return redirect(f"{reverse('tenant_mobile:payment', args=[no])}?go=1")
    is_open = form.is_bound or request.GET.get("sheet") == "1"
    return show(request, "choose", is_open=is_open, **pages.order_to_pay(order, form, PORTAL))


@tenant
@require_GET
def payment(request: HttpRequest, no: str) -> HttpResponse:
    """Leads to the payment app (`go=1`), and shows what became of it, or where to send a transfer. (PAY-07, PAY-06)"""
    order = get_object_or_404(queries.orders_seen_by(request.actor), no=no)
    if Offer.PAY in queries.offers_of(order, clock.now()):
        address = reverse("tenant_mobile:choose", args=[no])
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
    shown = pages.payment(order, Form(), PORTAL)
    if request.htmx and request.GET.get("seen") == shown["face"].state:
        return HttpResponse(status=204)
    template = "payment_part" if request.htmx else "payment"
    is_leaving, is_back = request.GET.get("go") == "1", "out_trade_no" in request.GET
    return show(request, template, is_leaving=is_leaving, is_back=is_back, **shown)


@tenant
@require_POST
def look(request: HttpRequest, no: str) -> HttpResponse:
    """Back from the app: whatever it told the browser, Alipay itself is asked whether this was paid. (PAY-07)"""
    order = get_object_or_404(queries.orders_seen_by(request.actor), no=no)
    actions.ask_whether_paid(order_id=order.pk, by=request.actor)
    return redirect("tenant_mobile:payment", no)


@tenant
@require_POST
def choose_again(request: HttpRequest, no: str) -> HttpResponse:
    """【选择其他支付方式】 (PAY-07)"""
    order = get_object_or_404(queries.orders_seen_by(request.actor), no=no)
    form = Form({})
    if form.is_valid() and form.attempt(actions.choose_again, order_id=order.pk, by=request.actor):
        return redirect("tenant_mobile:choose", no)
    return show(request, "payment", **pages.payment(order, form, PORTAL))
