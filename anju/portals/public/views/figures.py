"""统计数据: what the city counts by district and month. (CRD-05, rule C7)"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from anju.portals.public.listings import Column
from anju.portals.public.page import show, show_published
from anju.portals.public.searches import FiguresSearch
from anju.portals.public.shown_figures import MEASURES, by_district, by_month, why_left_out
from anju.portals.public.views.lists import DOWNLOADS, as_file, downloads_too_much
from anju.statistics import queries
from anju.statistics.rules import CITY
from anju.web.districts import district_name
from anju.web.doors import anyone

COLUMNS = (
    Column(gettext_lazy("月份"), 10),
    Column(gettext_lazy("所在区"), 12),
    Column(gettext_lazy("截止日"), 12),
    *(Column(measure.title, 16) for measure in MEASURES.values()),
)


@anyone
@require_GET
def figures(request: HttpRequest) -> HttpResponseBase:
    """One kind of figure of one month by district, and of the city by month; the newest unless asked otherwise."""
    months = list(queries.figures_of_city())
    if not months:
        return show_published(request, "figures", "figures", search=None)
    search = FiguresSearch(request.GET, months=[row.month for row in months])
    month, name = months[0].month, "leases"
    if search.is_valid():
        month = search.cleaned_data["month"] or month
        name = search.cleaned_data["measure"] or name
    measure, rows = MEASURES[name], queries.figures_of_month(month)
    return show_published(
        request,
        "figures",
        "figures",
        search=search,
        measure=measure,
        month=month,
        as_of=rows[-1].as_of,
        charts=[by_district(measure, rows), by_month(measure, months)],
        left_out=why_left_out(measure),
    )


@anyone
@require_GET
def download(request: HttpRequest, kind: str) -> HttpResponseBase:
    """All that is published, of every district and month."""
    if downloads_too_much(request):
        return show(request, "wait_for_files", "figures", status=429)
    DOWNLOADS.note(request)
    rows = all_rows(translation.get_language() or "zh-hans")
    return as_file(request, _("统计数据"), COLUMNS, rows, kind)


def all_rows(language: str) -> Iterator[tuple[Any, ...]]:
    for month in [row.month for row in queries.figures_of_city()]:
        with translation.override(language):
            rows = [row_of(month, row) for row in queries.figures_of_month(month)]
        yield from rows


def row_of(month: date, row: Any) -> tuple[Any, ...]:
    figures = []
    for measure in MEASURES.values():
        value = getattr(row, measure.field)
        figures.append("" if value is None else measure.as_text(value))
    where = _("全市") if row.district == CITY else district_name(row.district)
    return (f"{month:%Y-%m}", where, row.as_of.isoformat(), *figures)
