"""Spreadsheets from outside as rows of text, and spreadsheets to take along.

A cell that cannot be read becomes a `Refused` in its place: one bad cell never spoils its neighbours, and no number
is guessed.
"""

import csv
import io
import itertools
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import python_calamine as calamine
import xlsxwriter
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core import files
from anju.core.refusals import Refused

EXACT_DIGITS = 10**15
"""A cell that is a number keeps fifteen digits; from here on the last ones are lost."""

EXCEL_EPOCH = date(1899, 12, 30)
HEADING_WITHIN = 5
MOST_CELLS = 3_000_000
TAG = re.compile(r"""<(?:[\w.-]+:)?(row|c)\b((?:[^>"']|"[^"]*"|'[^']*')*)>""")
PLACE = re.compile(r"""\br\s*=\s*["']\W*([A-Za-z]*)\W*(\d*)""")
FAR_OUT = 10**9
FORMULA_BEGINS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
HEADING = {"bold": True, "bg_color": "#e8f0ee", "border": 1}

Row = tuple[int, dict[str, Any]]
"""The number that Excel shows beside a row, and its filled cells as field → text (or Refused)."""


class Refusal(TextChoices):
    SHEET_MISSING = "sheet_missing", _("文件「{name}」没有工作表「{sheet}」，请使用下载的模板填写")
    COLUMN_MISSING = (
        "column_missing",
        _("工作表「{sheet}」没有「{columns}」列，请使用下载的模板填写"),
    )
    SHEET_TOO_WIDE = (
        "sheet_too_wide",
        _("文件「{name}」的表格过大，请删除模板各列以外的内容后再上传"),
    )
    DIGITS_LOST = (
        "digits_lost",
        _("单元格是数字格式，后几位已经失真，请把单元格改为文本格式后重新填写"),
    )


def open_book(name: str, content: bytes) -> calamine.CalamineWorkbook:
    """Open a spreadsheet that `files.check_file` has let through; refused when it can't be read, or not in memory."""
    _check_extent(name, content)
    try:
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except calamine.PasswordError:
        raise Refused(files.Refusal.ENCRYPTED, name=name) from None
    except calamine.CalamineError:
        raise Refused(files.Refusal.DAMAGED, name=name) from None


