"""维修支取付款: what is to be entered, checked or paid anew, and every order with what went. (WDR-08; rule B7.5)"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from anju.desks.shown import staff_named
from anju.desks.shown_works import (
    TONES,
    due_told,
    facts_of_order,
    facts_of_shares,
    facts_of_works,
    papers_shown,
    settlement_shown,
    share_rows,
)
from anju.people.rules import Power
from anju.portals.fund_desk.forms_of_works import WorksSearch
from anju.portals.fund_desk.page import ALL, show
from anju.portals.fund_desk.shown import to
from anju.portals.fund_desk.shown_works import (
    arrear_rows,
    facts_of_payable,
    order_rows,
    payment_rows,
)
from anju.web.doors import staff
from anju.web.downloads import file_for_staff
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of
from anju.works import queries
from anju.works.queries.desk import orders_at_desk
from anju.works.rules import Stage, Status

MOST_WAITING = 20


@staff(*ALL)
@require_GET
def works(request: HttpRequest) -> HttpResponse:
    """What waits for whoever looks, by their powers; and all orders of the district, newest first."""
    actor, search, page = request.actor, WorksSearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(orders_at_desk(actor, **search.cleaned_data), request)
    pays, checks = Power.FUND_PAY in actor.may, Power.FUND_CHECK in actor.may
    return show(
        request,
        "works",
        "works",
        search=search,
        page=page,
        rows=order_rows(page.rows),
        to_enter=order_rows(queries.payments_to_enter(actor)[:MOST_WAITING]) if pays else [],
        failed=payment_rows(queries.payments_failed(actor)[:MOST_WAITING]) if pays else [],
        to_check=payment_rows(queries.payments_to_check(actor)[:MOST_WAITING]) if checks else [],
    )


def order_of(request: HttpRequest, order_id: int) -> Any:
    return get_object_or_404(queries.orders_seen_by(request.actor), pk=order_id)


@staff(*ALL)
@require_GET
def order(request: HttpRequest, order_id: int) -> HttpResponse:
    """One order: what may go, what went and to whom, what its homes still owe in cash, what it came to."""
    found = order_of(request, order_id)
    arrears = page_of(queries.arrears_of(found), request)
    papers, payable = queries.papers_of(found), queries.payable_of(found)
    return show(
        request,
        "works_order",
        "works",
        order=found,
        tone=TONES[Status(found.status)],
        due=due_told(found),
        is_overdue=queries.is_overdue(found),
        payments=payment_rows(queries.payments_of(found)),
        files=papers_shown(papers, lambda pk: to("works_paper", found.pk, pk)),
        page=arrears,
        arrears=arrear_rows(arrears.rows, queries.demands_of(found)),
        steps=steps_of(found),
        **facts_of(found, payable),
        **acts_of(found, payable, request.actor),
    )


def facts_of(found: Any, payable: queries.Payable) -> dict[str, Any]:
    settlement = queries.standing_settlement(found)
    named = staff_named(settlement.checked_by if settlement else "")
    return {
        "facts": facts_of_order(found),
        "works_facts": facts_of_works(found),
        "share_facts": facts_of_shares(found),
        "pay_facts": facts_of_payable(found, payable),
        "settlement": settlement_shown(found, settlement, named) if settlement else None,
    }


def acts_of(found: Any, payable: queries.Payable, actor: Any) -> dict[str, Any]:
    """Which payments can be entered now by somebody with these powers."""
    pays = Power.FUND_PAY in actor.may
    due = ((Stage.FIRST, payable.first_fen), (Stage.FINAL, payable.final_fen))
    told = _("录入{stage}")
    return {
        "stages": [
            (stage.value, told.format(stage=stage.label)) for stage, fen in due if pays and fen
        ],
        "may_finish": pays and found.status == Status.SETTLED,
    }


@staff(*ALL)
@require_GET
def shares(request: HttpRequest, order_id: int) -> HttpResponse:
    """分摊明细, home by home."""
    found = order_of(request, order_id)
    page = page_of(queries.shares_found(found), request, size=50)
    rows, facts = share_rows(page.rows), facts_of_shares(found)
    return show(request, "works_shares", "works", order=found, page=page, rows=rows, facts=facts)


@staff(*ALL)
@require_GET
def paper(request: HttpRequest, order_id: int, works_paper_id: int) -> HttpResponse:
    """An attachment, say the contract; that it was opened is written down. (SEC-01)"""
    found = order_of(request, order_id)
    papers = queries.papers_seen_by(request.actor).filter(order=found)
    one = get_object_or_404(papers, pk=works_paper_id)
    purpose = _("查看维修支取附件")
    return file_for_staff(request, one.file, of=one, whose=found.no, purpose=purpose)
