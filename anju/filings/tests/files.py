"""Spreadsheets of contracts as people make them."""

import io
from collections.abc import Mapping
from typing import Any

import python_calamine as calamine
import xlsxwriter

from anju.core.actors import Actor
from anju.filings import actions, queries, reading
from anju.filings.models import FilingFile
from anju.filings.reading import CONTRACT, INSTALMENT, TENANT

NAME = "合同.xlsx"
TENANT_ROW = {
    "name": "张三",
    "id_type": "居民身份证",
    "id_number": "110101199003078013",
    "phone": "13800000001",
}


def a_file(contracts: list[Mapping[str, Any]], tenants: Any = None, instalments: Any = ()) -> bytes:
    """Rows as field → text, under the titles of the template; each contract has 张三 unless told otherwise."""
    if tenants is None:
        tenants = [TENANT_ROW | {"key": row["key"]} for row in contracts if row.get("key")]
    rows = {CONTRACT: contracts, TENANT: tenants, INSTALMENT: instalments}
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name, columns in reading.COLUMNS.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, columns)
            for number, row in enumerate(rows[name], 1):
                for column, field in enumerate(columns.values()):
                    sheet.write_string(number, column, str(row.get(field, "")))
    return stream.getvalue()


def row_of(key: str, verification_no: str, **changes: str) -> dict[str, str]:
    """A contract of a whole home for a year, as somebody fills it in."""
    return {
        "key": key,
        "verification_no": verification_no,
        "paper_signed_on": "2026-11-01",
        "source": "自有",
        "bank": "中国建设银行",
        "mode": "整套出租",
        "usable_area": "30",
        "rooms": "2",
        "occupants": "2",
        "starts_on": "2026-11-01",
        "ends_on": "2027-10-31",
        "monthly_rent": "4000",
        "deposit": "4000",
        "deposit_due_on": "2026-11-10",
        "deposit_months": "1",
        "pay_months": "6",
        "deposit_return_days": "3",
        "dispute_way": "向房屋所在地人民法院起诉",
        "costs.water": "承租人",
        "may_sublet": "否",
        "documents.title": "title.pdf",
        "documents.identity": "identity.pdf",
        "documents.paper_contract": "paper_contract.pdf",
    } | changes


def received(by: Actor, *contracts: Mapping[str, Any], **more: Any) -> FilingFile:
    return actions.receive_file(name=NAME, content=a_file(list(contracts), **more), by=by)


def result_of(upload: FilingFile) -> list[dict[str, str]]:
    """The result file as somebody reads it."""
    content = reading.result_file(queries.result_rows(upload))
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    heading, *rows = book.get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, heading), map(str, row), strict=True)) for row in rows]
