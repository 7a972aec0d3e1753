"""统计看板: what came or went on a day or in a month, and the entries behind it, page by page. (CTR-01)"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from anju.core import clock
from anju.core.calendar import add_months
from anju.portals.centre import downloads_of_figures as files
from anju.portals.centre import shown_figures as shown
from anju.portals.centre.downloads_of_figures import Table
from anju.portals.centre.narrowing import Narrow, about, narrow
from anju.portals.centre.page import show
from anju.statistics import queries
from anju.statistics.rules import Business, Flow, Span
from anju.web import charts
from anju.web.doors import staff
from anju.web.paging import address, batches_of, page_of
from anju.web.tables import Column

HERE = "figures"


@staff("figures.read")
@require_GET
def moved(request: HttpRequest, business: str, flow: str, span: str, day: date) -> HttpResponseBase:
    """What came (or went) on a day or in a month: by reason, kind, bank, district, whose it is, and day."""
    to = narrow(request)
    day = day.replace(day=1) if span == Span.MONTH else day
    if span == Span.DAY and (to.by_book or to.whose):
        return redirect(shown.link("figures_entries", business, flow, day, **to.asked))
    most = queries.moved_by_most(business, Flow(flow), Span(span), day, to.district)
    if files.asked_for(request):
        return files.as_asked(request, moved_table(business, most), clock.now())
    total = queries.moved(business, Span(span), day, day, **to.of)
    return show(
        request,
        "figures_moved",
        HERE,
        **about(business, to),
        flow=shown.flow_label(business, flow),
        period=shown.period_text(span, day),
        total_fen=total.in_fen if flow == Flow.IN else total.out_fen,
        count=total.in_count if flow == Flow.IN else total.out_count,
        entries_url=url_of_entries(business, flow, span, day, to),
        days=days_in_month(business, flow, day, to) if span == Span.MONTH else [],
        **parts(business, flow, span, day, to),
        **those(request, business, flow, span, day, to, most),
        files=files.links(request),
    )


def url_of_entries(business: str, flow: str, span: str, day: date, to: Narrow) -> str:
    if span == Span.MONTH:
        return ""
    return shown.link("figures_entries", business, flow, day, **to.asked)


def parts(business: str, flow: str, span: str, day: date, to: Narrow) -> dict[str, Any]:
    """By reason, kind, bank and district, of a page that is not narrowed yet."""
    if to.of:
        return {}
    found = queries.parts_of(business, Flow(flow), Span(span), day)

    def url(name: str) -> Any:
        return lambda one: shown.link("figures_moved", business, flow, span, day, **{name: one})

    return {
        "parts": [
            (_("按原因"), shown.bars_of(found.reasons, shown.reason_label, url("reason"))),
            (_("按区"), shown.bars_of(found.districts, shown.district_label, url("district"))),
            (_("按资金种类"), shown.bars_of(found.kinds, shown.kind_label, url("kind"))),
            (_("按银行"), shown.bars_of(found.banks, shown.bank_labels(), url("bank"))),
        ]
    }


def those(
    request: HttpRequest, business: str, flow: str, span: str, day: date, to: Narrow, most: Any
) -> dict[str, Any]:
    """The enterprises (or communities), the most first, of the city or of a district."""
    if to.by_book or to.whose:
        return {}
    page = page_of(most, request)
    names = shown.names_of(business, [row.whose_id for row in page.rows])
    rows = [
        (
            names[row.whose_id],
            row.amount_fen,
            shown.link(
                "figures_moved", business, flow, span, day, whose=row.whose_id, district=to.district
            ),
        )
        for row in page.rows
    ]
    subs = [_("{count}笔").format(count=row.count) for row in page.rows]
    return {"page": page, "bars": charts.bars(rows, subs=subs)}


def days_in_month(business: str, flow: str, month: date, to: Narrow) -> list[charts.Bar]:
    last = min(add_months(month, 1) - timedelta(days=1), clock.today())
    lines = queries.flow_by_day(business, Flow(flow), month, last, **to.of)
    rows = [
        (
            f"{day:%m-%d}",
            fen,
            shown.link("figures_moved", business, flow, Span.DAY, day, **to.asked),
        )
        for day, fen in lines
    ]
    return charts.bars(rows)


def moved_table(business: str, rows: Any) -> Table:
    columns = [
        Column(shown.WHOSE[Business(business)], width=40),
        Column(_("笔数"), "number"),
        Column(_("金额（元）"), "fen", 18),
    ]

    def lines() -> Iterator[tuple[Any, ...]]:
        for batch in files.hundreds(chain.from_iterable(batches_of(rows))):
            names = shown.names_of(business, [row.whose_id for row in batch])
            for row in batch:
                yield names[row.whose_id], row.count, row.amount_fen

    return Table(
        _("{business}资金往来").format(business=Business(business).label), columns, lines()
    )


@staff("figures.read")
@require_GET
def entries(request: HttpRequest, business: str, flow: str, day: date) -> HttpResponseBase:
    """The entries behind a figure of a day, page by page, each with its booking and its pots."""
    to = narrow(request)
    if files.asked_for(request):
        return files.as_asked(request, entry_table(business, flow, day, to), clock.now())
    page = queries.entries(business, day, flow, after=place_asked_for(request), **to.of)
    return show(
        request,
        "figures_entries",
        HERE,
        **about(business, to),
        flow=shown.flow_label(business, flow),
        day=day,
        total=total_of_entries(business, flow, day, to),
        rows=[shown.entry_shown(entry) for entry in page.rows],
        first_url=address(request) if "place" in request.GET else "",
        next_url=address(request, place=page.next_place) if page.next_place else "",
        files=files.links(request),
    )


def total_of_entries(business: str, flow: str, day: date, to: Narrow) -> int | None:
    """The figure that these entries make up, where one of the kept sums says it."""
    if to.by_book and (to.whose or to.district):
        return None
    total = queries.moved(business, Span.DAY, day, day, **to.of)
    return total.in_fen if flow == Flow.IN else total.out_fen


def place_asked_for(request: HttpRequest) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{1,18})-([0-9]{1,18})", request.GET.get("place", ""))
    return (int(found[1]), int(found[2])) if found else (0, 0)


def entry_table(business: str, flow: str, day: date, to: Narrow) -> Table:
    columns = [
        Column(_("发生时间"), "moment", 20),
        Column(_("原因")),
        Column(_("转出账户"), width=30),
        Column(_("转入账户"), width=30),
        Column(_("金额（元）"), "fen", 18),
        Column(_("流水号"), width=30),
    ]

    def lines() -> Iterator[tuple[Any, ...]]:
        after = (0, 0)
        while True:
            page = queries.entries(business, day, flow, after=after, size=1000, **to.of)
            for one in page.rows:
                yield (
                    one.happened_at,
                    one.reason_label,
                    one.source,
                    one.destination,
                    one.amount_fen,
                    one.key,
                )
            if not page.next_place:
                return
            after = (page.rows[-1].of_row, page.rows[-1].id)

    return Table(_("资金往来明细"), columns, lines())
