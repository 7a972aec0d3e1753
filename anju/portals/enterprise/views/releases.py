"""划转查询: what was released to the enterprise, each time lot by lot. (ENT-03)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from anju.custody import queries
from anju.custody.statement import statement_file
from anju.portals.enterprise.forms import ReleaseSearch
from anju.portals.enterprise.page import show
from anju.portals.enterprise.shown_releases import facts_of, release_shown, waits_of
from anju.web.doors import enterprise
from anju.web.downloads import spreadsheet
from anju.web.paging import PageOfRows, page_of

ON_A_PAGE = 50


@enterprise
@require_GET
def releases(request: HttpRequest) -> HttpResponse:
    search, page = ReleaseSearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.releases_found(request.actor, **search.wanted), request)
    rows = [release_shown(release) for release in page.rows]
    waits = waits_of(request.actor)
    return show(request, "releases", "releases", search=search, page=page, rows=rows, waits=waits)


@enterprise
@require_GET
def release(request: HttpRequest, no: str) -> HttpResponse:
    """划转清单"""
    found = get_object_or_404(queries.releases_seen_by(request.actor), no=no)
    page = page_of(queries.release_statement(found), request, size=ON_A_PAGE)
    shown = release_shown(found)
    return show(request, "release", "releases", shown=shown, facts=facts_of(found), page=page)


@enterprise
@require_GET
def statement(request: HttpRequest, no: str) -> HttpResponse:
    """The lines of a release as a spreadsheet to take along."""
    found = get_object_or_404(queries.releases_seen_by(request.actor), no=no)
    return spreadsheet(statement_file(queries.release_statement(found)), f"划转清单-{no}.xlsx")
