"""信息公示: every published list as a page that can be searched, and as a file to take along. (CRD-05)"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from anju.agencies import queries as agencies
from anju.core import clock
from anju.core.actors import NOBODY
from anju.core.sheets import sheet_file
from anju.credit import queries as credit
from anju.payments import queries as payments
from anju.payments.rules import Business
from anju.portals.public.listings import LISTINGS, Listing, Row
from anju.portals.public.page import KEPT_SECONDS, show, show_published
from anju.portals.public.shown import quoted
from anju.web.doors import anyone
from anju.web.downloads import csv_stream, spreadsheet
from anju.web.limits import Limit
from anju.web.map import map_of
from anju.web.paging import PageOfRows, batches_of, page_of

MOST_ROWS = 50_000
"""So many rows stand in one spreadsheet; comma separated values have no end."""
MOST_DOWNLOADS = 60
DOWNLOADS = Limit("downloads")


@anyone
@require_GET
def listing(request: HttpRequest, of: str) -> HttpResponse:
    published = LISTINGS[of]
    search, page, drawn = published.search(request.GET), PageOfRows([]), None
    if search.is_valid():
        wanted = search.cleaned_data
        found = published.find(wanted)
        page = page_of(found, request)
        if published.has_map:
            drawn = map_of(request, agencies.premises_published(), wanted)
    return show_published(
        request,
        "list",
        of,
        listing=published,
        search=search,
        page=page,
        rows=[list(zip(published.columns, row, strict=True)) for row in published.rows(page.rows)],
        map=drawn,
        files=file_addresses(request, of) if page.rows else [],
        custody=payments.accounts_of(Business.CUSTODY) if of == "accounts" else None,
    )


def file_addresses(request: HttpRequest, of: str) -> list[tuple[str, str]]:
    """The same search as files; the place in the list does not matter there."""
    asked = request.GET.copy()
    for place in ("before", "after"):
        asked.pop(place, None)
    query = f"?{asked.urlencode()}" if asked else ""
    return [
        (_("下载CSV"), reverse(f"public:{of}_csv") + query),
        (_("下载Excel"), reverse(f"public:{of}_xlsx") + query),
    ]


@anyone
@require_GET
def download(request: HttpRequest, of: str, kind: str) -> HttpResponseBase:
    """The whole list, or what a search of it finds. So many files at a time for one network, for each is work."""
    if downloads_too_much(request):
        return show(request, "wait_for_files", of, status=429)
    published = LISTINGS[of]
    search = published.search(request.GET)
    if not search.is_valid():
        return redirect(f"{reverse(f'public:{of}')}?{request.GET.urlencode()}")
    DOWNLOADS.note(request)
    rows = all_rows(published, search.cleaned_data, translation.get_language() or "zh-hans")
    return as_file(request, str(published.title), published.columns, rows, kind)


def downloads_too_much(request: HttpRequest) -> bool:
    return DOWNLOADS.count(request) >= MOST_DOWNLOADS


def all_rows(published: Listing, wanted: dict[str, Any], language: str) -> Iterator[Row]:
    """They are read while they are sent: by then the request is over, and with it the language it spoke."""
    for batch in batches_of(published.find(wanted)):
        with translation.override(language):
            rows = published.rows(batch)
        yield from rows


def as_file(
    request: HttpRequest, title: str, columns: Any, rows: Iterator[Row], kind: str
) -> HttpResponseBase:
    name = f"{title}-{clock.today()}.{kind}"
    titles = [str(column.title) for column in columns]
    cells = ([str(cell) for cell in row] for row in rows)
    response: HttpResponseBase
    if kind == "csv":
        response = csv_stream(name, titles, cells)
    else:
        first = list(islice(cells, MOST_ROWS + 1))
        if len(first) > MOST_ROWS:
            told = _("只包含前{most}行，全部内容请下载CSV文件。").format(most=MOST_ROWS)
            first[MOST_ROWS:] = [[told, *[""] * (len(titles) - 1)]]
        widths = dict(zip(titles, (column.width for column in columns), strict=True))
        response = spreadsheet(sheet_file(title, widths, first), name)
    return kept_for_a_while(request, response)


def kept_for_a_while(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """A file that is the same for everybody may stay in the reader's cache."""
    if request.session.is_empty():
        response["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return response


@anyone
@require_GET
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """What one rule says. One that is no longer in force is not there."""
    found = credit.rules_found(NOBODY, code=code).first()
    if found is None:
        raise Http404
    words = {"item": quoted(found.item), "basis": quoted(found.basis)}
    return show_published(request, "rule", "rules", rule=found, **words)
