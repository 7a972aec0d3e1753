"""What somebody states about a home, on a form, in a row of a spreadsheet or through the API, read into terms."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from anju.core import sheets
from anju.core.crypto import digest
from anju.core.fields import FieldError, Fields, to_area, to_date, to_district, to_name, to_text
from anju.core.files import Allowance, Kind
from anju.core.identity_numbers import check_identity, check_uscc, normalise
from anju.core.refusals import Refused
from anju.core.rules import DISTRICTS
from anju.homes.rules import (
    COMMITMENT,
    DISTRICT_OF,
    IN_REGISTER,
    MOST_ROWS_IN_FILE,
    NUMBER_FORMATS,
    CertificateType,
    OwnerIdType,
    Refusal,
    Role,
)

LABELS = {
    "district": "房屋区域",
    "certificate_type": "证件类型",
    "certificate_no": "产权证号",
    "owner_name": "产权人姓名",
    "owner_id_type": "产权人证件种类",
    "owner_id_number": "产权人证件号",
    "starts_on": "拟出租日期",
    "address": "房屋坐落",
    "area": "建筑面积",
    "commitment": "承诺",
    "role": "核验身份",
    "organisation_name": "企业名称",
    "uscc": "统一社会信用代码",
}
CERTIFICATES = {
    CertificateType.REAL_ESTATE: "不动产权证书",
    CertificateType.OWNERSHIP: "房屋所有权证",
    CertificateType.PUBLIC_HOUSING: "公有住房租赁凭证",
    CertificateType.RELOCATION: "拆迁安置协议",
    CertificateType.HOMESTEAD: "宅基地证明",
}
ID_TYPES = {
    OwnerIdType.RESIDENT_ID: "居民身份证",
    OwnerIdType.RESIDENCE_PERMIT: "港澳台居民居住证",
    OwnerIdType.HK_MACAO_PERMIT: "港澳居民来往内地通行证",
    OwnerIdType.TAIWAN_PERMIT: "台湾居民来往大陆通行证",
    OwnerIdType.PASSPORT: "护照",
    OwnerIdType.PERMANENT_RESIDENCE: "外国人永久居留身份证",
    OwnerIdType.USCC: "统一社会信用代码",
}
ACCEPTED = "接受"
"""As files write them, in whatever language the page is read."""


@dataclass(frozen=True)
class HomeTerms:
    """What is to be checked, each field as it is kept. Address and area only where no register can be asked."""

    district: str
    certificate_type: str
    certificate_no: str
    owner_name: str
    owner_id_type: str
    owner_id_number: str = field(repr=False)
    starts_on: date | None = None
    address: str = ""
    area: Decimal | None = None
    commitment: str = ""

    @property
    def is_in_register(self) -> bool:
        return self.certificate_type in IN_REGISTER

    @property
    def digest(self) -> bytes:
        """Of the whole content: under one key there is one of it."""
        return digest(json.dumps(asdict(self), default=str, sort_keys=True, ensure_ascii=False))


EMPTY: dict[str, Any] = {"address": "", "area": None, "commitment": ""}
"""What the registry says by itself is not read from what is stated."""


def read_home(stated: Any) -> HomeTerms | list[FieldError]:
    """The terms of a stated home, or everything that is wrong with it, a sentence for each field."""
    errors: list[FieldError] = []
    fields = Fields(stated, LABELS, errors)

    def where_given(name: str, convert: Any, otherwise: Any) -> Any:
        return fields.read(name, convert) if fields.has(name) else otherwise

    certificate_type = fields.read("certificate_type", to_certificate_type)
    needs_more = certificate_type is not None and certificate_type not in IN_REGISTER
    read_or_leave = fields.read if needs_more else lambda name, _convert: EMPTY[name]
    id_type = where_given("owner_id_type", to_owner_id_type, OwnerIdType.RESIDENT_ID.value)
    read = {
        "district": fields.read("district", to_district),
        "certificate_type": certificate_type,
        "certificate_no": fields.read(
            "certificate_no", lambda text: to_certificate_no(text, certificate_type)
        ),
        "owner_name": fields.read("owner_name", to_name),
        "owner_id_type": id_type,
        "owner_id_number": fields.read(
            "owner_id_number", lambda text: to_owner_id_number(text, id_type)
        ),
        "starts_on": where_given("starts_on", to_date, None),
        "address": read_or_leave("address", to_text(200)),
        "area": read_or_leave("area", to_area),
        "commitment": read_or_leave("commitment", to_commitment),
    }
    if not errors:
        _check_district(fields, read)
    return errors or HomeTerms(**read)


def _check_district(fields: Fields, read: Mapping[str, Any]) -> None:
    """A certificate's number names its district; the development area counts as 大兴. (rules D4, D5)"""
    pattern = NUMBER_FORMATS.get(CertificateType(read["certificate_type"]))
    found = pattern.fullmatch(read["certificate_no"]) if pattern else None
    there = DISTRICT_OF[found[1]] if found else read["district"]
    if there != read["district"]:
        fields.note("district", Refused(Refusal.OTHER_DISTRICT, district=DISTRICTS[there]))


