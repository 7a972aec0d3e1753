"""The fiscal receipt platform (财政电子票据): issue once per number of ours, ask, void, fetch. (CHN-08, rule B11)

Only a job asks it. Silence is no answer: whoever sent `issue` and heard nothing asks `find` before anything else.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
from django.conf import settings

from anju.clients import reading, signing
from anju.clients.calls import call
from anju.clients.outcomes import Unreadable
from anju.clients.rules import Refusal
from anju.core.files import Allowance, CheckedFile, Kind, check_file
from anju.core.refusals import Refused

SYSTEM = "财政电子票据平台"
OUR_NAME = "anju"
PAPER = Allowance(frozenset({Kind.PDF}), 2 * 1024 * 1024)
DECLINED = (409, 422)
NUMBERS = {"code": r"\d{8}", "number": r"\d{10}", "check_code": r"[0-9A-Za-z]{6}"}
RED = r"\d{10}"


@dataclass(frozen=True)
class Line:
    """One project of a receipt, as text: m² and yuan with two decimals."""

    project_code: str
    project: str
    unit: str
    quantity: str
    standard: str
    amount: str


@dataclass(frozen=True)
class Wanted:
    """What the platform is to issue. Asking twice under one `ref` with the same content is harmless."""

    ref: str
    payer: str = field(repr=False)
    payer_id: str = field(repr=False)
    lines: Sequence[Line]
    amount: str
    capitals: str
    remark: str = field(repr=False)
    payee: str
    reviewer: str
    cashier: str
    verify_at: str


@dataclass(frozen=True)
class Issued:
    """A receipt as the platform has it; `red_number` and `voided_at` once it was taken back (冲红)."""

    code: str
    number: str
    check_code: str
    issued_at: datetime
    voided_at: datetime | None = None
    red_number: str = ""


def issue(wanted: Wanted) -> Issued:
    """Refused with the platform's reason when it will not; Unavailable when nobody knows whether it did."""
    body = {**vars(wanted), "lines": [vars(line) for line in wanted.lines]}
    return _read(wanted.ref, _ask("POST", "/issue", body))


def find(ref: str) -> Issued | None:
    """What was issued under a number of ours; None when nothing was."""
    response = _ask("GET", f"/{quote(ref, safe='')}")
    return None if _is_unknown(response) else _read(ref, response)


def void(ref: str, reason: str) -> Issued:
    """Take a receipt back (冲红). Repeating it changes nothing."""
    found = _read(ref, _ask("POST", f"/{quote(ref, safe='')}/void", {"reason": reason}))
    if found.voided_at is None:
        raise Unreadable(SYSTEM, "voided_at", "")
    return found


def paper(ref: str) -> CheckedFile:
    """The PDF of a receipt, looked into as any file from outside."""
    response = _ask("GET", f"/{quote(ref, safe='')}/file")
    raw = response.content.decode("utf-8", "backslashreplace")
    if response.status_code != 200:
        raise Unreadable(SYSTEM, f"HTTP {response.status_code}", raw)
    try:
        return check_file(f"{ref}.pdf", response.content, PAPER)
    except Refused as refused:
        raise Unreadable(SYSTEM, refused.message, raw) from refused


def _ask(method: str, path: str, content: Mapping[str, Any] | None = None) -> httpx.Response:
    url = f"{settings.RECEIPT_PLATFORM_URL}{path}"
    body = b"" if content is None else json.dumps(content, ensure_ascii=False).encode()
    headers = signing.signed_headers(
        OUR_NAME, settings.REGISTRY_PRIVATE_KEY_FILE, method, urlsplit(url).path, body
    )
    headers["Content-Type"] = "application/json"
    deadline = httpx.Timeout(settings.RECEIPT_PLATFORM_SECONDS)
    return call(SYSTEM, method, url, content=body, headers=headers, timeout=deadline)


def _is_unknown(response: httpx.Response) -> bool:
    """Only the platform's own word says that there is none: a 404 of something between us does not."""
    if response.status_code != 404:
        return False
    try:
        return reading.whole_object(response.content).get("error") == "unknown"
    except Refused:
        return False


def _read(ref: str, response: httpx.Response) -> Issued:
    raw = response.content.decode("utf-8", "backslashreplace")
    try:
        if response.status_code in DECLINED:
            reason = reading.text_of(reading.whole_object(raw), "message")[:200]
        elif response.status_code == 200:
            return _issued(ref, reading.only_report(raw))
        else:
            raise Unreadable(SYSTEM, f"HTTP {response.status_code}", raw)
    except Refused as refused:
        raise Unreadable(SYSTEM, refused.message, raw) from refused
    raise Refused(Refusal.DECLINED, system=SYSTEM, reason=reason)


def _issued(ref: str, told: dict[str, Any]) -> Issued:
    if reading.text_of(told, "ref") != ref:
        raise Refused(Refusal.UNREADABLE, what="ref")
    numbers = {name: reading.text_of(told, name) for name in NUMBERS}
    for name, pattern in NUMBERS.items():
        if not re.fullmatch(pattern, numbers[name], re.ASCII):
            raise Refused(Refusal.UNREADABLE, what=f"{name} {numbers[name]}")
    voided_at = reading.optional_text_of(told, "voided_at")
    red = reading.optional_text_of(told, "red_number")
    if bool(voided_at) != bool(red) or (red and not re.fullmatch(RED, red, re.ASCII)):
        raise Refused(Refusal.UNREADABLE, what=f"red_number {red}")
    return Issued(
        **numbers,
        issued_at=signing.read_timestamp(reading.text_of(told, "issued_at")),
        voided_at=signing.read_timestamp(voided_at) if voided_at else None,
        red_number=red,
    )
