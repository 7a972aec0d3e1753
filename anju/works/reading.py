"""From what was typed into the form of a work order to its columns, and what is wrong with each field."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from anju.core.fields import FieldError, Fields, to_date, to_name, to_text
from anju.core.identity_numbers import check_company_account, check_phone, check_uscc
from anju.core.money import parse_yuan
from anju.core.refusals import Refused
from anju.parameters import queries as parameters
from anju.works.rules import (
    FIELDS,
    PUBLICITY_DAYS,
    REQUIRED_OF,
    Category,
    Emergency,
    Field,
    Kind,
    Part,
    Refusal,
    Scope,
)


def _among(choices: Any, text: str) -> str:
    if text not in choices.values:
        raise Refused(Refusal.CHOICE_UNKNOWN)
    return text


def _percent(text: str) -> int:
    found = re.fullmatch(r"(\d{1,3})%?", text, re.ASCII)
    most = parameters.number("works.first_pay_percent")
    if found is None or int(found[1]) > most:
        raise Refused(Refusal.PERCENT_TOO_HIGH, most=most)
    return int(found[1])


def _sum(text: str) -> int:
    fen = parse_yuan(text)
    if fen == 0:
        raise Refused(Refusal.AMOUNT_MISSING)
    return fen


def _flag(text: str) -> bool:
    return text not in ("0", "false", "否")


READERS: dict[str, Callable[[str], Any]] = {
    "kind": partial(_among, Kind),
    "emergency": partial(_among, Emergency),
    "category": partial(_among, Category),
    "part": partial(_among, Part),
    "scope": partial(_among, Scope),
    "flag": _flag,
    "percent": _percent,
    "yuan": _sum,
    "name": to_name,
    "date": to_date,
    "uscc": check_uscc,
    "account": check_company_account,
    "phone": check_phone,
}
EMPTY: dict[str, Any] = {"flag": False, "yuan": None, "percent": None, "date": None}


def reader(field: Field) -> Callable[[str], Any]:
    return READERS.get(field.of) or to_text(field.length)


def read_order(typed: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, FieldError]]:
    """The columns of what could be read, empty ones for the rest; and the first thing wrong with each field."""
    errors: list[FieldError] = []
    labels = {name: str(field.label) for name, field in FIELDS.items()}
    stated = Fields(dict(typed), labels, errors)
    kind = typed.get("kind", "")
    required = {name for name, field in FIELDS.items() if field.required}
    required |= set(REQUIRED_OF.get(kind, ()))  # type: ignore[call-overload]
    values: dict[str, Any] = {}
    for name, field in FIELDS.items():
        values[name] = None
        if name in required or stated.has(name):
            values[name] = stated.read(name, reader(field))
        if values[name] is None:
            values[name] = EMPTY.get(field.of, "")
    if values["kind"] != Kind.EMERGENCY:
        values["emergency"], values["is_urgent"] = "", False
    _check_together(stated, values)
    found: dict[str, FieldError] = {}
    for error in errors:
        found.setdefault(error.field, error)
    return values, found


def _check_together(stated: Fields, values: dict[str, Any]) -> None:
    for first, last in (("starts_on", "ends_on"), ("posted_from", "posted_to")):
        if _both(values[first], values[last]) and values[last] < values[first]:
            stated.note(last, Refused(Refusal.ENDS_BEFORE_START))
    begin, end = values["posted_from"], values["posted_to"]
    if _both(begin, end) and 0 <= (end - begin).days < PUBLICITY_DAYS - 1:
        stated.note("posted_to", Refused(Refusal.POSTED_TOO_SHORT, days=PUBLICITY_DAYS))
    budget, amount = values["budget_fen"], values["amount_fen"]
    if budget is not None and amount is not None and amount > budget:
        stated.note("amount_fen", Refused(Refusal.AMOUNT_OVER_BUDGET))


def _both(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None