def to_certificate_type(text: str) -> str:
    for kind, name in CERTIFICATES.items():
        if text in (kind.value, name):
            return str(kind.value)
    raise Refused(Refusal.UNKNOWN_CERTIFICATE_TYPE, text=text[:20])


def to_certificate_no(text: str, certificate_type: str | None) -> str:
    """Half-width, without blanks; checked by its kind where the kind could be read. (rule D4)"""
    no = normalise(text)
    pattern = NUMBER_FORMATS.get(CertificateType(certificate_type)) if certificate_type else None
    if pattern is not None and not pattern.fullmatch(no):
        raise Refused(Refusal.NOT_A_CERTIFICATE_NO)
    if not 2 <= len(no) <= 60 or not no.isprintable():
        raise Refused(Refusal.NOT_A_DOCUMENT_NO)
    return no


def to_owner_id_type(text: str) -> str:
    for kind, name in ID_TYPES.items():
        if text in (kind.value, name):
            return str(kind.value)
    raise Refused(Refusal.UNKNOWN_ID_TYPE, text=text[:20])


def to_owner_id_number(text: str, id_type: str | None) -> str:
    """Checked by its kind; when the kind could not be read that is what is said, once."""
    if id_type is None:
        return normalise(text)
    return check_uscc(text) if id_type == OwnerIdType.USCC else check_identity(id_type, text)


def to_commitment(text: str) -> str:
    """The version of the commitment that was accepted; in files one word."""
    if text not in (COMMITMENT, ACCEPTED):
        raise Refused(Refusal.COMMITMENT_NEEDED)
    return COMMITMENT


def to_role(text: str) -> str:
    if text not in Role.values:
        raise Refused(Refusal.NOT_A_ROLE, text=text[:20])
    return text


# The spreadsheet

UPLOAD = Allowance(frozenset({Kind.XLSX}), 5 * 1024 * 1024)
SHEET = "房源核验"
IN_FILE = (
    "certificate_no",
    "certificate_type",
    "district",
    "owner_name",
    "owner_id_type",
    "owner_id_number",
    "starts_on",
    "address",
    "area",
    "commitment",
)
COLUMNS = {LABELS[name]: name for name in IN_FILE}
WIDTHS = {LABELS[name]: 18 for name in IN_FILE} | {
    "产权证号": 34,
    "产权人证件号": 24,
    "房屋坐落": 44,
}
ADVICE = (
    "一、每行一套住房。房屋区域填区名，例如朝阳区；产权证号照产权证填写，例如京(2020)朝不动产权第0000001号。",
    f"二、证件类型填：{'、'.join(CERTIFICATES.values())}。",
    f"三、产权人证件种类可以不填，不填为居民身份证；其他填：{'、'.join(list(ID_TYPES.values())[1:])}。",
    "四、拟出租日期可以不填，不填为今天。",
    f"五、后三种证件类型不能联网核验，须填写房屋坐落和建筑面积，并在承诺列填写“{ACCEPTED}”。",
    f"六、一次最多{MOST_ROWS_IN_FILE}行。",
)


@dataclass(frozen=True)
class StatedRow:
    """One row of a file: the home that it states, or what is `wrong` with it, field by field."""

    number: int
    certificate_no: str
    terms: HomeTerms | None
    wrong: str = ""


def rows_of(name: str, content: bytes) -> list[StatedRow]:
    """Every row of a checked file. Refused when it is not laid out as it must be, empty, or too long."""
    return [row_of(number, cells) for number, cells in stated_in(name, content)]


def stated_in(name: str, content: bytes) -> list[sheets.Row]:
    book = sheets.open_book(name, content)
    stated = sheets.rows_of(name, book, SHEET, COLUMNS, days=("starts_on",))
    if not stated:
        raise Refused(Refusal.NO_ROWS, name=name)
    if len(stated) > MOST_ROWS_IN_FILE:
        raise Refused(Refusal.TOO_MANY_ROWS, name=name, count=len(stated), limit=MOST_ROWS_IN_FILE)
    return stated


def row_of(number: int, cells: dict[str, Any]) -> StatedRow:
    read = read_home(cells)
    if isinstance(read, HomeTerms):
        return StatedRow(number, read.certificate_no, read)
    stated = cells.get("certificate_no")
    shown = normalise(stated)[:60] if isinstance(stated, str) else ""
    return StatedRow(number, shown, None, "；".join(error.sentence for error in read))


def template_file() -> bytes:
    """The spreadsheet to fill in and upload."""
    return sheets.sheet_file(SHEET, WIDTHS, (), ADVICE)


RESULT = {
    "行": 8,
    "产权证号": 34,
    "结果": 16,
    "说明": 80,
    "核验码": 24,
    "有效期至": 14,
    "房屋坐落": 44,
}


def result_file(rows: Iterable[tuple[str, ...]]) -> bytes:
    """What became of each row, in the order of `RESULT`."""
    return sheets.sheet_file("核验结果", RESULT, rows)
