"""Spreadsheets of filed leases: three sheets, 合同, 承租人 and 租金分期, tied together by 合同备案编号.

A lease has several tenants and several instalments, so each has a row of its own in its own sheet.
"""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import python_calamine as calamine
import xlsxwriter

from anju.contracts.rules import Refusal
from anju.core.files import Refusal as FileRefusal
from anju.core.identity_numbers import normalise
from anju.core.refusals import Refused

KEY = "合同备案编号"
LEASE = "合同"
TENANT = "承租人"
INSTALMENT = "租金分期"
COLUMNS = {
    LEASE: {
        KEY: "filing_no",
        "备案日期": "filed_on",
        "出租企业名称": "enterprise.name",
        "出租企业统一社会信用代码": "enterprise.uscc",
        "监管银行": "enterprise.bank",
        "房屋坐落": "home.address",
        "所在区": "home.district",
        "建筑面积": "home.area",
        "租赁期起": "starts_on",
        "租赁期止": "ends_on",
        "月租金": "monthly_rent",
        "押金": "deposit",
        "押金应缴日期": "deposit_due_on",
    },
    TENANT: {
        KEY: "filing_no",
        "姓名": "name",
        "证件类型": "id_type",
        "证件号码": "id_number",
        "单位名称": "organisation_name",
        "单位统一社会信用代码": "uscc",
        "手机号": "phone",
    },
    INSTALMENT: {
        KEY: "filing_no",
        "应缴日期": "due_on",
        "起始日期": "from",
        "截止日期": "to",
        "金额": "amount",
    },
}
"""The columns of each sheet and the fields of the JSON that they are."""

DAYS = {"filed_on", "starts_on", "ends_on", "deposit_due_on", "due_on", "from", "to"}
EXACT_DIGITS = 10**15
"""A cell that is a number keeps fifteen digits; from here on the last ones are lost."""

EXCEL_EPOCH = date(1899, 12, 30)
HEADING_WITHIN = 5
MOST_CELLS = 3_000_000
CELL = re.compile(r"\br\s*=\s*[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")

Stated = tuple[str, dict[str, Any], Refused | None, list[str], list[str]]


def lease_rows(name: str, content: bytes) -> list[Stated]:
    """Each lease with where it stands, its stated fields, what is wrong with its number, and where its parts stand.

    A row of tenants or instalments whose filing number no lease has is a row of its own, with that as what is wrong.
    """
    book = _open(name, content)
    leases = _rows(name, book, LEASE)
    parts = {sheet: _by_filing_no(_rows(name, book, sheet)) for sheet in (TENANT, INSTALMENT)}
    stated: list[Stated] = []
    first_row: dict[str, int] = {}
    for row, cells in leases:
        filing_no, wrong = _key(cells), None
        if filing_no and filing_no in first_row:
            wrong = Refused(Refusal.FILING_NO_TWICE, row=first_row[filing_no])
        first_row.setdefault(filing_no, row)
        tenants, instalments = parts[TENANT][filing_no], parts[INSTALMENT][filing_no]
        lease = _nested(cells) | {
            "tenants": [tenant for _, tenant in tenants],
            "instalments": [instalment for _, instalment in instalments],
        }
        stated.append(
            (
                f"「{LEASE}」第{row}行",
                lease,
                wrong,
                [f"「{TENANT}」第{row}行" for row, _ in tenants],
                [f"「{INSTALMENT}」第{row}行" for row, _ in instalments],
            )
        )
    for sheet, by_filing_no in parts.items():
        for filing_no, rows in by_filing_no.items():
            if filing_no not in first_row:
                missing = Refusal.LEASE_NOT_IN_FILE if filing_no else Refusal.FIELD_MISSING
                wrong = Refused(missing, filing_no=filing_no)
                stated.append(
                    (f"「{sheet}」第{rows[0][0]}行", {"filing_no": filing_no}, wrong, [], [])
                )
    return stated


