"""Every table of the dashboards as a file: 【Excel】【CSV】【PDF】. (CTR-08)"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from anju.core import clock, documents
from anju.core.money import yuan
from anju.portals.centre.shown import moment
from anju.web.downloads import csv_stream, pdf
from anju.web.paging import address
from anju.web.tables import MOST_ROWS, Column, as_file

KINDS = {"xlsx": "Excel", "csv": "CSV", "pdf": "PDF"}
MOST_ROWS_ON_PAPER = 500


@dataclass(frozen=True)
class Table:
    """A table to take along: what it is called, its columns, its rows, and as of when they stand."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]


def links(request: HttpRequest) -> list[tuple[str, str]]:
    """Where the table of this page is, in each form."""
    return [(label, address(request, file=kind)) for kind, label in KINDS.items()]


def asked_for(request: HttpRequest) -> bool:
    return request.GET.get("file", "") in KINDS


def as_asked(request: HttpRequest, table: Table, as_of: Any) -> HttpResponseBase:
    """The table in the form asked for. A spreadsheet takes 5,000 rows, a paper 500, CSV all of them."""
    kind = request.GET["file"]
    if kind == "csv":
        titles = [str(column.title) for column in table.columns]
        rows = ([as_cell(column, cell) for column, cell in cells(table, row)] for row in table.rows)
        return csv_stream(f"{table.title}-{clock.today()}.csv", titles, rows)
    most = MOST_ROWS if kind == "xlsx" else MOST_ROWS_ON_PAPER
    rows_told = list(islice(table.rows, most + 1))
    advice = ""
    if len(rows_told) > most:
        rows_told = rows_told[:most]
        advice = _("只导出了前{most}行，还有更多；CSV文件包含全部。").format(most=most)
    if kind == "xlsx":
        return as_file("figures", table.columns, rows_told, advice)
    return pdf(on_paper(table, rows_told, advice, as_of), f"{table.title}-{clock.today()}.pdf")


def on_paper(table: Table, rows: list[Sequence[Any]], advice: str, as_of: Any) -> bytes:
    facts = {
        "title": table.title,
        "as_of": moment(as_of) if as_of else "",
        "made_at": moment(clock.now()),
        "columns": [str(column.title) for column in table.columns],
        "numbers": [column.kind in ("fen", "number") for column in table.columns],
        "rows": [
            [str(as_cell(column, cell)) for column, cell in cells(table, row)] for row in rows
        ],
        "advice": advice,
    }
    return documents.pdf("figures", facts)


def cells(table: Table, row: Sequence[Any]) -> Iterable[tuple[Column, Any]]:
    return zip(table.columns, row, strict=True)


def as_cell(column: Column, cell: Any) -> str | Decimal:
    if cell is None:
        return ""
    if column.kind == "fen":
        return Decimal(yuan(cell).replace(",", ""))
    return moment(cell) if column.kind == "moment" else str(cell)


def hundreds(rows: Iterator[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == 100:
            yield batch
            batch = []
    if batch:
        yield batch
