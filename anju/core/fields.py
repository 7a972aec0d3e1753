"""Reading stated fields one after the other, collecting what is wrong with each instead of stopping at the first."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.identity_numbers import IdentityKind, normalise_name
from anju.core.refusals import Refused
from anju.core.rules import DISTRICTS

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""No lease in Beijing starts, ends or is paid outside these years: such a date is a slip (our default)."""


class Refusal(TextChoices):
    FIELD_MISSING = "field_missing", _("没有填写")
    NOT_TEXT = "not_text", _("应为文本")
    NOT_A_LIST = "not_a_list", _("应为列表")
    NOT_AN_OBJECT = "not_an_object", _("应为对象")
    TOO_MANY_PARTS = "too_many_parts", _("最多{limit}项，现有{count}项")
    TOO_LONG = "too_long", _("最多{limit}个字，现有{length}个字")
    BAD_CHARACTERS = "bad_characters", _("含有不能使用的字符")
    NOT_A_DATE = "not_a_date", _("「{text}」不是日期，请填写年-月-日，例如2026-03-01")
    DATE_OUT_OF_RANGE = "date_out_of_range", _("日期「{text}」应在{first}年至{last}年之间")
    NOT_AN_AREA = "not_an_area", _("「{text}」不是建筑面积，请填写平方米，最多两位小数，例如56.30")
    UNKNOWN_DISTRICT = "unknown_district", _("「{text}」不是北京市的区")


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field: where machines find it, what people call it, and the sentence."""

    field: str
    label: str
    code: str
    message: str

    @property
    def sentence(self) -> str:
        return f"{self.label}：{self.message}"


class Fields:
    """The fields of one stated object. A field that cannot be read is noted down and read as None."""

    def __init__(
        self,
        stated: Any,
        labels: Mapping[str, str],
        errors: list[FieldError],
        path: str = "",
        place: str = "",
    ) -> None:
        self.labels, self.errors, self.path, self.place = labels, errors, path, place
        self.stated = stated if isinstance(stated, dict) else {}
        if not isinstance(stated, dict):
            self.note("", Refused(Refusal.NOT_AN_OBJECT))

    def has(self, *names: str) -> bool:
        return any(self.stated.get(name) not in (None, "") for name in names)

    def note(self, name: str, refused: Refused) -> None:
        field = f"{self.path}.{name}" if self.path and name else self.path or name
        label = self.labels.get(re.sub(r"\d+", "", field), field)
        self.errors.append(
            FieldError(field, self.place + label, str(refused.code.value), refused.message)
        )

    def read(self, name: str, convert: Callable[[str], Any]) -> Any:
        value = self.stated.get(name)
        if isinstance(value, str):
            value = value.strip()
        try:
            if value in (None, ""):
                raise Refused(Refusal.FIELD_MISSING)
            if not isinstance(value, str):
                raise value if isinstance(value, Refused) else Refused(Refusal.NOT_TEXT)
            return convert(value)
        except Refused as refused:
            self.note(name, refused)
            return None

    def inside(self, name: str) -> "Fields":
        """The fields of an object within this one."""
        path = f"{self.path}.{name}" if self.path else name
        if name in self.stated:
            return Fields(self.stated[name], self.labels, self.errors, path, self.place)
        self.note(name, Refused(Refusal.FIELD_MISSING))
        return Fields({}, self.labels, [], path, self.place)

    def each(self, name: str, most: int, places: list[str]) -> list["Fields"]:
        """The objects of a list within this one; `places` says where in the file each of them stands."""
        stated = self.stated.get(name)
        if not isinstance(stated, list):
            self.note(name, Refused(Refusal.NOT_A_LIST))
            return []
        if len(stated) > most:
            self.note(name, Refused(Refusal.TOO_MANY_PARTS, limit=most, count=len(stated)))
            return []
        return [
            Fields(
                item,
                self.labels,
                self.errors,
                f"{name}[{number}]",
                places[number] if number < len(places) else f"第{number + 1}项",
            )
            for number, item in enumerate(stated)
        ]


def to_text(limit: int) -> Callable[[str], str]:
    """Text of at most so many characters that can be shown and kept."""

    def convert(text: str) -> str:
        if len(text) > limit:
            raise Refused(Refusal.TOO_LONG, limit=limit, length=len(text))
        if not text.isprintable():
            raise Refused(Refusal.BAD_CHARACTERS)
        return text

    return convert


def to_name(text: str) -> str:
    return normalise_name(to_text(100)(text))


def to_date(text: str, first_year: int = FIRST_YEAR) -> date:
    """A day as people and machines write it: 2026-03-01, 2026/3/1, 2026年3月1日."""
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text, re.ASCII)
    if found is None:
        raise Refused(Refusal.NOT_A_DATE, text=text[:40])
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise Refused(Refusal.NOT_A_DATE, text=text[:40]) from None
    if not first_year <= day.year <= LAST_YEAR:
        raise Refused(Refusal.DATE_OUT_OF_RANGE, text=text, first=first_year, last=LAST_YEAR)
    return day


def to_area(text: str) -> Decimal:
    """Floor area in m², kept with two decimals so that 56.3 and 56.30 are the same filing."""
    found = re.fullmatch(r"\d{1,6}(\.\d{1,2})?", text, re.ASCII)
    area = Decimal(text).quantize(Decimal("0.01")) if found else Decimal(0)
    if area <= 0:
        raise Refused(Refusal.NOT_AN_AREA, text=text[:40])
    return area


def to_district(text: str) -> str:
    """The code of a district, from its code or its name with or without 区."""
    for code, name in DISTRICTS.items():
        if text in (code, name, name.removesuffix("区")):
            return code
    raise Refused(Refusal.UNKNOWN_DISTRICT, text=text[:40])


def to_id_type(text: str) -> str:
    """The kind of an identity document, from its code or its Chinese name."""
    for kind in IdentityKind:
        if text in (kind.value, KINDS_IN_CHINESE[kind]):
            return str(kind.value)
    return text[:40]


KINDS_IN_CHINESE = {
    IdentityKind.RESIDENT_ID: "居民身份证",
    IdentityKind.RESIDENCE_PERMIT: "港澳台居民居住证",
    IdentityKind.HK_MACAO_PERMIT: "港澳居民来往内地通行证",
    IdentityKind.TAIWAN_PERMIT: "台湾居民来往大陆通行证",
    IdentityKind.PASSPORT: "护照",
    IdentityKind.PERMANENT_RESIDENCE: "外国人永久居留身份证",
}
"""As files write them, in whatever language the page is read."""