def _open(name: str, content: bytes) -> calamine.CalamineWorkbook:
    _check_extent(name, content)
    try:
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except calamine.PasswordError:
        raise Refused(FileRefusal.ENCRYPTED, name=name) from None
    except calamine.CalamineError:
        raise Refused(FileRefusal.DAMAGED, name=name) from None


def _check_extent(name: str, content: bytes) -> None:
    """A sheet is read as one block from its first cell to its last: a single cell far out would fill the memory."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.namelist():
            if not part.startswith("xl/worksheets/") or not part.endswith(".xml"):
                continue
            last, height = "A", 0
            for letters, digits in CELL.findall(archive.read(part).decode("utf-8", "replace")):
                last = max(last, letters.upper(), key=lambda name: (len(name), name))
                height = max(height, int(digits))
            if _column_number(last) * height > MOST_CELLS:
                raise Refused(Refusal.SHEET_TOO_WIDE, name=name)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _rows(
    name: str, book: calamine.CalamineWorkbook, sheet: str
) -> list[tuple[int, dict[str, Any]]]:
    """The filled rows of a sheet as field → text, each with the number that Excel shows beside it."""
    found = next((each for each in book.sheet_names if each.strip() == sheet), None)
    if found is None:
        raise Refused(Refusal.SHEET_MISSING, name=name, sheet=sheet)
    try:
        cells = book.get_sheet_by_name(found).to_python(skip_empty_area=False)
    except calamine.CalamineError:
        raise Refused(FileRefusal.DAMAGED, name=name) from None
    heading, places = _heading(sheet, cells)
    rows = []
    for number, row in enumerate(cells[heading + 1 :], heading + 2):
        filled = {
            field: _text(row[place], field in DAYS)
            for field, place in places.items()
            if place < len(row) and row[place] not in ("", None)
        }
        if any(filled.values()):
            rows.append((number, filled))
    return rows


def _heading(sheet: str, cells: list[list[Any]]) -> tuple[int, dict[str, int]]:
    """The row with the names of the columns, and where each field stands. Other columns do not matter."""
    columns = COLUMNS[sheet]
    for index, row in enumerate(cells[:HEADING_WITHIN]):
        names = [re.sub(r"[\s*＊]", "", str(cell)) for cell in row]
        if KEY in names:
            missing = [column for column in columns if column not in names]
            if missing:
                raise Refused(Refusal.COLUMN_MISSING, sheet=sheet, columns="、".join(missing))
            return index, {field: names.index(column) for column, field in columns.items()}
    raise Refused(Refusal.COLUMN_MISSING, sheet=sheet, columns=KEY)


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


def _by_filing_no(
    rows: list[tuple[int, dict[str, Any]]],
) -> defaultdict[str, list[tuple[int, dict[str, Any]]]]:
    parts: defaultdict[str, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    for number, cells in rows:
        parts[_key(cells)].append((number, cells))
    return parts


def _key(cells: dict[str, Any]) -> str:
    """The filing number that ties the sheets together, however it is written."""
    filing_no = cells.get("filing_no")
    return normalise(filing_no) if isinstance(filing_no, str) else ""


def _nested(cells: dict[str, Any]) -> dict[str, Any]:
    """«home.area» of a sheet is «area» within «home», as in the JSON."""
    nested: dict[str, Any] = {"enterprise": {}, "home": {}}
    for field, text in cells.items():
        inside, _, name = field.rpartition(".")
        (nested[inside] if inside else nested)[name] = text
    return nested


def result_file(rows: Iterable[tuple[str, str, str, str]]) -> bytes:
    """What became of each lease: 位置, 合同备案编号, 结果, 说明."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "constant_memory": True}) as book:
        sheet = book.add_worksheet("导入结果")
        bold = book.add_format({"bold": True, "bg_color": "#e8f0ee"})
        sheet.set_column("A:B", 24)
        sheet.set_column("C:C", 22)
        sheet.set_column("D:D", 100)
        sheet.freeze_panes(1, 0)
        for column, title in enumerate(("位置", KEY, "结果", "说明")):
            sheet.write_string(0, column, title, bold)
        for number, row in enumerate(rows, 1):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)  # never a formula, whatever it says
    return stream.getvalue()
