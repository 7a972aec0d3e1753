"""单位辅助信息 as somebody stated it, each field checked and as it is kept; and as it is told. (manual 004, 8.2)"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from anju.companies.rules import AUXILIARY
from anju.companies.units import REQUIRED, Refusal
from anju.core import clock
from anju.core.identity_numbers import check_phone, normalise
from anju.core.money import yuan
from anju.core.refusals import Refused, ensure
from anju.core.rules import DISTRICTS

POSTCODE = re.compile(r"\d{6}", re.ASCII)
TELEPHONE = re.compile(r"1[3-9]\d{9}|(0\d{2,3}-?)?[2-9]\d{6,7}(-\d{1,6})?|[48]00\d{7}", re.ASCII)
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def auxiliary_of(stated: Mapping[str, Any]) -> dict[str, Any]:
    """All fields, as they are kept. Refused for one that is missing or cannot be, at its field."""
    ensure(set(stated) == set(AUXILIARY), f"not all fields: {sorted(set(AUXILIARY) ^ set(stated))}")
    return {name: field_of(name, stated[name]) for name in AUXILIARY}


def field_of(name: str, value: Any) -> Any:
    """One of them, as it is kept."""
    kept = _plain(value)
    if kept in ("", None):
        if name in REQUIRED:
            raise Refused(Refusal.FIELD_MISSING, field=AUXILIARY[name])
        return kept
    return CHECKS[name](kept) if name in CHECKS else kept


def _plain(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return " ".join(unicodedata.normalize("NFKC", value).split())


def _postcode(text: str) -> str:
    return _matched(POSTCODE, text, Refusal.NOT_A_POSTCODE)


def _telephone(text: str) -> str:
    return _matched(TELEPHONE, text.replace("—", "-").replace("－", "-"), Refusal.NOT_A_TELEPHONE)


def _mail(text: str) -> str:
    return _matched(MAIL, text, Refusal.NOT_A_MAIL)


def _matched(pattern: re.Pattern[str], text: str, otherwise: Refusal) -> str:
    plain = re.sub(r"\s", "", text)
    if not pattern.fullmatch(plain):
        raise Refused(otherwise)
    return plain


def _past(day: Any) -> Any:
    if day > clock.today():
        raise Refused(Refusal.DAY_IN_FUTURE)
    return day


def _district(code: str) -> str:
    ensure(code in DISTRICTS, f"no district {code}")
    return code


CHECKS: dict[str, Any] = {
    "postcode": _postcode,
    "office_postcode": _postcode,
    "phone": _telephone,
    "other_phone": _telephone,
    "fax": _telephone,
    "mail": _mail,
    "founded_on": _past,
    "representative_phone": _telephone,
    "representative_mobile": check_phone,
    "licence_no": normalise,
    "tax_no": normalise,
    "district": _district,
}


def stated_text(name: str, value: Any) -> str:
    """A field's value as people read it."""
    if value in (None, ""):
        return ""
    if name == "capital_fen":
        return f"{yuan(value)}元"
    if name == "district":
        return DISTRICTS[value]
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
