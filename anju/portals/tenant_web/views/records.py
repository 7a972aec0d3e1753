"""租押金余额查询 and 账单查询 (manual 001, §6 and §7)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from anju.contracts import queries as contracts
from anju.orders import queries
from anju.portals.tenant_web.page import PORTAL, show
from anju.web.doors import tenant
from anju.web.searches import page_found
from anju.web.tenant import pages
from anju.web.tenant.forms import BalanceSearch, BillSearch
from anju.web.tenant.shown import bill_shown


@tenant
@require_GET
def balances(request: HttpRequest) -> HttpResponse:
    """租押金余额查询 (BAL-01)"""
    search = BalanceSearch(request.GET, actor=request.actor)
    page = page_found(search, contracts.leases_found, request)
    rows = queries.balances_of(page.rows)
    return show(request, "balances", "balances", search=search, page=page, rows=rows)


@tenant
@require_GET
def movements(request: HttpRequest, filing_no: str) -> HttpResponse:
    """资金详情: every movement of the lease's book, newest first. (BAL-02)"""
    lease = get_object_or_404(contracts.leases_seen_by(request.actor), filing_no=filing_no)
    return show(request, "movements", "balances", **pages.book(request, lease, PORTAL))


@tenant
@require_GET
def bills(request: HttpRequest) -> HttpResponse:
    """账单查询 (BIL-01)"""
    search = BillSearch(request.GET, actor=request.actor)
    page = page_found(search, queries.bills_found, request)
    rows = [bill_shown(bill, PORTAL) for bill in page.rows]
    return show(request, "all_bills", "all_bills", search=search, page=page, rows=rows)
