"""我的合同: each lease with its facts, its bills and its timeline; due dates for a calendar. (TEN-90, TEN-91)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from anju.contracts import queries as contracts
from anju.orders import queries
from anju.portals.tenant_web.page import PORTAL, show
from anju.refunds import queries as refunds
from anju.web.doors import tenant
from anju.web.searches import page_found
from anju.web.tenant import due_dates
from anju.web.tenant.forms import MyLeaseSearch
from anju.web.tenant.refunds.leases import end_of_lease
from anju.web.tenant.shown import bill_shown
from anju.web.tenant.timeline import tenants_shown, timeline_of, view_of

MOST_EVENTS = 2_000


@tenant
@require_GET
def leases(request: HttpRequest) -> HttpResponse:
    """我的合同, newest filing first."""
    search = MyLeaseSearch(request.GET, actor=request.actor)
    page = page_found(search, contracts.leases_found, request)
    dues = queries.dues_of(page.rows)
    rows = [
        {"lease": balance.lease, "balance": balance, "due": dues.get(balance.lease.pk)}
        for balance in queries.balances_of(page.rows)
    ]
    return show(request, "my_leases", "my_leases", search=search, page=page, rows=rows)


@tenant
@require_GET
def lease(request: HttpRequest, filing_no: str) -> HttpResponse:
    """合同详情: facts, balances, bills, and everything from the filing on."""
    seen = contracts.leases_seen_by(request.actor).select_related("enterprise", "bank_account")
    found = get_object_or_404(seen, filing_no=filing_no)
    view = view_of(found, request.actor, PORTAL)
    [balance] = queries.balances_of([found])
    return show(
        request,
        "lease",
        "my_leases",
        lease=found,
        balance=balance,
        tenants=tenants_shown(view),
        bills=[bill_shown(bill, PORTAL) for bill in view.bills],
        timeline=timeline_of(view),
        **end_of_lease(found, view.case, request.actor, PORTAL),
    )


@tenant
@require_GET
def due_dates_of_lease(request: HttpRequest, filing_no: str) -> HttpResponse:
    """The due dates of one lease's unpaid bills, as a calendar file."""
    found = get_object_or_404(contracts.leases_seen_by(request.actor), filing_no=filing_no)
    ending = refunds.open_cases_of(request.actor).filter(lease=found)
    calendar = due_dates.calendar_of(queries.unpaid_bills(found), ending)
    return due_dates.as_file(calendar, f"due-dates-{filing_no}")


@tenant
@require_GET
def due_dates_of_all(request: HttpRequest) -> HttpResponse:
    """The due dates of all unpaid bills, the first ones where there are very many."""
    unpaid = queries.unpaid_bills_seen_by(request.actor)[:MOST_EVENTS]
    ending = refunds.open_cases_of(request.actor)[:MOST_EVENTS]
    return due_dates.as_file(due_dates.calendar_of(unpaid, ending), "due-dates")
