"""Reading what others wrote. What cannot be read is refused; it never becomes zero, empty or
today.
"""

import json
import re
from datetime import UTC, datetime
from typing import Any

from anju.clients.rules import Refusal
from anju.core.clock import BEIJING
from anju.core.money import parse_yuan
from anju.core.refusals import Refused

BEIJING_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", re.ASCII)


def amount(text: str | None, what: str) -> int:
    """A non-negative amount as machines write it: digits, a point, at most two decimals; in fen."""
    if text is None or not re.fullmatch(r"\d{1,12}(\.\d{1,2})?", text, re.ASCII):
        raise Refused(Refusal.UNREADABLE, what=f"{what} {text}")
    return parse_yuan(text)


def positive_amount(text: str | None, what: str) -> int:
    fen = amount(text, what)
    if fen == 0:
        raise Refused(Refusal.UNREADABLE, what=f"{what} {text}")
    return fen


def signed_amount(text: str | None, what: str) -> int:
    """As in the provider's bills, where money going back has a minus sign."""
    if text is not None and text.startswith("-"):
        return -amount(text[1:], what)
    return amount(text, what)


def beijing_moment(text: str | None, what: str) -> datetime:
    """`2026-12-01 09:30:00` on Beijing's clocks."""
    written = BEIJING_MOMENT.fullmatch(text or "")
    try:
        moment = datetime.fromisoformat(written[0] if written else "")
    except ValueError as error:
        raise Refused(Refusal.UNREADABLE, what=f"{what} {text}") from error
    return moment.replace(tzinfo=BEIJING).astimezone(UTC)


def as_beijing(moment: datetime) -> str:
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def whole_object(text: str | bytes) -> dict[str, Any]:
    """A JSON object in which no key appears twice."""
    try:
        found = json.loads(text, object_pairs_hook=_without_duplicates)
    except (ValueError, RecursionError) as error:
        raise Refused(Refusal.UNREADABLE, what="JSON") from error
    if not isinstance(found, dict):
        raise Refused(Refusal.UNREADABLE, what="JSON")
    return found


def only_report(raw: str) -> dict[str, Any]:
    """The one report of an answer. The line sometimes repeats it: the same said twice is said once."""
    if not raw.lstrip().startswith("["):
        return whole_object(raw)
    try:
        reports = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Refused(Refusal.UNREADABLE, what="JSON") from error
    if not reports or any(one != reports[0] for one in reports):
        raise Refused(Refusal.UNREADABLE, what="JSON")
    return whole_object(json.dumps(reports[0]))


def text_of(found: dict[str, Any], name: str) -> str:
    """A text that must be there."""
    value = found.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Refused(Refusal.UNREADABLE, what=name)
    return value.strip()


def optional_text_of(found: dict[str, Any], name: str) -> str:
    return text_of(found, name) if found.get(name) not in (None, "") else ""


def yes_or_no_of(found: dict[str, Any], name: str) -> bool:
    value = found.get(name)
    if not isinstance(value, bool):
        raise Refused(Refusal.UNREADABLE, what=f"{name} {value}")
    return value


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key appears twice")
    return found
