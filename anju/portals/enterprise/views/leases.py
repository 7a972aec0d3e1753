"""备案合同: the leases that an enterprise has filed, what is paid and what is held for them. Nothing is done here."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from anju.credit import queries as credit
from anju.custody import queries as custody
from anju.ledger import queries as ledger
from anju.orders import queries
from anju.portals.enterprise.forms import LeaseSearch
from anju.portals.enterprise.page import show
from anju.portals.enterprise.shown import bill_shown, leases_shown, movement_shown, tenants_of
from anju.portals.enterprise.shown_releases import lot_shown
from anju.refunds import queries as refunds
from anju.web.doors import enterprise
from anju.web.paging import SIZE, PageOfRows, address, page_of


@enterprise
@require_GET
def leases(request: HttpRequest) -> HttpResponse:
    """备案合同, found by 合同备案编号, or by whether anything is to be paid now; above it who is blacklisted."""
    own = request.actor.organisation_id
    search = LeaseSearch(request.GET)
    page = PageOfRows([])
    if search.is_valid():
        page = page_of(queries.leases_let_by(request.actor, **search.wanted), request)
    rows = leases_shown(page.rows)
    black = credit.blacklisted([own]).get(own)
    return show(request, "leases", "leases", search=search, page=page, rows=rows, black=black)


@enterprise
@require_GET
def lease(request: HttpRequest, filing_no: str) -> HttpResponse:
    """One lease: its bills with their states, and every movement of its book, newest first."""
    found = get_object_or_404(refunds.leases_and_their_end(request.actor), filing_no=filing_no)
    [balance] = queries.balances_of([found])
    asked = request.GET.get("before", "")
    before = int(asked) if re.fullmatch(r"[0-9]{1,18}", asked) else None
    pots = [found.deposit_pot, found.rent_pot]
    movements = ledger.movements(pots, before=before, limit=SIZE + 1)
    page = PageOfRows(
        [movement_shown(movement) for movement in movements[:SIZE]],
        address(request) if before else "",
        address(request, before=movements[SIZE - 1].id) if len(movements) > SIZE else "",
    )
    bills = [bill_shown(bill) for bill in queries.bills_of(found)]
    facts = {"lease": found, "tenants": tenants_of(found), "balance": balance}
    schedule = [lot_shown(lot) for lot in custody.schedule_of(found.pk)]
    return show(request, "lease", "leases", **facts, bills=bills, schedule=schedule, page=page)
