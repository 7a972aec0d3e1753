"""The spreadsheet with the bills that an enterprise pays for its tenants (代缴文件): one bill a row. (ENT-02)"""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from anju.contracts.reading import to_filing_no
from anju.contracts.rules import BillKind
from anju.core import sheets
from anju.core.fields import FieldError, Fields
from anju.core.files import Allowance, Kind
from anju.core.money import parse_yuan, plain_yuan
from anju.core.refusals import Refused
from anju.orders.rules import LEASES_AT_A_TIME, MOST_ROWS_IN_FILE, UploadRefusal

UPLOAD = Allowance(frozenset({Kind.XLSX}), 5 * 1024 * 1024)
SHEET = "代缴账单"
COLUMNS = {"合同备案编号": "filing_no", "款项类型": "kind", "期数": "number", "金额": "amount"}
LABELS = {field: title for title, field in COLUMNS.items()}
KINDS = {"押金": BillKind.DEPOSIT, "租金": BillKind.RENT}
"""As files write them, in whatever language the page is read."""


@dataclass(frozen=True)
class StatedRow:
    """One row of a file: the bill that it names, or what is `wrong` with it. An amount may be left out."""

    number: int
    filing_no: str
    kind: str
    instalment: int
    amount_fen: int | None
    wrong: str

    @property
    def bill(self) -> tuple[str, str, int]:
        return self.filing_no, self.kind, self.instalment


def rows_of(name: str, content: bytes) -> list[StatedRow]:
    """Every row of a checked file. Refused when it is not laid out as it must be, empty, or too long."""
    book = sheets.open_book(name, content)
    stated = sheets.rows_of(name, book, SHEET, COLUMNS)
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
    filing_no = fields.read("filing_no", to_filing_no)
    kind = fields.read("kind", _to_kind)
    instalment = 0
    if kind == BillKind.RENT or fields.has("number"):
        instalment = fields.read("number", _to_instalment)
    amount_fen = fields.read("amount", parse_yuan) if fields.has("amount") else None
    return StatedRow(
        number,
        filing_no or "",
        kind or "",
        0 if kind == BillKind.DEPOSIT else instalment or 0,
        amount_fen,
        "；".join(error.sentence for error in errors),
    )


def _to_kind(text: str) -> str:
    if text not in KINDS:
        raise Refused(UploadRefusal.NOT_A_KIND, text=text[:20])
    return str(KINDS[text].value)


def _to_instalment(text: str) -> int:
    """第3期, 3 or 03."""
    found = re.fullmatch(r"(?:第\s*)?(\d{1,3})(?:\s*期)?", text, re.ASCII)
    if found is None:
        raise Refused(UploadRefusal.NOT_A_NUMBER, text=text[:20])
    return int(found[1])


def in_portions(rows: Sequence[StatedRow], done: Container[int] = ()) -> Iterator[list[StatedRow]]:
    """The rows, some leases at a time and those of one lease together; leases already done are left out."""
    by_lease: dict[str, list[StatedRow]] = defaultdict(list)
    for row in rows:
        by_lease[row.filing_no].append(row)
    left = [group for group in by_lease.values() if any(row.number not in done for row in group)]
    for first in range(0, len(left), LEASES_AT_A_TIME):
        yield [row for group in left[first : first + LEASES_AT_A_TIME] for row in group]


ADVICE = (
    "一、每行一笔账单，用合同备案编号、款项类型（押金或租金）和期数指明。押金不填期数。",
    "二、模板已填好符合查询条件的待缴账单，不代缴的删去整行即可。",
    "三、金额单位为元；填写的，须与账单金额一致；也可以留空。",
    "四、同一合同的租金须按期数顺序缴纳，不能跳过未缴的前期租金。",
    f"五、一次最多{MOST_ROWS_IN_FILE}行。模板中其他各列只供参考，不必填写。",
)


def template_file(bills: Iterable[Any]) -> bytes:
    """The spreadsheet to upload, these bills already filled in. `bills` have the `status` of `queries.with_status`."""
    columns = dict.fromkeys(COLUMNS, 14) | {
        "合同备案编号": 26,
        "应缴日期": 14,
        "房屋坐落": 44,
    }
    rows = (
        (*named(bill), plain_yuan(bill.amount_fen), str(bill.due_on), bill.lease.address)
        for bill in bills
    )
    return sheets.sheet_file(SHEET, columns, rows, ADVICE)


def result_file(rows: Iterable[Any], outcomes: Mapping[str, str]) -> bytes:
    """What became of each row of a file: the row as it was stated, 结果 and 说明. `outcomes` are their labels."""
    columns = {"行": 8} | dict.fromkeys(COLUMNS, 14) | {"合同备案编号": 26, "结果": 20, "说明": 70}
    names = {str(kind.value): text for text, kind in KINDS.items()}
    return sheets.sheet_file(
        "核对结果",
        columns,
        (
            (
                str(row.number),
                row.filing_no,
                names.get(row.kind, ""),
                str(row.instalment or ""),
                "" if row.amount_fen is None else plain_yuan(row.amount_fen),
                outcomes[row.outcome],
                row.sentence,
            )
            for row in rows
        ),
    )


def lines_file(lines: Iterable[Any]) -> bytes:
    """The lines of an order, lease by lease, with sums that a spreadsheet program can add up."""
    columns = dict.fromkeys(COLUMNS, 14) | {"合同备案编号": 26, "应缴日期": 14, "房屋坐落": 44}
    return sheets.sheet_file(
        "订单明细",
        columns,
        (
            (
                *named(line.bill),
                Decimal(plain_yuan(line.amount_fen)),
                str(line.bill.due_on),
                line.bill.lease.address,
            )
            for line in lines
        ),
    )


def named(bill: Any) -> tuple[str, str, str]:
    """合同备案编号, 款项类型 and 期数 of a bill, as a file writes them."""
    kind = next(text for text, kind in KINDS.items() if kind == bill.kind)
    return bill.lease.filing_no, kind, str(bill.number) if bill.number else ""
