"""The spreadsheet with which an enterprise ends many leases: one lease a row, everything given back. (ENT-08)"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from anju.contracts.reading import to_filing_no
from anju.core import sheets
from anju.core.fields import FieldError, Fields, to_date, to_text
from anju.core.files import Allowance, Kind
from anju.core.refusals import Refused
from anju.refunds.enterprise_rules import MOST_ROWS_IN_FILE, UploadRefusal
from anju.refunds.rules import Reason

UPLOAD = Allowance(frozenset({Kind.XLSX}), 5 * 1024 * 1024)
SHEET = "交还住房和退款"
COLUMNS = {
    "合同备案编号": "filing_no",
    "结束原因": "reason",
    "合同结束日期": "ended_on",
    "交还住房日期": "returned_on",
    "退款方案": "plan",
    "收款账号": "payee_account",
    "开户银行": "payee_bank",
}
LABELS = {field: title for title, field in COLUMNS.items()}
REASONS = {"到期": Reason.EXPIRY, "解约": Reason.TERMINATION}
ALL_BACK = "全额退还"
"""As files write them, in whatever language the page is read."""


@dataclass(frozen=True)
class StatedRow:
    """One row: the lease, how and when it ended, whether everything goes back, or what is `wrong` with it."""

    number: int
    filing_no: str
    reason: str
    ended_on: date | None
    returned_on: date | None
    gives_all_back: bool
    payee_account: str
    payee_bank: str
    wrong: str

    @property
    def columns(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "filing_no": self.filing_no[:32],
            "reason": self.reason,
            "ended_on": self.ended_on,
            "returned_on": self.returned_on,
            "gives_all_back": self.gives_all_back,
            "payee_account": self.payee_account,
            "payee_bank": self.payee_bank,
        }


def rows_of(name: str, content: bytes) -> list[StatedRow]:
    """Every row of a checked file. Refused when it is not laid out as it must be, empty, or too long."""
    book = sheets.open_book(name, content)
    stated = sheets.rows_of(name, book, SHEET, COLUMNS, days=("ended_on", "returned_on"))
    if not stated:
        raise Refused(UploadRefusal.NO_ROWS, name=name)
    if len(stated) > MOST_ROWS_IN_FILE:
        raise Refused(
            UploadRefusal.TOO_MANY_ROWS, name=name, count=len(stated), limit=MOST_ROWS_IN_FILE
        )
    return [_row(number, cells) for number, cells in stated]


def _row(number: int, cells: dict[str, Any]) -> StatedRow:
    errors: list[FieldError] = []
    fields = Fields(cells, LABELS, errors)

    def where_given(name: str, convert: Any) -> Any:
        return fields.read(name, convert) if fields.has(name) else None

    return StatedRow(
        number,
        fields.read("filing_no", to_filing_no) or "",
        where_given("reason", _to_reason) or "",
        where_given("ended_on", to_date),
        where_given("returned_on", to_date),
        bool(where_given("plan", _to_plan)),
        where_given("payee_account", to_text(40)) or "",
        where_given("payee_bank", to_text(120)) or "",
        "；".join(error.sentence for error in errors),
    )


def _to_reason(text: str) -> str:
    if text not in REASONS:
        raise Refused(UploadRefusal.NOT_A_REASON, text=text[:20])
    return str(REASONS[text].value)


def _to_plan(text: str) -> bool:
    if text != ALL_BACK:
        raise Refused(UploadRefusal.NOT_A_PLAN, text=text[:20])
    return True


ADVICE = (
    "一、每行一份合同，用合同备案编号指明。模板已填好到期的合同，不办理的删去整行即可。",
    "二、还没有登记交还住房的，填写结束原因（到期或解约）和交还住房日期；已登记的可以不填。",
    "三、退款方案填写全额退还的，同时提交没有扣除的方案；留空的只登记。有扣除的方案请在页面上逐份填写。",
    "四、收款账号和开户银行可以不填，由承租人确认方案时填写。",
    f"五、一次最多{MOST_ROWS_IN_FILE}行。模板中其他各列只供参考，不必填写。",
)
WIDTHS = dict.fromkeys(COLUMNS, 16) | {
    "合同备案编号": 26,
    "收款账号": 26,
    "开户银行": 26,
    "房屋坐落": 44,
}


def template_file(leases: Iterable[Any]) -> bytes:
    """The spreadsheet to upload, the leases that are over already filled in."""
    rows = (
        (
            lease.filing_no,
            "到期",
            str(lease.ends_on),
            str(lease.ends_on),
            ALL_BACK,
            "",
            "",
            lease.address,
        )
        for lease in leases
    )
    return sheets.sheet_file(SHEET, WIDTHS, rows, ADVICE)


def result_file(rows: Iterable[Any], outcomes: Mapping[str, str]) -> bytes:
    """What became of each row: the row as it was stated, without its account, 结果 and 说明."""
    columns = {"行": 8} | {title: WIDTHS[title] for title in COLUMNS if title != "收款账号"}
    columns |= {"结果": 20, "说明": 70}
    names = {str(reason.value): text for text, reason in REASONS.items()}
    return sheets.sheet_file(
        "办理结果",
        columns,
        (
            (
                str(row.number),
                row.filing_no,
                names.get(row.reason, ""),
                str(row.ended_on or ""),
                str(row.returned_on or ""),
                ALL_BACK if row.gives_all_back else "",
                row.payee_bank,
                outcomes[row.outcome],
                row.sentence,
            )
            for row in rows
        ),
    )
