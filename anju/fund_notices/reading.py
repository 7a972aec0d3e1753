"""What a row of a spreadsheet states about a home and its owner, read into terms; the template and the result file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from anju.core import sheets
from anju.core.fields import FieldError, Fields, to_area, to_date, to_district, to_name, to_text
from anju.core.files import Allowance, Kind
from anju.core.identity_numbers import normalise
from anju.core.money import parse_yuan
from anju.core.refusals import Refused
from anju.fund_notices.rules import MOST_ROWS, Refusal
from anju.homes.actions import DwellingTerms, OwnerTerms
from anju.homes.estate import Sale
from anju.homes.reading import to_owner_id_number, to_owner_id_type
from anju.homes.rules import OwnerIdType

UPLOAD = Allowance(frozenset({Kind.XLSX}), 5 * 1024 * 1024)
SHEET = "交存通知"
FIRST_SALES = 1980
LABELS = {
    "district": "房屋区域",
    "community": "小区名称",
    "building": "楼号",
    "storeys": "总层数",
    "unit": "单元",
    "floor": "所在层",
    "room": "室号",
    "area": "建筑面积",
    "sale": "房屋类型",
    "contract_no": "网签合同编号",
    "contract_on": "网签合同日期",
    "price": "合同总价",
    "owner_name": "业主名称",
    "owner_id_type": "业主证件种类",
    "owner_id_number": "业主证件号码",
}
COLUMNS = {label: name for name, label in LABELS.items()}
WIDTHS = dict.fromkeys(COLUMNS, 16) | {"网签合同编号": 24, "业主证件号码": 24, "小区名称": 24}
SALES = {Sale.NEW: "新建商品房", Sale.EXISTING: "存量房"}
ADVICE = (
    "一、每行一套房屋。房屋区域填区名，例如朝阳区；小区须已在资金中心登记。",
    "二、总层数为整幢楼的层数；单元没有的不填；建筑面积填平方米，最多两位小数。",
    f"三、房屋类型填{'或'.join(SALES.values())}，不填为新建商品房；2008年2月1日前签订的合同须填合同总价（元）。",
    "四、业主证件种类不填为居民身份证；单位填统一社会信用代码。共有的房屋填一位业主。",
    f"五、一次最多{MOST_ROWS}行。",
)


@dataclass(frozen=True)
class PlaceTerms:
    """A home and its building; one that is unsold has no contract and no owner."""

    district: str
    community: str
    building: str
    storeys: int
    home: DwellingTerms


@dataclass(frozen=True)
class NoticeTerms(PlaceTerms):
    """A home as its contract describes it, and whose it is."""

    owner: OwnerTerms


@dataclass(frozen=True)
class StatedRow:
    """One row: what it states, or what is `wrong` with it, field by field."""

    number: int
    place: str
    terms: NoticeTerms | None
    wrong: str = ""


def stated_in(name: str, content: bytes) -> list[sheets.Row]:
    """Every row of a checked file. Refused when it is not laid out as it must be, empty, or too long."""
    book = sheets.open_book(name, content)
    stated = sheets.rows_of(name, book, SHEET, COLUMNS, days=("contract_on",))
    if not stated:
        raise Refused(Refusal.NO_ROWS, name=name)
    if len(stated) > MOST_ROWS:
        raise Refused(Refusal.TOO_MANY_ROWS, name=name, count=len(stated), limit=MOST_ROWS)
    return stated


def row_of(number: int, cells: dict[str, Any]) -> StatedRow:
    names = ("community", "building", "unit", "room")
    place = " ".join(str(cells[name]) for name in names if isinstance(cells.get(name), str))[:200]
    read = read_notice(cells)
    if isinstance(read, NoticeTerms):
        return StatedRow(number, place, read)
    return StatedRow(number, place, None, "；".join(error.sentence for error in read))


def read_notice(stated: Any) -> NoticeTerms | list[FieldError]:
    """The terms of a stated home, or everything that is wrong with it, a sentence for each field."""
    errors: list[FieldError] = []
    fields = Fields(stated, LABELS, errors)

    id_type = where_given(fields, "owner_id_type", to_owner_id_type, OwnerIdType.RESIDENT_ID.value)
    place = read_place(fields)
    contract = read_contract(fields)
    owner_name = fields.read("owner_name", to_name)
    number = fields.read("owner_id_number", lambda text: to_owner_id_number(text, id_type))
    if errors or place is None:
        return errors
    home = replace(place.home, **contract)
    return NoticeTerms(
        **{**vars(place), "home": home}, owner=OwnerTerms(owner_name, number, id_type)
    )


def read_unsold(stated: Any) -> PlaceTerms | list[FieldError]:
    """The same of a home that is unsold: where it is and how large."""
    errors: list[FieldError] = []
    place = read_place(Fields(stated, LABELS, errors))
    return errors if place is None else place


def where_given(fields: Fields, name: str, convert: Any, otherwise: Any) -> Any:
    return fields.read(name, convert) if fields.has(name) else otherwise


def read_contract(fields: Fields) -> dict[str, Any]:
    return {
        "contract_no": fields.read("contract_no", lambda text: normalise(to_text(40)(text))),
        "contract_on": fields.read("contract_on", to_contract_day),
        "sale": where_given(fields, "sale", to_sale, Sale.NEW.value),
        "price_fen": where_given(fields, "price", to_price, None),
    }


def read_place(fields: Fields) -> PlaceTerms | None:
    """None where something is wrong with it."""
    before = len(fields.errors)
    area = fields.read("area", to_area)
    read = {name: fields.read(name, to_text(40)) for name in ("community", "building", "room")}
    storeys, floor = (fields.read(name, to_count) for name in ("storeys", "floor"))
    unit = where_given(fields, "unit", to_text(20), "")
    district = fields.read("district", to_district)
    if len(fields.errors) > before:
        return None
    home = DwellingTerms(floor, str(read["room"]), int(area * 100), None, unit=unit)
    return PlaceTerms(district, str(read["community"]), str(read["building"]), storeys, home)


def to_count(text: str) -> int:
    plain = normalise(text)
    if not re.fullmatch(r"-?\d{1,3}", plain, re.ASCII):
        raise Refused(Refusal.NOT_A_COUNT, text=text[:20])
    return int(plain)


def to_contract_day(text: str) -> date:
    """Homes have been sold since long before any lease that we know."""
    return to_date(text, FIRST_SALES)


def to_price(text: str) -> int:
    price_fen = parse_yuan(text)
    if not price_fen:
        raise Refused(Refusal.NOT_A_PRICE)
    return price_fen


def to_sale(text: str) -> str:
    for sale, name in SALES.items():
        if text in (sale.value, name):
            return str(sale.value)
    raise Refused(Refusal.NOT_A_SALE, text=text[:20])


def template_file() -> bytes:
    """The spreadsheet to fill in and upload."""
    return sheets.sheet_file(SHEET, WIDTHS, (), ADVICE)


RESULT = {
    "行": 8,
    "房屋": 40,
    "业主名称": 20,
    "结果": 12,
    "说明": 80,
    "业务流水号": 26,
    "应交金额": 16,
}


def result_file(rows: Iterable[tuple[str, ...]]) -> bytes:
    """What became of each row, in the order of `RESULT`."""
    return sheets.sheet_file("处理结果", RESULT, rows)
