"""统计看板: what is held, what came, what went; each figure a way to the entries that make it up. (CTR-01)"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from anju.core import clock
from anju.portals.centre import downloads_of_figures as files
from anju.portals.centre import shown_figures as shown
from anju.portals.centre.board import board_shown
from anju.portals.centre.downloads_of_figures import Table
from anju.portals.centre.narrowing import Narrow, about, narrow
from anju.portals.centre.page import show
from anju.statistics import queries
from anju.statistics.rules import Business
from anju.web import charts
from anju.web.doors import staff
from anju.web.kept import part
from anju.web.paging import address, batches_of, page_of
from anju.web.tables import Column

PERIODS = (30, 90)
HERE = "figures"


@staff("figures.read")
@require_GET
def first(request: HttpRequest) -> HttpResponseBase:
    return redirect("centre:figures_of", Business.CUSTODY)


@staff("figures.read")
@require_GET
def board(request: HttpRequest, business: str) -> HttpResponseBase:
    """The dashboard of a business: what is held, the days of a period, by district, bank and whose it is."""
    days = 90 if request.GET.get("days") == "90" else PERIODS[0]
    if files.asked_for(request):
        return board_file(request, business, days)
    body = part(
        request,
        "centre/figures_board.html",
        queries.version(),
        lambda: {
            **board_shown(business, days),
            "periods": [(one, address(request, days=one), one == days) for one in PERIODS],
            "files": files.links(request),
        },
    )
    return show(request, "figures", HERE, body=body, business_label=Business(business).label)


def board_file(request: HttpRequest, business: str, days: int) -> HttpResponseBase:
    board = board_shown(business, days)
    columns = [Column(_("日期"), "day"), *(Column(one, "fen", 18) for one in BOARD_COLUMNS)]
    rows = [
        (row["day"], row["in_fen"], row["out_fen"], row["held_fen"])
        for row in board["pictures"].rows
    ]
    table = Table(f"{Business(business).label}-{days}", columns, rows)
    return files.as_asked(request, table, board["counted_at"])


BOARD_COLUMNS = (_("收入（元）"), _("支出（元）"), _("日终余额（元）"))


@staff("figures.read")
@require_GET
def held(request: HttpRequest, business: str) -> HttpResponseBase:
    """What is held now of each enterprise or community, the most first; of a district, a bank or a kind of money."""
    to = narrow(request)
    rows = queries.held_by_most(business, to.district, to.kind, to.bank)
    if files.asked_for(request):
        return files.as_asked(
            request, held_table(business, chain.from_iterable(batches_of(rows))), clock.now()
        )
    page = page_of(rows, request)
    return show(
        request,
        "figures_held",
        HERE,
        **about(business, to),
        total_fen=total_of(queries.held_in_all(business), to),
        page=page,
        bars=bars_of_held(business, page.rows, to),
        files=files.links(request),
    )


def bars_of_held(business: str, rows: list[Any], to: Narrow) -> list[charts.Bar]:
    names, bank = shown.names_of(business, [row.whose_id for row in rows]), shown.bank_labels()
    found = [(names[row.whose_id], row.held_fen, url_of_held(business, row, to)) for row in rows]
    subs = [
        " · ".join(
            filter(None, (row.kind and shown.kind_label(row.kind), row.bank and bank(row.bank)))
        )
        for row in rows
    ]
    return charts.bars(found, subs=subs)


def total_of(held: queries.Held, to: Narrow) -> int | None:
    """The figure that the list makes up; None where it is narrowed twice, and no figure says it."""
    asked = [(held.districts, to.district), (held.kinds, to.kind), (held.banks, to.bank)]
    narrowed = [(amounts, by) for amounts, by in asked if by]
    if len(narrowed) > 1:
        return None
    if not narrowed:
        return held.fen
    [(amounts, by)] = narrowed
    return next((one.fen for one in amounts if one.by == by), 0)


def url_of_held(business: str, row: Any, to: Narrow) -> str:
    of = {"district": to.district, "kind": row.kind, "bank": row.bank}
    return shown.link("figures_whose", business, row.whose_id, **of)


def held_table(business: str, rows: Iterator[Any]) -> Table:
    """By hundreds, so that the names of each hundred are asked for at once."""
    columns = [
        Column(shown.WHOSE[Business(business)], width=40),
        Column(_("区")),
        Column(_("资金种类")),
        Column(_("余额（元）"), "fen", 18),
    ]

    def lines() -> Iterator[tuple[Any, ...]]:
        for batch in files.hundreds(rows):
            names = shown.names_of(business, [row.whose_id for row in batch])
            for row in batch:
                kind = shown.kind_label(row.kind) if row.kind else ""
                district = shown.district_label(row.district) if row.district else ""
                yield names[row.whose_id], district, kind, row.held_fen

    return Table(_("{business}余额").format(business=Business(business).label), columns, lines())


@staff("figures.read")
@require_GET
def whose(request: HttpRequest, business: str, whose_id: int) -> HttpResponseBase:
    """One enterprise or community: its days, and every pot that something is in."""
    to = narrow(request)
    if not shown.is_known(business, whose_id):
        raise Http404
    pots = queries.pots_holding(business, whose_id, to.district, to.kind, to.bank)
    if files.asked_for(request):
        return files.as_asked(request, pot_table(pots), clock.now())
    page = page_of(pots, request)
    return show(
        request,
        "figures_whose",
        HERE,
        **about(business, to),
        **one_shown(business, whose_id),
        page=page,
        pots=shown.pots_shown(page.rows),
        files=files.links(request),
    )


def pot_table(pots: Any) -> Table:
    columns = [Column(_("账户"), width=36), Column(_("种类")), Column(_("余额（元）"), "fen", 18)]
    rows = (
        (pot.pot.code, shown.kind_label(pot.kind), pot.held_fen)
        for batch in batches_of(pots)
        for pot in batch
    )
    return Table(_("账户余额"), columns, rows)


def one_shown(business: str, whose_id: int) -> dict[str, Any]:
    """What is held of one enterprise or community, by kind and district, and its last thirty days."""
    held, today = queries.held_in_all(business, whose_id=whose_id), clock.today()
    of: dict[str, Any] = {"whose_id": whose_id}
    first = today - timedelta(days=PERIODS[0] - 1)
    lines = queries.days_of_money(business, first, today, held.fen, **of)
    here = {"business": business, "whose_id": whose_id}
    return {
        "name": shown.names_of(business, [whose_id])[whose_id],
        "held": held,
        "pictures": shown.pictures(business, lines, **of),
        "kinds": shown.bars_of(
            held.kinds, shown.kind_label, lambda kind: link_of_whose(here, kind=kind)
        ),
        "districts": shown.bars_of(
            held.districts, shown.district_label, lambda one: link_of_whose(here, district=one)
        ),
    }


def link_of_whose(here: dict[str, Any], **of: str) -> str:
    return shown.link("figures_whose", here["business"], here["whose_id"], **of) + "#pots"
