"""押金 租金余额查询 (manual 000, §6), and every bill there is"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from anju.contracts import queries as contracts
from anju.orders import queries
from anju.portals.tenant_mobile.page import PORTAL, show
from anju.refunds import queries as refunds
from anju.web.doors import tenant
from anju.web.searches import page_found
from anju.web.tenant import pages
from anju.web.tenant.forms import BillSearch, PhoneBalanceSearch
from anju.web.tenant.refunds.leases import end_of_lease
from anju.web.tenant.shown import bill_shown


@tenant
@require_GET
def balances(request: HttpRequest) -> HttpResponse:
    """The leases filed within the last year, or those searched for. (BAL-01)"""
    search = PhoneBalanceSearch(request.GET, actor=request.actor)
    page = page_found(search, contracts.leases_found, request)
    cards = queries.balances_of(page.rows)
    return show(request, "balances", search=search, page=page, cards=cards)


@tenant
@require_GET
def movements(request: HttpRequest, filing_no: str) -> HttpResponse:
    """备案合同信息, 监管押金余额, 监管租金余额, and every movement of the lease's book. (BAL-01, BAL-02)"""
    lease = get_object_or_404(contracts.leases_seen_by(request.actor), filing_no=filing_no)
    book = pages.book(request, lease, PORTAL)
    case = refunds.case_of_lease(request.actor, filing_no)
    ending = end_of_lease(lease, case, request.actor, PORTAL)
    return show(request, "movements", **book, **ending)


@tenant
@require_GET
def bills(request: HttpRequest) -> HttpResponse:
    """账单查询: every bill of every status, paid or not. (BIL-01)"""
    search = BillSearch(request.GET, actor=request.actor)
    page = page_found(search, queries.bills_found, request)
    rows = [bill_shown(bill, PORTAL) for bill in page.rows]
    return show(request, "all_bills", search=search, page=page, rows=rows)
