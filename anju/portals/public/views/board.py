"""服务公示 and 开放数据: how well it goes, for everybody, and the same to take along. (BEY-07, CTR-08)"""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.decorators.http import require_GET

from anju.core import clock
from anju.portals.public.listings import Column
from anju.portals.public.page import show, show_published
from anju.portals.public.views.lists import (
    DOWNLOADS,
    as_file,
    downloads_too_much,
    kept_for_a_while,
)
from anju.statistics import queries
from anju.statistics.open_data import DATASETS, LICENCE, Dataset
from anju.web import tables
from anju.web.board import Ways, board_of
from anju.web.doors import anyone
from anju.web.downloads import pdf, spreadsheet


@anyone
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    return show_published(request, "board", "board", board=board_of(request, Ways()))


@anyone
@require_GET
def open_data(request: HttpRequest) -> HttpResponse:
    """The catalogue: every dataset with its fields and its files, and the reports of the months that are over."""
    return show_published(
        request,
        "open_data",
        "open_data",
        datasets=[(dataset, dataset.updated_at()) for dataset in DATASETS.values()],
        api=f"{settings.PUBLIC_URL}/api/v1/open-data",
        licence=LICENCE,
        reports=queries.reports_published()[:24],
    )


@anyone
@require_GET
def dataset(request: HttpRequest, name: str, kind: str) -> HttpResponseBase:
    """One dataset as a file. So many files of one network at a time."""
    found = DATASETS.get(name)
    if found is None:
        raise Http404
    if downloads_too_much(request):
        return show(request, "wait_for_files", "open_data", status=429)
    DOWNLOADS.note(request)
    rows = rows_of(found, translation.get_language() or "zh-hans")
    if kind == "xlsx":
        return kept_for_a_while(request, sheet_of_dataset(found, rows))
    columns = [Column(field.title, 16) for field in found.fields]
    told = (tuple("" if cell is None else cell for cell in row) for row in rows)
    return as_file(request, str(found.title), columns, told, kind)


def rows_of(found: Dataset, language: str) -> list[tuple[Any, ...]]:
    with translation.override(language):
        return list(found.rows())


def sheet_of_dataset(found: Dataset, rows: list[tuple[Any, ...]]) -> HttpResponse:
    """To reckon with: amounts and numbers are what they are, not texts."""
    kinds = [field.kind if field.kind in ("number", "yuan") else "text" for field in found.fields]
    columns = [
        tables.Column(field.title, kind, 16)
        for field, kind in zip(found.fields, kinds, strict=True)
    ]
    content = tables.sheet_of(columns, rows)
    return spreadsheet(content, f"{found.title}-{clock.today()}.xlsx")


@anyone
@require_GET
def report(request: HttpRequest, report_id: int) -> HttpResponseBase:
    """The report of a month that is over."""
    if downloads_too_much(request):
        return show(request, "wait_for_files", "open_data", status=429)
    found = get_object_or_404(queries.reports_published(), pk=report_id)
    DOWNLOADS.note(request)
    return pdf(queries.paper_of(found), f"资金监管月报-{found}.pdf")