def _check_extent(name: str, content: bytes) -> None:
    """A sheet is read as one block from its first cell to its last: a single cell far out would fill the memory.

    Whatever part of the file holds cells is looked through, for the file itself says which part is a sheet.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.namelist():
            found = archive.read(part)
            if b"sheetData" not in found:
                continue
            if b"<!" in found:  # a comment could hide a cell from us; no program writes one there
                raise Refused(files.Refusal.DAMAGED, name=name)
            width, height = _extent(found.decode("utf-8", "replace"))
            if width * height > MOST_CELLS:
                raise Refused(Refusal.SHEET_TOO_WIDE, name=name)


def _extent(sheet: str) -> tuple[int, int]:
    """The last column and row. A cell or row that does not say its place comes after the one before it."""
    width = height = column = row = 0
    for found in TAG.finditer(sheet):
        tag, attributes = found.groups()
        if "&" in attributes:
            return FAR_OUT, FAR_OUT
        places = PLACE.findall(attributes)
        row = max((_number(digits) for _, digits in places if digits), default=row + (tag == "row"))
        columns = (_column_number(letters.upper()) for letters, _ in places if letters)
        column = 0 if tag == "row" else max(columns, default=column + 1)
        width, height = max(width, column), max(height, row)
    return width, height


def _number(digits: str) -> int:
    short = digits.lstrip("0")
    return int(short or 0) if len(short) < len(str(FAR_OUT)) else FAR_OUT


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def rows_of(
    name: str,
    book: calamine.CalamineWorkbook,
    sheet: str,
    columns: Mapping[str, str],
    days: Collection[str] = (),
) -> list[Row]:
    """The filled rows of a sheet. `columns` is title → field; the first title finds the heading. `days` are fields.

    Refused when the sheet or one of the columns is missing. Other columns do not matter.
    """
    found = next((each for each in book.sheet_names if each.strip() == sheet), None)
    if found is None:
        raise Refused(Refusal.SHEET_MISSING, name=name, sheet=sheet)
    try:
        cells = book.get_sheet_by_name(found).to_python(skip_empty_area=False)
    except calamine.CalamineError:
        raise Refused(files.Refusal.DAMAGED, name=name) from None
    heading, places = _heading(sheet, cells, columns)
    rows = []
    for number, row in enumerate(cells[heading + 1 :], heading + 2):
        filled = {
            field: _text(row[place], field in days)
            for field, place in places.items()
            if place < len(row) and row[place] not in ("", None)
        }
        if any(filled.values()):
            rows.append((number, filled))
    return rows


def _heading(
    sheet: str, cells: list[list[Any]], columns: Mapping[str, str]
) -> tuple[int, dict[str, int]]:
    """The row with the names of the columns, and where each field stands."""
    key = next(iter(columns))
    for index, row in enumerate(cells[:HEADING_WITHIN]):
        names = [re.sub(r"[\s*＊]", "", str(cell)) for cell in row]
        if key in names:
            missing = [column for column in columns if column not in names]
            if missing:
                raise Refused(Refusal.COLUMN_MISSING, sheet=sheet, columns="、".join(missing))
            return index, {field: names.index(column) for column, field in columns.items()}
    raise Refused(Refusal.COLUMN_MISSING, sheet=sheet, columns=key)


def _text(cell: Any, is_day: bool) -> Any:
    """What a cell shows, as text. Numbers lose the «.0» that the reader gives them, never a digit."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return str(cell).strip()
    if is_day and 36526 <= cell <= 73415:  # the days of 2000 to 2100 as Excel counts them
        return (EXCEL_EPOCH + timedelta(days=int(cell))).isoformat()
    if abs(cell) >= EXACT_DIGITS:
        return Refused(Refusal.DIGITS_LOST)
    return str(int(cell)) if cell == int(cell) else format(cell, ".15g")


def sheet_file(
    name: str,
    columns: Mapping[str, int],
    rows: Iterable[Sequence[str | Decimal]],
    advice: Sequence[str] = (),
) -> bytes:
    """A spreadsheet of one sheet: titles with their widths, rows, and advice on a sheet of its own.

    Text stays text: no formula, whatever it says, and no digit lost when it is filled in again. A Decimal is a sum.
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "constant_memory": True}) as book:
        heading, text = book.add_format(HEADING), book.add_format({"num_format": "@"})
        money = book.add_format({"num_format": "#,##0.00"})
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, (title, width) in enumerate(columns.items()):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, heading)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, Decimal):
                    sheet.write_number(number, column, cell, money)
                else:
                    sheet.write_string(number, column, cell, text)
        if advice:
            explained = book.add_worksheet("填写说明")
            for number, line in enumerate(advice):
                explained.write_string(number, 0, line)
    return stream.getvalue()


def csv_lines(titles: Sequence[str], rows: Iterable[Sequence[str | Decimal]]) -> Iterator[bytes]:
    """The same as comma separated values, line by line, in UTF-8 with the mark by which Excel knows it.

    A text that a spreadsheet would take for a formula gets an apostrophe before it: it stays a text.
    """
    line = io.StringIO()
    writer = csv.writer(line)
    yield b"\xef\xbb\xbf"
    for cells in itertools.chain([titles], rows):
        writer.writerow([_plain(cell) for cell in cells])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def _plain(cell: str | Decimal) -> str:
    text = str(cell)
    is_formula = not isinstance(cell, Decimal) and text.lstrip(" ").startswith(FORMULA_BEGINS)
    return f"'{text}" if is_formula else text
