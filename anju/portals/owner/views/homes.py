"""我的房屋: the list, one home, what moved in its account. (OWN-10, OWN-11)"""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from anju.fund import queries
from anju.fund_runs import queries as fund_runs
from anju.portals.owner.forms import HomeSearch
from anju.portals.owner.page import show
from anju.portals.owner.reach import own_home, reached
from anju.portals.owner.shown import (
    deposit_shown,
    facts_of_home,
    homes_shown,
    movement_shown,
    movements_shown,
)
from anju.portals.owner.shown_interest import MOST_MOVEMENTS, curve_of, years_shown
from anju.portals.owner.shown_receipts import receipt_of
from anju.web.doors import owner
from anju.web.paging import SIZE, PageOfRows, address
from anju.web.searches import page_found


@owner
@require_GET
def homes(request: HttpRequest) -> HttpResponse:
    search = HomeSearch(request.GET, actor=request.actor)
    page = page_found(search, queries.homes_found, request)
    return show(request, "homes", "homes", search=search, page=page, homes=homes_shown(page.rows))


@owner
@require_GET
def one(request: HttpRequest, dwelling_id: int) -> HttpResponse:
    """查看详情"""
    account = own_home(request, dwelling_id)
    [shown] = homes_shown([account])
    facts = facts_of_home(account, request.actor)
    return show(request, "one_home", "homes", account=account, shown=shown, facts=facts)


@owner
@require_GET
def movements(request: HttpRequest, dwelling_id: int) -> HttpResponse:
    """资金明细, newest first."""
    found = reached(request, dwelling_id)
    asked = request.GET.get("before", "")
    before = int(asked) if re.fullmatch(r"[0-9]{1,18}", asked) else None
    lines = queries.movements(found.account, before, SIZE + 1)
    page = PageOfRows(
        movements_shown(lines[:SIZE], dwelling_id),
        address(request) if before else "",
        address(request, before=lines[SIZE - 1].id) if len(lines) > SIZE else "",
    )
    holding = queries.holdings_of([found.account])[found.account.pk]
    return show(request, "movements", "homes", found=found, page=page, holding=holding)


@owner
@require_GET
def movement(request: HttpRequest, key: tuple[int, int]) -> HttpResponse:
    """详情 of one movement; of a deposit that the visitor may see with its receipt. (OWN-11, OWN-12)"""
    dwelling_id, line = key
    found = reached(request, dwelling_id)
    lines = queries.movements(found.account, line + 1, 1)
    if not lines or lines[0].id != line:
        raise Http404
    shown = movement_shown(lines[0], dwelling_id)
    deposits = queries.deposits_seen_by(request.actor).filter(no=shown.deposit_no)
    deposit = deposits.first() if shown.deposit_no else None
    of_deposit = deposit_shown(deposit) if deposit else None
    return show(
        request,
        "movement",
        "homes",
        found=found,
        row=shown,
        of_deposit=of_deposit,
        receipt=receipt_of(deposit, request.actor) if deposit else None,
        works_url=shown.works_url if found.is_own else "",
    )


@owner
@require_GET
def interest(request: HttpRequest, dwelling_id: int) -> HttpResponse:
    """Interest year by year, and how the balance has changed. (OWN-91)"""
    account = own_home(request, dwelling_id)
    years = years_shown(fund_runs.interest_by_year(account.pk))
    return show(
        request,
        "interest",
        "homes",
        account=account,
        balance_fen=queries.balance_fen(account),
        interest_fen=sum(year.interest_fen for year in years),
        years=years,
        curve=curve_of(queries.movements(account, None, MOST_MOVEMENTS)),
    )
