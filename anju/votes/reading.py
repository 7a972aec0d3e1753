"""What a row of a list of signatures says, read into a home and a paper; the template and the result file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from anju.core import sheets
from anju.core.fields import FieldError, Fields, to_date, to_text
from anju.core.files import Allowance, Kind
from anju.core.refusals import Refused
from anju.votes.rules import MOST_ROWS, Refusal

UPLOAD = Allowance(frozenset({Kind.XLSX}), 5 * 1024 * 1024)
SHEET = "书面表决"
LABELS = {
    "building": "楼号",
    "unit": "单元",
    "room": "室号",
    "answer": "表决意见",
    "signed_on": "签名日期",
}
COLUMNS = {label: name for name, label in LABELS.items()}
WIDTHS = dict.fromkeys(COLUMNS, 16)
ANSWERS = {"同意": True, "不同意": False}
ADVICE = (
    "一、每行一套房屋，楼号、单元、室号与本次表决的房屋一致；单元没有的不填。",
    f"二、表决意见填{'或'.join(ANSWERS)}；签名日期不填为录入当天。",
    "三、由代理人签名的，请在系统中逐户录入，并上传签名的扫描件。",
    f"四、一次最多{MOST_ROWS}行。",
)


@dataclass(frozen=True)
class PaperTerms:
    """Which home, what was signed, when."""

    building: str
    unit: str
    room: str
    agrees: bool
    signed_on: date | None


@dataclass(frozen=True)
class StatedRow:
    """One row: what it states, or what is `wrong` with it, field by field."""

    number: int
    place: str
    terms: PaperTerms | None
    wrong: str = ""


def stated_in(name: str, content: bytes) -> list[sheets.Row]:
    """Every row of a checked file. Refused when it is not laid out as it must be, empty, or too long."""
    book = sheets.open_book(name, content)
    stated = sheets.rows_of(name, book, SHEET, COLUMNS, days=("signed_on",))
    if not stated:
        raise Refused(Refusal.NO_ROWS, name=name)
    if len(stated) > MOST_ROWS:
        raise Refused(Refusal.TOO_MANY_ROWS, name=name, count=len(stated), limit=MOST_ROWS)
    return stated


def row_of(number: int, cells: dict[str, Any]) -> StatedRow:
    names = ("building", "unit", "room")
    place = " ".join(str(cells[name]) for name in names if isinstance(cells.get(name), str))[:200]
    errors: list[FieldError] = []
    fields = Fields(cells, LABELS, errors)
    read = {name: fields.read(name, to_text(40)) for name in ("building", "room")}
    unit = fields.read("unit", to_text(20)) if fields.has("unit") else ""
    agrees = fields.read("answer", to_answer)
    signed_on = fields.read("signed_on", to_date) if fields.has("signed_on") else None
    if errors:
        return StatedRow(number, place, None, "；".join(error.sentence for error in errors))
    terms = PaperTerms(str(read["building"]), unit, str(read["room"]), bool(agrees), signed_on)
    return StatedRow(number, place, terms)


def to_answer(text: str) -> bool:
    answer = ANSWERS.get(text.strip())
    if answer is None:
        raise Refused(Refusal.NOT_AN_ANSWER, text=text[:20])
    return answer


def template_file(places: Iterable[tuple[str, str, str]] = ()) -> bytes:
    """The spreadsheet to fill in and upload, with the homes of the roll in it."""
    rows = ((building, unit, room, "", "") for building, unit, room in places)
    return sheets.sheet_file(SHEET, WIDTHS, rows, ADVICE)


RESULT = {"行": 8, "房屋": 40, "结果": 12, "说明": 80}


def result_file(rows: Iterable[tuple[str, ...]]) -> bytes:
    """What became of each row, in the order of `RESULT`."""
    return sheets.sheet_file("处理结果", RESULT, rows)
