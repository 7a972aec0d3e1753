"""我的交存记录 and 维修资金管理. (OWN-40, OWN-41)"""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from anju.fund import queries
from anju.fund.queries import Business
from anju.portals.owner.forms import BusinessSearch
from anju.portals.owner.page import show
from anju.portals.owner.shown import deposits_shown
from anju.portals.owner.shown_business import business_shown, place_asked_for, place_of
from anju.web import tables
from anju.web.doors import owner
from anju.web.paging import SIZE, PageOfRows, address, page_of
from anju.web.tables import Column

MOST_HOMES = 100
"""So many of somebody's homes a search offers."""

COLUMNS = (
    Column(_("业务流水号"), width=26),
    Column(_("房屋地址"), width=48),
    Column(_("交存类型"), width=12),
    Column(_("金额（元）"), "fen", 14),
    Column(_("付款时间"), "moment", 20),
    Column(_("状态"), width=10),
)


@owner
@require_GET
def records(request: HttpRequest) -> HttpResponse:
    """Every deposit made here, newest first."""
    page = page_of(queries.deposits_of(request.actor), request)
    return show(
        request, "records", "records", page=page, rows=deposits_shown(page.rows, request.actor)
    )


@owner
@require_GET
def records_file(request: HttpRequest) -> HttpResponse:
    """【导出】"""
    found, advice = tables.first_rows(queries.deposits_of(request.actor))
    rows = [
        [
            row.deposit.no,
            row.address,
            row.kind,
            row.deposit.amount_fen,
            row.deposit.paid_at,
            row.status,
        ]
        for row in deposits_shown(found, request.actor)
    ]
    return tables.as_file("deposits", COLUMNS, rows, advice)


@owner
@require_GET
def business(request: HttpRequest) -> HttpResponse:
    """All that concerns the owner's homes, whoever did it and however; newest first. (OWN-41)"""
    own = list(queries.homes_of(request.actor)[:MOST_HOMES])
    search = BusinessSearch(request.GET, actor=request.actor, homes=own)
    asked = request.GET.get("before", "")
    found: list[Business] = []
    if search.is_valid():
        found = queries.business_seen_by(
            request.actor, **search.wanted, before=place_asked_for(asked), limit=SIZE + 1
        )
    page = PageOfRows(
        business_shown(found[:SIZE], request.actor),
        address(request) if asked else "",
        address(request, before=place_of(found[SIZE - 1])) if len(found) > SIZE else "",
    )
    return show(request, "business", "business", owns=bool(own), search=search, page=page)
