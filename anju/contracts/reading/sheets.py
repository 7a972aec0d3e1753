"""Spreadsheets of filed leases: three sheets, 合同, 承租人 and 租金分期, tied together by 合同备案编号.

A lease has several tenants and several instalments, so each has a row of its own in its own sheet.
"""

from collections.abc import Iterable
from typing import Any

from anju.contracts.rules import Refusal
from anju.core import books, sheets
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

Stated = tuple[str, dict[str, Any], Refused | None, list[str], list[str]]


def lease_rows(name: str, content: bytes) -> list[Stated]:
    """Each lease with where it stands, its stated fields, what is wrong with its number, and where its parts stand.

    A row of tenants or instalments whose filing number no lease has is a row of its own, with that as what is wrong.
    """
    stated: list[Stated] = []
    for one in books.tied_rows(name, content, COLUMNS, DAYS, _twice, _lost):
        if not one.cells:
            stated.append((one.place, {"filing_no": one.key}, one.wrong, [], []))
            continue
        tenants, instalments = one.parts[TENANT], one.parts[INSTALMENT]
        lease = _nested(one.cells) | {
            "tenants": [tenant for _, tenant in tenants],
            "instalments": [instalment for _, instalment in instalments],
        }
        of_tenants, of_instalments = _places(tenants), _places(instalments)
        stated.append((one.place, lease, one.wrong, of_tenants, of_instalments))
    return stated


def _places(parts: list[books.Part]) -> list[str]:
    return [place for place, _ in parts]


def _twice(row: int) -> Refused:
    return Refused(Refusal.FILING_NO_TWICE, row=row)


def _lost(filing_no: str) -> Refused:
    return Refused(Refusal.LEASE_NOT_IN_FILE, filing_no=filing_no)


def _nested(cells: dict[str, Any]) -> dict[str, Any]:
    """«home.area» of a sheet is «area» within «home», as in the JSON."""
    nested: dict[str, Any] = {"enterprise": {}, "home": {}}
    for field, text in cells.items():
        inside, _, name = field.rpartition(".")
        (nested[inside] if inside else nested)[name] = text
    return nested


def result_file(rows: Iterable[tuple[str, str, str, str]]) -> bytes:
    """What became of each lease: 位置, 合同备案编号, 结果, 说明."""
    return sheets.sheet_file("导入结果", {"位置": 24, KEY: 24, "结果": 22, "说明": 100}, rows)
