"""What a tenant's page shows, the same on the web and on the phone. The portals find, ask one action, and lay it out.

`portal` is the namespace in which addresses lie: `tenant_web` or `tenant_mobile`.
"""

import re
from typing import Any

from django.http import HttpRequest

from anju.core import clock
from anju.core.actors import Actor
from anju.ledger import queries as ledger
from anju.orders import queries
from anju.orders.rules import Status
from anju.web.forms import Form
from anju.web.paging import SIZE, PageOfRows, address, page_of
from anju.web.tenant.forms import BillKindSearch, BillsForm, MovementSearch, PayForm
from anju.web.tenant.shown import (
    bill_shown,
    methods_shown,
    movements_shown,
    order_line_shown,
    order_shown,
    payee_of,
    payer_of,
    payment_shown,
    pots_of,
    steps_of,
)

Shown = dict[str, Any]
FIRST_LINES = 30
LINES_ON_A_PAGE = 50


def bills_asked_for(
    request: HttpRequest, lease: Any
) -> tuple[BillKindSearch, list[Any], BillsForm]:
    """The unpaid bills of a lease that a search asks for, and those that are ticked. (PAY-02, PAY-03)

    Which cannot be paid any more since the page was opened the order says, not the form.
    """
    search = BillKindSearch(request.GET, actor=request.actor)
    unpaid = list(queries.unpaid_bills(lease, **search.wanted)) if search.is_valid() else []
    if request.method != "POST":
        return search, unpaid, BillsForm(None, bill_ids=[bill.pk for bill in unpaid])
    every = [bill.pk for bill in queries.bills_of(lease)]
    return search, unpaid, BillsForm(request.POST, bill_ids=every)


def bills_to_tick(unpaid: list[Any], form: BillsForm, portal: str) -> Shown:
    rows = [bill_shown(bill, portal, form.ticked) for bill in unpaid]
    return {
        "form": form,
        "rows": rows,
        "total_fen": sum(row.bill.amount_fen for row in rows if row.is_ticked),
        "can_choose": any(row.can_be_chosen for row in rows),
    }


def order_to_pay(order: Any, form: PayForm, portal: str) -> Shown:
    """承租人缴纳订单: the order, its bills and the ways to pay. (PAY-04)"""
    now = clock.now()
    return {
        "form": form,
        "methods": methods_shown(form["channel"].value(), portal),
        "shown": order_shown(order, now, portal),
        **first_lines(order),
        "seconds_left": queries.seconds_left(order, now),
    }


def payment(order: Any, form: Form, portal: str) -> Shown:
    """缴纳支付, or what became of it. (PAY-05, PAY-06)"""
    now = clock.now()
    return {
        "form": form,
        "shown": order_shown(order, now, portal),
        "face": payment_shown(order, now, portal),
        "payee": payee_of(order),
    }


def first_lines(order: Any) -> Shown:
    """The bills of an order: all of one lease's, the first of many leases', and how many there are."""
    lines = queries.lines_of(order)
    first = list(lines if order.lease else lines[:FIRST_LINES])
    return {
        "lines": [order_line_shown(line) for line in first],
        "line_count": lines.count() if len(first) == FIRST_LINES else len(first),
    }


def lines_of(request: HttpRequest, order: Any, portal: str) -> Shown:
    """订单明细 of an order of many leases, page by page."""
    page = page_of(queries.lines_of(order), request, LINES_ON_A_PAGE)
    return {
        "shown": order_shown(order, clock.now(), portal),
        "page": page,
        "lines": [order_line_shown(line) for line in page.rows],
    }


def order_in_full(order: Any, portal: str, actor: Actor | None = None) -> Shown:
    """缴纳订单详情 (ORD-03)"""
    return {
        "shown": order_shown(order, clock.now(), portal, actor),
        **first_lines(order),
        "payer": payer_of(order),
        "payee": payee_of(order),
        "is_closed": order.status in (Status.CANCELLED, Status.FAILED),
        "steps": steps_of(order),
    }


def book(request: HttpRequest, lease: Any, portal: str) -> Shown:
    """资金详情: the movements of a lease's book, newest first, and what it holds. (BAL-02)"""
    search = MovementSearch(request.GET, actor=request.actor)
    kind = search.wanted.get("kind", "") if search.is_valid() else ""
    asked = request.GET.get("before", "")
    before = int(asked) if re.fullmatch(r"[0-9]{1,18}", asked) else None
    found = ledger.movements(pots_of(lease, kind), before=before, limit=SIZE + 1)
    page = PageOfRows(
        movements_shown(found[:SIZE], request.actor, portal),
        address(request) if before else "",
        address(request, before=found[SIZE - 1].id) if len(found) > SIZE else "",
    )
    [balance] = queries.balances_of([lease])
    return {"lease": lease, "balance": balance, "search": search, "page": page}
