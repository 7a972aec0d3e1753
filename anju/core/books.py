"""Spreadsheets of several sheets: a row of the first one and the rows of the others that name the same key."""

import io
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

from anju.core import sheets
from anju.core.fields import Refusal
from anju.core.identity_numbers import normalise
from anju.core.refusals import Refused

Columns = Mapping[str, Mapping[str, str]]
"""By sheet: title → field. The first sheet has a row for each thing; each sheet's first field is the key."""

Part = tuple[str, dict[str, Any]]
"""Where a row stands, and its cells."""

FILLED_ROWS = 2_000
EXPLAINED = "填写说明"


@dataclass(frozen=True)
class Tied:
    """One thing: where it stands, its key and cells, its rows of the other sheets, and what is wrong with its key.

    Rows of another sheet whose key the first sheet does not have make one without cells.
    """

    place: str
    key: str
    cells: dict[str, Any]
    parts: dict[str, list[Part]] = field(default_factory=dict)
    wrong: Refused | None = None


def tied_rows(
    name: str,
    content: bytes,
    columns: Columns,
    days: Collection[str],
    twice: Callable[[int], Refused],
    lost: Callable[[str], Refused],
) -> list[Tied]:
    """All that a checked file states. `twice` and `lost` say what is wrong with a key that is there before, or not."""
    book = sheets.open_book(name, content)
    first, *others = columns
    rows = {sheet: sheets.rows_of(name, book, sheet, columns[sheet], days) for sheet in columns}
    by_key = {sheet: _by_key(sheet, columns, rows[sheet]) for sheet in others}
    tied: list[Tied] = []
    first_row: dict[str, int] = {}
    for number, cells in rows[first]:
        key = _key(cells, columns[first])
        wrong = twice(first_row[key]) if key and key in first_row else None
        first_row.setdefault(key, number)
        parts = {sheet: by_key[sheet][key] for sheet in others}
        tied.append(Tied(_place(first, number), key, cells, parts, wrong))
    for sheet in others:
        for key, rows_lost in by_key[sheet].items():
            if key not in first_row:
                wrong = lost(key) if key else Refused(Refusal.FIELD_MISSING)
                tied.append(Tied(rows_lost[0][0], key, {}, wrong=wrong))
    return tied


def _by_key(sheet: str, columns: Columns, rows: list[sheets.Row]) -> defaultdict[str, list[Part]]:
    parts: defaultdict[str, list[Part]] = defaultdict(list)
    for number, cells in rows:
        parts[_key(cells, columns[sheet])].append((_place(sheet, number), cells))
    return parts


def _key(cells: dict[str, Any], columns: Mapping[str, str]) -> str:
    """What ties the sheets together, however it is written."""
    key = cells.get(next(iter(columns.values())))
    return normalise(key) if isinstance(key, str) else ""


def _place(sheet: str, number: int) -> str:
    return f"「{sheet}」第{number}行"


def template_of(
    columns: Columns,
    *,
    choices: Mapping[str, Sequence[str]],
    days: Collection[str],
    numbers: Collection[str],
    advice: Sequence[str],
    examples: Mapping[str, Sequence[Sequence[str]]],
) -> bytes:
    """An empty file with the right columns, lists to choose from, and advice with an example on a sheet of its own."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        heading = book.add_format(sheets.HEADING)
        text = book.add_format({"num_format": "@"})
        for name, titles in columns.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            for column, (title, each) in enumerate(titles.items()):
                width = max(14, 2 * len(title) + 2)
                sheet.set_column(column, column, width, None if each in numbers else text)
                sheet.write_string(0, column, title, heading)
                if each in choices:
                    listed = {"validate": "list", "source": list(choices[each])}
                    sheet.data_validation(1, column, FILLED_ROWS, column, listed)
                if each in days:
                    sheet.write_comment(0, column, "年-月-日，例如 2026-03-01")
        _explain(book, columns, advice, examples)
    return stream.getvalue()


def _explain(
    book: xlsxwriter.Workbook,
    columns: Columns,
    advice: Sequence[str],
    examples: Mapping[str, Sequence[Sequence[str]]],
) -> None:
    sheet, heading = book.add_worksheet(EXPLAINED), book.add_format(sheets.HEADING)
    bold = book.add_format({"bold": True})
    sheet.set_column("A:M", 22)
    for at, line in enumerate(advice):
        sheet.write_string(at, 0, line)
    at = len(advice)
    for name, rows in examples.items():
        at += 1
        sheet.write_string(at, 0, f"「{name}」表示例", bold)
        for number, row in enumerate([list(columns[name]), *rows], at + 1):
            for column, value in enumerate(row):
                sheet.write_string(number, column, value, None if number > at + 1 else heading)
        at += 2 + len(rows)
