"""The spreadsheet of contracts signed on paper (批量备案): two or three sheets, tied together by 序号. (CON-14)"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils import translation

from anju.core import books, sheets
from anju.core.books import Tied
from anju.core.fields import KINDS_IN_CHINESE
from anju.core.files import Allowance, Kind
from anju.core.refusals import Refused
from anju.filings.rules import MOST_ROWS_IN_FILE, Refusal
from anju.signings.reading import LABELS
from anju.signings.rules import (
    Answer,
    Cost,
    DisputeWay,
    DocumentKind,
    Mode,
    Payer,
    PaymentWay,
    RoomUse,
    Source,
)

UPLOAD = Allowance(frozenset({Kind.XLSX}), 10 * 1024 * 1024)
CONTRACT, TENANT, INSTALMENT = "合同", "承租人", "租金分期"
KEY = {"序号": "key"}
VERIFICATION = {"核验码": "verification_no"}
CHOICES: dict[str, type[TextChoices]] = {
    "source": Source,
    "has_co_owners": Answer,
    "mode": Mode,
    "room_use": RoomUse,
    "are_kin": Answer,
    "payment_way": PaymentWay,
    "may_sublet": Answer,
    "dispute_way": DisputeWay,
    **{f"costs.{cost.value}": Payer for cost in Cost},
}
"""Fields of which one of several words is written."""

NOT_TYPED = ("", "costs", "documents", "tenants", "tenants[]", "instalments", "instalments[]")
DAYS = frozenset(
    {
        "paper_signed_on",
        "head_lease_ends_on",
        "starts_on",
        "ends_on",
        "hand_over_on",
        "deposit_due_on",
        "due_on",
        "from",
        "to",
    }
)
NUMBERS = frozenset({"monthly_rent", "deposit", "amount", "usable_area", "room_area"})
ADVICE = (
    "一、「合同」表每份合同一行；「承租人」表每位承租人一行；两张表用序号对应。同一文件中序号不能重复。",
    "二、房屋先办理房源核验，填写核验码；坐落、面积、产权证号以核验结果为准，不用填写。",
    "三、租金按支付周期（付）分期的，「租金分期」表不用填写；各期金额或者日期另有约定的，每期一行。",
    "四、承租人为个人的，填写姓名、证件类型、证件号码；为单位的，填写单位名称、单位统一社会信用代码。手机号都要填写。",
    "五、要件先在批量备案页面上传，再在相应的列填写文件名，例如：合同001.pdf；同一列有几个文件的，用“、”隔开。",
    "六、日期填写年-月-日；金额单位为元，最多两位小数；面积单位为平方米。",
    f"七、一次最多{MOST_ROWS_IN_FILE}份合同。",
)


def in_chinese(choices: type[TextChoices]) -> dict[str, str]:
    """Word → value, as files write them, in whatever language the page is read."""
    with translation.override("zh-hans"):
        return {str(one.label): str(one.value) for one in choices}


def _columns() -> books.Columns:
    with translation.override("zh-hans"):
        labels = {name: str(label) for name, label in LABELS.items()}
        papers = {str(kind.label): f"documents.{kind.value}" for kind in DocumentKind}
        costs = {str(cost.label): f"costs.{cost.value}" for cost in Cost}
    typed = {
        label: name
        for name, label in labels.items()
        if name not in NOT_TYPED and not name.startswith(("tenants", "instalments", "costs"))
    }
    parts = {
        sheet: KEY
        | {
            label: name.removeprefix(within)
            for name, label in labels.items()
            if name.startswith(within)
        }
        for sheet, within in ((TENANT, "tenants[]."), (INSTALMENT, "instalments[]."))
    }
    return {CONTRACT: KEY | VERIFICATION | typed | costs | papers, **parts}


COLUMNS = _columns()


def template_file(bank_names: Sequence[str]) -> bytes:
    """The spreadsheet to fill in and upload, with lists to choose from."""
    listed = {name: list(in_chinese(choices)) for name, choices in CHOICES.items()}
    listed |= {"bank": list(bank_names), "id_type": list(KINDS_IN_CHINESE.values())}
    return books.template_of(
        COLUMNS, choices=listed, days=DAYS, numbers=NUMBERS, advice=ADVICE, examples={}
    )


@dataclass(frozen=True)
class StatedRow:
    """One contract of a file: what is typed, the names of its papers by kind, or what is wrong with its 序号."""

    number: int
    place: str
    verification_no: str
    typed: Mapping[str, Any] = field(default_factory=dict)
    papers: Sequence[tuple[str, str]] = ()
    wrong: str = ""


def stated_in(name: str, content: bytes) -> list[Tied]:
    """Every contract of a checked file. Refused when it is not laid out as it must be, empty, or too long."""
    stated = books.tied_rows(name, content, COLUMNS, DAYS, _twice, _lost)
    if not stated:
        raise Refused(Refusal.NO_ROWS, name=name)
    if len(stated) > MOST_ROWS_IN_FILE:
        raise Refused(Refusal.TOO_MANY_ROWS, name=name, count=len(stated), limit=MOST_ROWS_IN_FILE)
    return stated


def _twice(row: int) -> Refused:
    return Refused(Refusal.KEY_TWICE, row=row)


def _lost(key: str) -> Refused:
    return Refused(Refusal.KEY_LOST, key=key[:40])


def row_of(number: int, tied: Tied) -> StatedRow:
    """A row in the words of a form: words become values, costs lie within one another, papers are named apart."""
    cells = {name: _value(name, cell) for name, cell in tied.cells.items() if name != "key"}
    stated_no = cells.pop("verification_no", "")
    no = stated_no[:40] if isinstance(stated_no, str) else ""
    if tied.wrong is not None:
        return StatedRow(number, tied.place, no, wrong=tied.wrong.message)
    typed: dict[str, Any] = {"costs": {}}
    papers: list[tuple[str, str]] = []
    for name, value in cells.items():
        within, _, inside = name.rpartition(".")
        if within == "documents":
            named = str(value).replace("；", "、").replace(";", "、").split("、")
            papers += [(inside, each.strip()) for each in named if each.strip()]
        elif within:
            typed[within][inside] = value
        else:
            typed[name] = value
    typed["tenants"] = [_part(cells) for _, cells in tied.parts[TENANT]]
    typed["instalments"] = [_part(cells) for _, cells in tied.parts[INSTALMENT]]
    return StatedRow(number, tied.place, no, typed, papers)


def _part(cells: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in cells.items() if name != "key"}


def _value(name: str, cell: Any) -> Any:
    """A word that may be chosen becomes its value; any other stays, and is refused at its field."""
    if name not in CHOICES or not isinstance(cell, str):
        return cell
    return in_chinese(CHOICES[name]).get(cell, cell)


RESULT = {"序号": 10, "位置": 20, "核验码": 24, "结果": 14, "备案申请编号": 24, "说明": 100}


def result_file(rows: Iterable[tuple[str, ...]]) -> bytes:
    """What became of each contract, in the order of `RESULT`."""
    return sheets.sheet_file("批量备案结果", RESULT, rows)
