"""房屋与分户账: found by words, contract or certificate; in detail, with its owners and what moved. (CTR-05)"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from anju.fund import queries
from anju.fund_runs import queries as runs
from anju.homes import queries as homes_queries
from anju.homes.estate import Kind
from anju.people.rules import Power
from anju.portals.fund_desk.forms_of_homes import CommunitySearch, HomeSearch
from anju.portals.fund_desk.page import ALL, show
from anju.portals.fund_desk.shown import (
    account_rows,
    due_told,
    dwelling_rows,
    facts_of_community,
    facts_of_home,
    owners_shown,
    parts_of,
    self_managed_rows,
)
from anju.portals.fund_desk.shown_money import deposit_rows_of_home, refund_rows
from anju.web.doors import staff
from anju.web.downloads import note_look
from anju.web.paging import PageOfRows, page_of

MOST_ROWS = 20


def account_of(request: HttpRequest, account_id: int) -> Any:
    return get_object_or_404(queries.accounts_seen_by(request.actor), pk=account_id)


@staff(*ALL)
@require_GET
def homes(request: HttpRequest) -> HttpResponse:
    search, page = HomeSearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.accounts_found(request.actor, **search.wanted), request)
    own = queries.self_managed_found(request.actor, **search.wanted) if search.is_valid() else []
    owners = homes_queries.owners_of([*(one.dwelling for one in page.rows), *own])
    return show(
        request,
        "homes",
        "homes",
        search=search,
        page=page,
        rows=account_rows(page.rows, owners),
        without=self_managed_rows(own, owners),
        may_enter=Power.FUND_ENTER in request.actor.may,
    )


@staff(*ALL)
@require_GET
def home_detail(request: HttpRequest, account_id: int) -> HttpResponse:
    return lay_out(request, account_of(request, account_id))


@staff(*ALL)
@require_GET
def owners(request: HttpRequest, account_id: int) -> HttpResponse:
    """Names and numbers in full, also of former owners: the look is written down. (SEC-01)"""
    found = account_of(request, account_id)
    note_look(request, of=found, whose=found.dwelling.address, purpose=_("查看业主完整信息"))
    history = owners_shown(homes_queries.owner_history(found.dwelling), is_full=True)
    return show(request, "owners", "homes", account=found, owners=history)


@staff(*ALL)
@require_GET
def movements(request: HttpRequest, account_id: int) -> HttpResponse:
    """资金明细, newest first; the next page begins before the last line of this one."""
    found = account_of(request, account_id)
    text = request.GET.get("before", "")
    before = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
    lines = queries.movements(found, before, MOST_ROWS + 1)
    older = f"?before={lines[MOST_ROWS - 1].id}" if len(lines) > MOST_ROWS else ""
    return show(
        request,
        "movements",
        "homes",
        account=found,
        lines=lines[:MOST_ROWS],
        older_url=older and request.path + older,
        newer_url=request.path if before is not None else "",
        years=runs.interest_by_year(found.pk) if before is None else [],
    )


def lay_out(request: HttpRequest, found: Any, **more: Any) -> HttpResponse:
    may, standing = request.actor.may, queries.standings_of([found])[found.pk]
    return show(
        request,
        "home_detail",
        "homes",
        account=found,
        balance_fen=standing.balance_fen,
        due=due_told(standing.due),
        facts=facts_of_home(found),
        owners=owners_shown(homes_queries.owners_now(found.dwelling)),
        deposits=deposit_rows_of_home(queries.deposits_of_account(found)[:MOST_ROWS]),
        refunds=refund_rows(queries.refunds_of_account(found)[:MOST_ROWS]),
        may_enter=Power.FUND_ENTER in may,
        may_notify=Power.FUND_ENTER in may and standing.due.kind is not None,
        may_refund=Power.FUND_PAY in may,
        parts=parts_of(found, standing.frozen_fen),
        may_refund_unit=Power.FUND_PAY in may and found.dwelling.kind == Kind.SOLD_PUBLIC,
        **more,
    )


@staff(*ALL)
@require_GET
def communities(request: HttpRequest) -> HttpResponse:
    """小区 of the department's district, or of the one that is chosen."""
    actor, search, page = request.actor, CommunitySearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.communities_found(actor, **search.cleaned_data), request)
    may_enter = Power.FUND_ENTER in actor.may
    return show(
        request, "communities", "communities", search=search, page=page, may_enter=may_enter
    )


@staff(*ALL)
@require_GET
def community(request: HttpRequest, community_id: int) -> HttpResponse:
    """A community with all its homes, also those that have no account: 自管 ones, and new ones."""
    seen = queries.communities_seen_by(request.actor)
    found = get_object_or_404(seen, pk=community_id)
    page = page_of(queries.homes_of_community(found), request)
    return show(
        request,
        "community",
        "communities",
        community=found,
        facts=facts_of_community(found),
        page=page,
        rows=dwelling_rows(page.rows),
    )
