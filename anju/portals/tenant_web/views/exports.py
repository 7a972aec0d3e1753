"""【导出】: a list as it is searched for at present, as a spreadsheet."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from anju.contracts import queries as contracts
from anju.core import clock
from anju.orders import queries
from anju.portals.tenant_web.page import PORTAL
from anju.web import tables
from anju.web.doors import tenant
from anju.web.searches import Search
from anju.web.tables import Column
from anju.web.tenant.forms import BalanceSearch, BillSearch, OrderSearch
from anju.web.tenant.shown import bill_shown, order_line_shown, order_shown

LEASE = [Column(_("合同备案编号"), width=24), Column(_("房屋坐落"), width=40)]
BILLS = [
    Column(_("账单编号"), width=28),
    *LEASE,
    Column(_("住房租赁企业"), width=28),
    Column(_("备案日期"), "day"),
    Column(_("款项类型"), width=18),
    Column(_("起日"), "day"),
    Column(_("止日"), "day"),
    Column(_("应缴日期"), "day"),
    Column(_("应缴金额（元）"), "fen", 16),
    Column(_("账单状态")),
    Column(_("缴纳订单"), width=26),
    Column(_("缴纳途径")),
]
ORDERS = [
    Column(_("订单编号"), width=26),
    Column(_("订单类型"), width=18),
    Column(_("下单时间"), "moment", 20),
    Column(_("订单金额（元）"), "fen", 16),
    Column(_("订单状态")),
    Column(_("缴纳方式")),
    Column(_("入账时间"), "moment", 20),
    Column(_("下单人"), width=24),
    Column(_("合同备案编号"), width=24),
    Column(_("房屋坐落"), width=40),
]
LEASES = [
    *LEASE,
    Column(_("住房租赁企业"), width=28),
    Column(_("备案日期"), "day"),
    Column(_("租期起"), "day"),
    Column(_("租期止"), "day"),
    Column(_("月租金（元）"), "fen", 16),
    Column(_("监管押金余额（元）"), "fen", 18),
    Column(_("监管租金余额（元）"), "fen", 18),
    Column(_("保管银行"), width=20),
]
LINES = [
    Column(_("账单编号"), width=28),
    *LEASE,
    Column(_("款项类型"), width=18),
    Column(_("应缴日期"), "day"),
    Column(_("金额（元）"), "fen", 16),
]


@tenant
@require_GET
def bills(request: HttpRequest) -> HttpResponse:
    """账单查询 as a file."""
    found, advice = rows_found(request, BillSearch, queries.bills_found)
    return tables.as_file("bills", BILLS, (bill_row(bill) for bill in found), advice)


@tenant
@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """缴纳订单查询 as a file."""
    found, advice = rows_found(request, OrderSearch, queries.orders_found)
    now = clock.now()
    rows = (order_row(order_shown(order, now, PORTAL, request.actor)) for order in found)
    return tables.as_file("orders", ORDERS, rows, advice)


@tenant
@require_GET
def leases(request: HttpRequest) -> HttpResponse:
    """租押金余额查询 as a file."""
    found, advice = rows_found(request, BalanceSearch, contracts.leases_found)
    rows = (lease_row(balance) for balance in queries.balances_of(found))
    return tables.as_file("leases", LEASES, rows, advice)


@tenant
@require_GET
def order_bills(request: HttpRequest, no: str) -> HttpResponse:
    """The bills of one order as a file."""
    order = get_object_or_404(queries.orders_seen_by(request.actor), no=no)
    found, advice = tables.first_rows(queries.lines_of(order))
    return tables.as_file(f"order-{no}", LINES, (line_row(line) for line in found), advice)


def rows_found(
    request: HttpRequest, form: type[Search], query: Callable[..., QuerySet]
) -> tuple[list[Any], str]:
    """What the list shows under the same address. A search that is wrong finds nothing: there is no file of it."""
    search = form(request.GET, actor=request.actor)
    if not search.is_valid():
        raise Http404
    return tables.first_rows(query(request.actor, **search.wanted))


def bill_row(bill: Any) -> tuple[Any, ...]:
    shown, lease = bill_shown(bill, PORTAL), bill.lease
    return (
        bill.no,
        lease.filing_no,
        lease.address,
        lease.enterprise.name,
        lease.filed_on,
        shown.kind,
        bill.from_on,
        bill.to_on,
        bill.due_on,
        bill.amount_fen,
        shown.status,
        bill.order_no if shown.order_url else None,
        shown.way,
    )


def order_row(shown: Any) -> tuple[Any, ...]:
    order = shown.order
    return (
        order.no,
        order.get_kind_display(),
        order.placed_at,
        order.amount_fen,
        shown.status,
        shown.method,
        order.booked_at,
        shown.placed_by,
        order.lease.filing_no if order.lease else None,
        shown.home,
    )


def lease_row(balance: Any) -> tuple[Any, ...]:
    lease = balance.lease
    return (
        lease.filing_no,
        lease.address,
        lease.enterprise.name,
        lease.filed_on,
        lease.starts_on,
        lease.ends_on,
        lease.monthly_rent_fen,
        balance.deposit_fen,
        balance.rent_fen,
        lease.bank_account.bank_name,
    )


def line_row(line: Any) -> tuple[Any, ...]:
    shown = order_line_shown(line)
    return (
        shown.no,
        shown.lease.filing_no,
        shown.lease.address,
        shown.kind,
        shown.due_on,
        shown.amount_fen,
    )
