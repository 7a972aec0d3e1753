"""What a row of a spreadsheet states about a home and what it holds; the template and the result file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from anju.core import sheets
from anju.core.fields import FieldError, Fields, to_area, to_district, to_text
from anju.core.files import Allowance
from anju.core.files import Kind as FileKind
from anju.core.identity_numbers import check_uscc, normalise, normalise_name
from anju.core.money import parse_yuan
from anju.core.refusals import Refused
from anju.fund_notices.reading import SALES, to_contract_day, to_count, to_price, to_sale
from anju.fund_openings.rules import MOST_ROWS, Refusal
from anju.homes.actions import DwellingTerms, OwnerTerms
from anju.homes.estate import Kind, Sale
from anju.homes.reading import to_owner_id_number, to_owner_id_type
from anju.homes.rules import OwnerIdType

UPLOAD = Allowance(frozenset({FileKind.XLSX}), 10 * 1024 * 1024)
SHEET = "期初建账"
LABELS = {
    "district": "房屋区域",
    "community": "小区名称",
    "building": "楼号",
    "storeys": "总层数",
    "unit": "单元",
    "floor": "所在层",
    "room": "室号",
    "area": "建筑面积",
    "kind": "房屋性质",
    "selling_unit": "售房单位代码",
    "sale": "房屋类型",
    "contract_no": "网签合同编号",
    "certificate_no": "不动产权证号",
    "contract_on": "网签合同日期",
    "price": "合同总价",
    "owner_names": "业主名称",
    "owner_id_type": "业主证件种类",
    "owner_id_numbers": "业主证件号码",
    "first": "首次交存金额",
    "balance": "余额",
    "unit_balance": "售房单位部分余额",
}
COLUMNS = {label: name for name, label in LABELS.items()}
WIDTHS = dict.fromkeys(COLUMNS, 16) | {"网签合同编号": 24, "业主证件号码": 28, "小区名称": 24}
ADVICE = (
    "一、每行一套房屋。房屋区域填区名，例如朝阳区；小区须已在资金中心登记。",
    "二、总层数为整幢楼的层数；单元没有的不填；建筑面积填平方米，最多两位小数。",
    "三、房屋性质填商品住宅或售后公有住房，不填为商品住宅；售后公有住房须填售房单位的统一社会信用代码。",
    f"四、房屋类型填{'或'.join(SALES.values())}，不填为新建商品房；2008年2月1日前签订的合同须填合同总价（元）。",
    "五、业主证件种类不填为居民身份证；共有的房屋用顿号（、）分开各业主的名称和证件号码，顺序一致。",
    "六、首次交存金额为该房屋首次交存和面积差补交的合计；余额为建账日业主部分的余额；没有的填0。",
    f"七、一个文件最多{MOST_ROWS}行，可以分多个文件上传；各户余额合计须与银行一致。",
)


@dataclass(frozen=True)
class OpeningTerms:
    """A home, in which building, whose it is, and what it holds. `selling_unit` is the code of the unit, or ""."""

    district: str
    community: str
    building: str
    storeys: int
    home: DwellingTerms
    owners: tuple[OwnerTerms, ...]
    selling_unit: str
    first_fen: int
    balance_fen: int
    unit_fen: int

    @property
    def place(self) -> str:
        parts = (self.district, self.community, self.building, self.home.unit, self.home.room)
        return " ".join(normalise(part) for part in parts)


@dataclass(frozen=True)
class StatedRow:
    """One row: what it states, or what is `wrong` with it, field by field."""

    number: int
    place: str
    terms: OpeningTerms | None
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
    read = read_opening(cells)
    if isinstance(read, OpeningTerms):
        return StatedRow(number, read.place, read)
    names = ("district", "community", "building", "unit", "room")
    place = " ".join(str(cells[name]) for name in names if isinstance(cells.get(name), str))[:300]
    return StatedRow(number, place, None, "；".join(error.sentence for error in read))


def read_opening(stated: Any) -> OpeningTerms | list[FieldError]:
    """The terms of a stated home, or everything that is wrong with it, a sentence for each field."""
    errors: list[FieldError] = []
    fields = Fields(stated, LABELS, errors)

    def where_given(name: str, convert: Any, otherwise: Any) -> Any:
        return fields.read(name, convert) if fields.has(name) else otherwise

    texts = {name: fields.read(name, to_text(40)) for name in ("community", "building", "room")}
    storeys, floor = (fields.read(name, to_count) for name in ("storeys", "floor"))
    area = fields.read("area", to_area)
    terms = {
        "unit": where_given("unit", to_text(20), ""),
        "kind": where_given("kind", to_kind, Kind.COMMERCIAL.value),
        "sale": where_given("sale", to_sale, Sale.NEW.value),
        "contract_no": where_given("contract_no", to_number, None),
        "certificate_no": where_given("certificate_no", to_number, None),
        "contract_on": fields.read("contract_on", to_contract_day),
        "price_fen": where_given("price", to_price, None),
    }
    district = fields.read("district", to_district)
    selling_unit = where_given("selling_unit", check_uscc, "")
    id_type = where_given("owner_id_type", to_owner_id_type, OwnerIdType.RESIDENT_ID.value)
    names = fields.read("owner_names", lambda text: listed(text, normalise_name))
    numbers = fields.read(
        "owner_id_numbers",
        lambda text: numbers_of(text, names or [], id_type),
    )
    first_fen, balance_fen = (fields.read(name, parse_yuan) for name in ("first", "balance"))
    unit_fen = where_given("unit_balance", parse_yuan, 0)
    if not errors:
        note_what_cannot_be(fields, terms["kind"], first_fen, balance_fen, unit_fen)
    if not errors and terms["kind"] == Kind.SOLD_PUBLIC and not selling_unit:
        fields.note("selling_unit", Refused(Refusal.UNKNOWN_UNIT, uscc="—"))
    if errors:
        return errors
    home = DwellingTerms(
        floor=floor, room=str(texts["room"]), area_hundredths=int(area * 100), **terms
    )
    return OpeningTerms(
        district,
        str(texts["community"]),
        str(texts["building"]),
        storeys,
        home,
        tuple(OwnerTerms(*each, id_type) for each in zip(names, numbers, strict=True)),
        selling_unit,
        first_fen,
        balance_fen,
        unit_fen,
    )


def note_what_cannot_be(
    fields: Fields, kind: str, first_fen: int, balance_fen: int, unit_fen: int
) -> None:
    if kind == Kind.COMMERCIAL and balance_fen and not first_fen:
        fields.note("first", Refused(Refusal.FIRST_MISSING))
    if kind == Kind.COMMERCIAL and unit_fen:
        fields.note("unit_balance", Refused(Refusal.NO_UNITS_PART))


def listed(text: str, convert: Any) -> list[str]:
    return [convert(part) for part in text.split("、") if part.strip()]


def numbers_of(text: str, names: list[str], id_type: str) -> list[str]:
    numbers = listed(text, lambda part: to_owner_id_number(part, id_type))
    if len(numbers) != len(names):
        raise Refused(Refusal.NUMBERS_DIFFER, names=len(names), numbers=len(numbers))
    return numbers


def to_number(text: str) -> str:
    return normalise(to_text(60)(text))


def to_kind(text: str) -> str:
    for kind in Kind:
        if text in (kind.value, str(kind.label)):
            return str(kind.value)
    raise Refused(Refusal.NOT_A_KIND, text=text[:20])


def template_file() -> bytes:
    """The spreadsheet to fill in and upload."""
    return sheets.sheet_file(SHEET, WIDTHS, (), ADVICE)


RESULT = {"行": 8, "房屋": 60, "结果": 12, "说明": 80, "余额": 16, "售房单位部分余额": 16}


def result_file(rows: Iterable[tuple[Any, ...]]) -> bytes:
    """What became of each row, in the order of `RESULT`."""
    return sheets.sheet_file("处理结果", RESULT, rows)
