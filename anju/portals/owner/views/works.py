"""维修支取 of one's homes: what is repaired, one's share recomputed, what was spent. (OWN-90, BEY-04)"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from anju.homes import queries as homes
from anju.portals.owner.page import show
from anju.portals.owner.shown import area_text
from anju.portals.owner.shown_works import (
    building_shown,
    cost_of,
    order_shown,
    rows_of_shares,
    rows_shown,
    shares_are_told,
)
from anju.web.doors import owner
from anju.web.downloads import stored_file
from anju.web.paging import page_of
from anju.works import queries

SHARES_A_PAGE = 50


@owner
@require_GET
def works(request: HttpRequest) -> HttpResponse:
    """The orders that concern one's homes, a row for each home, newest first."""
    page = page_of(queries.shares_listed_for(request.actor), request)
    return show(request, "works", "works", page=page, rows=rows_shown(page.rows))


@owner
@require_GET
def order(request: HttpRequest, no: str) -> HttpResponse:
    """One order, and one's own shares of it, recomputed before one's eyes."""
    own = list(queries.shares_seen_by(request.actor).filter(order__no=no))
    if not own:
        raise Http404
    shown = order_shown(own[0].order, own, request.actor)
    return show(request, "works_order", "works", owns=True, shown=shown)


@owner
@require_GET
def shares(request: HttpRequest, no: str) -> HttpResponse:
    """What each home bears, others' by a masked number; of fewer than five homes only one's own."""
    found = get_object_or_404(queries.orders_seen_by(request.actor), no=no)
    is_told = shares_are_told(found)
    every = queries.shares_found(found)
    page = page_of(every, request, SHARES_A_PAGE) if is_told else None
    rows = rows_of_shares(page.rows, request.actor) if page else []
    return show(
        request,
        "works_shares",
        "works",
        owns=True,
        order=found,
        page=page,
        rows=rows,
        is_told=is_told,
        cost_fen=cost_of(found),
        total_area=area_text(found.shared_area_hundredths),
    )


@owner
@require_GET
def paper(request: HttpRequest, paper_id: int) -> HttpResponse:
    """A photo or an invoice that is open to the owners of the homes that share."""
    seen = queries.papers_seen_by(request.actor)
    return stored_file(get_object_or_404(seen, pk=paper_id).file)


@owner
@require_GET
def spent(request: HttpRequest, building_id: int) -> HttpResponse:
    """What was spent on the building of one's home, on what and by whom. (OWN-90, WDR-08)"""
    building = homes.building(building_id)
    if building is None or not homes.dwellings_of(request.actor).filter(building=building).exists():
        raise Http404
    shown = building_shown(building, request.actor)
    return show(request, "works_building", "works", owns=True, shown=shown)
