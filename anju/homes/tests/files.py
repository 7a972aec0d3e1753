"""批量核验 files as people make them."""

import io
from collections.abc import Mapping
from typing import Any

import python_calamine as calamine
import xlsxwriter

from anju.core.actors import Actor
from anju.homes import actions, queries, reading
from anju.homes.models import VerificationFile
from anju.homes.rules import Role

NAME = "房源.xlsx"


def a_file(*rows: Mapping[str, Any], columns: tuple[str, ...] = tuple(reading.COLUMNS)) -> bytes:
    """Rows as field → text, under the titles of the template."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet(reading.SHEET)
        sheet.write_row(0, 0, columns)
        for number, row in enumerate(rows, 1):
            for column, title in enumerate(columns):
                sheet.write_string(number, column, str(row.get(reading.COLUMNS[title], "")))
    return stream.getvalue()


def row_of(home: Mapping[str, Any], **changes: str) -> dict[str, str]:
    """A home of the sandbox's register as somebody fills it in."""
    names = ("district", "certificate_type", "certificate_no", "owner_name", "owner_id_number")
    stated = {name: str(home[name]) for name in names}
    kinds = {"uscc": "统一社会信用代码", "resident_id": ""}
    return stated | {"owner_id_type": kinds[home["owner_id_type"]]} | changes


def received(by: Actor, *rows: Mapping[str, Any], role: str = Role.ENTERPRISE) -> VerificationFile:
    return actions.receive_file(name=NAME, content=a_file(*rows), role=role, by=by)


def result_of(upload: VerificationFile) -> list[dict[str, str]]:
    """The result file as somebody reads it."""
    content = reading.result_file(queries.result_rows(upload))
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    heading, *rows = book.get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, heading), map(str, row), strict=True)) for row in rows]
