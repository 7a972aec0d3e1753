"""统计看板: what the balance at the end of a past day is made of, month by month and day by day. (CTR-01)"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from anju.core import clock
from anju.portals.centre import downloads_of_figures as files
from anju.portals.centre import shown_figures as shown
from anju.portals.centre.downloads_of_figures import Table
from anju.portals.centre.narrowing import Narrow, about, narrow
from anju.portals.centre.page import show
from anju.statistics import queries
from anju.statistics.queries import Line
from anju.statistics.rules import Business, Flow, Span
from anju.web.doors import staff
from anju.web.tables import Column

HERE = "figures"


@staff("figures.read")
@require_GET
def balance(request: HttpRequest, business: str, day: date) -> HttpResponseBase:
    """Everything that ever came and went up to the end of a day; a way on from each month and each day."""
    asked = narrow(request)
    to = Narrow(district=asked.district, whose=asked.whose)
    if day > clock.today():
        raise Http404
    months, days = queries.balance_made_of(business, day, **to.of)
    rows = [
        *lines_shown(business, Span.MONTH, months, 0, to),
        *lines_shown(business, Span.DAY, days, months[-1].held_fen if months else 0, to),
    ]
    if files.asked_for(request):
        return files.as_asked(request, balance_table(business, day, rows), clock.now())
    return show(
        request,
        "figures_balance",
        HERE,
        **about(business, to),
        day=day,
        total_fen=rows[-1]["held_fen"] if rows else 0,
        rows=rows[::-1],
        has_within=any(row["within_fen"] for row in rows),
        files=files.links(request),
    )


def lines_shown(
    business: str, span: Span, lines: Iterable[Line], before_fen: int, to: Narrow
) -> list[dict[str, Any]]:
    """`within_fen` went from one pot of the business to another: only where it is narrowed is that anything."""
    rows = []
    for line in lines:
        where = (span, line.day)
        rows.append(
            {
                "period": shown.period_text(span, line.day),
                "in_fen": line.in_fen,
                "out_fen": line.out_fen,
                "within_fen": line.held_fen - before_fen - line.in_fen + line.out_fen,
                "held_fen": line.held_fen,
                "in_url": shown.link("figures_moved", business, Flow.IN, *where, **to.asked),
                "out_url": shown.link("figures_moved", business, Flow.OUT, *where, **to.asked),
            }
        )
        before_fen = line.held_fen
    return rows


def balance_table(business: str, day: date, rows: list[dict[str, Any]]) -> Table:
    names = ("in_fen", "out_fen", "within_fen", "held_fen")
    titles = (_("收入（元）"), _("支出（元）"), _("内部划转（元）"), _("期末余额（元）"))
    columns = [Column(_("日期")), *(Column(title, "fen", 18) for title in titles)]
    return Table(
        _("{business}余额-{day}").format(business=Business(business).label, day=day),
        columns,
        [(row["period"], *(row[name] for name in names)) for row in rows],
    )
