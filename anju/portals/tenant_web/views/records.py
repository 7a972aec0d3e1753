"""租押金余额查询 and 账单查询 (manual 001, §6 and §7)"""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from anju.contracts import queries as contracts
from anju.ledger import queries as ledger
from anju.orders import queries
from anju.portals.tenant_web.page import PORTAL, show
from anju.web.doors import tenant
from anju.web.paging import SIZE, PageOfRows, address, page_of
from anju.web.tenant.forms import BalanceSearch, BillSearch, MovementSearch
from anju.web.tenant.shown import bill_shown, movements_shown, pots_of


@tenant
@require_GET
def balances(request: HttpRequest) -> HttpResponse:
    """租押金余额查询 (BAL-01)"""
    search = BalanceSearch(request.GET, actor=request.actor)
    page = PageOfRows([])
    if search.is_valid():
        page = page_of(contracts.leases_found(request.actor, **search.wanted), request)
    rows = queries.balances_of(page.rows)
    return show(request, "balances", "balances", search=search, page=page, rows=rows)


@tenant
@require_GET
def movements(request: HttpRequest, filing_no: str) -> HttpResponse:
    """资金详情: every movement of the lease's book, newest first. (BAL-02)"""
    lease = get_object_or_404(contracts.leases_seen_by(request.actor), filing_no=filing_no)
    search = MovementSearch(request.GET, actor=request.actor)
    kind = search.wanted.get("kind", "") if search.is_valid() else ""
    asked = request.GET.get("before", "")
    before = int(asked) if re.fullmatch(r"[0-9]{1,18}", asked) else None
    found = ledger.movements(pots_of(lease, kind), before=before, limit=SIZE + 1)
    page = PageOfRows(
        movements_shown(found[:SIZE], request.actor, PORTAL),
        address(request) if before else "",
        address(request, before=found[SIZE - 1].id) if len(found) > SIZE else "",
    )
    [balance] = queries.balances_of([lease])
    return show(
        request,
        "movements",
        "balances",
        lease=lease,
        balance=balance,
        search=search,
        page=page,
    )


@tenant
@require_GET
def bills(request: HttpRequest) -> HttpResponse:
    """账单查询 (BIL-01)"""
    search = BillSearch(request.GET, actor=request.actor)
    page = PageOfRows([])
    if search.is_valid():
        page = page_of(queries.bills_found(request.actor, **search.wanted), request)
    rows = [bill_shown(bill, PORTAL) for bill in page.rows]
    return show(request, "all_bills", "all_bills", search=search, page=page, rows=rows)
