"""A list as a spreadsheet: real days, moments and amounts, and texts that stay texts."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from anju.core import clock

MOST_ROWS = 5_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    "fen": "#,##0.00",
    "yuan": "#,##0.00",
    "number": "0",
    "day": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm:ss",
    "text": "@",
}


@dataclass(frozen=True)
class Column:
    """`kind` is what stands in its cells: "text", "fen" (an amount, shown in yuan), "yuan" (one that is written in
    yuan already), "number" (so many of something), "day" or "moment"."""

    title: Any
    kind: str = "text"
    width: int = 14


def first_rows(rows: QuerySet) -> tuple[list[Any], str]:
    """So many rows as a file takes, and a sentence that says so when there are more."""
    found = list(rows[: MOST_ROWS + 1])
    if len(found) <= MOST_ROWS:
        return found, ""
    told = _("只导出了前{most}行，还有更多。请缩小查询范围后再导出。").format(most=MOST_ROWS)
    return found[:MOST_ROWS], told


def as_file(
    name: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], advice: str = ""
) -> HttpResponse:
    """The file to download. `advice` stands in the last row."""
    response = HttpResponse(sheet_of(columns, rows, advice), content_type=XLSX)
    response["Content-Disposition"] = (
        f'attachment; filename="{name}-{clock.today().isoformat()}.xlsx"'
    )
    return response


def sheet_of(columns: Sequence[Column], rows: Iterable[Sequence[Any]], advice: str = "") -> bytes:
    """No text becomes a formula, a link or a number, whatever it begins with. An empty cell is None."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "constant_memory": True}) as book:
        heading = book.add_format({"bold": True, "bg_color": "#e8f0ee", "border": 1})
        looks = {kind: book.add_format({"num_format": text}) for kind, text in FORMATS.items()}
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, str(column.title), heading)
        number = 0
        for number, row in enumerate(rows, 1):
            for at, (column, value) in enumerate(zip(columns, row, strict=True)):
                if value is not None:
                    _write(sheet, number, at, column.kind, value, looks[column.kind])
        if advice:
            sheet.write_string(number + 1, 0, advice)
    return stream.getvalue()


def _write(sheet: Any, row: int, at: int, kind: str, value: Any, look: Any) -> None:
    if kind == "fen":
        sheet.write_number(row, at, Decimal(value).scaleb(-2), look)
    elif kind in ("yuan", "number"):
        sheet.write_number(row, at, Decimal(value), look)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, at, value.astimezone(clock.BEIJING).replace(tzinfo=None), look)
    elif isinstance(value, date):
        sheet.write_datetime(row, at, value, look)
    else:
        sheet.write_string(row, at, str(value), look)
