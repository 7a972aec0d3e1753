"""The register of organisations (质监): does this code bear this name now? One signed question, one answer. (PRP-13)

Only a job asks it. What it says badly is no answer: `Unreadable` carries the raw text for whoever looks into it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from anju.clients import reading, signing
from anju.clients.calls import call
from anju.clients.outcomes import Unreadable
from anju.clients.rules import Refusal
from anju.core.refusals import Refused

SYSTEM = "机构登记系统"
OUR_NAME = "anju"
STATUSES = ("in_business", "revoked", "cancelled")


@dataclass(frozen=True)
class Question:
    """Is this code registered, and under exactly this name? Asking twice under one `ref` is harmless."""

    ref: str
    uscc: str
    name: str


@dataclass(frozen=True)
class Answer:
    """What the register says. `is_in_business` is false for one revoked or cancelled, and where none is found."""

    found: bool
    name_matches: bool
    is_in_business: bool
    answered_at: datetime

    @property
    def confirms(self) -> bool:
        return self.found and self.name_matches and self.is_in_business


def ask(question: Question) -> Answer:
    """Raises Unavailable when nobody answers in time, Unreadable when the answer makes no sense."""
    url = f"{settings.ORGANISATION_REGISTRY_URL}/queries"
    body = json.dumps(vars(question), ensure_ascii=False).encode()
    headers = signing.signed_headers(
        OUR_NAME, settings.REGISTRY_PRIVATE_KEY_FILE, "POST", urlsplit(url).path, body
    )
    headers["Content-Type"] = "application/json"
    deadline = httpx.Timeout(settings.ORGANISATION_REGISTRY_SECONDS)
    response = call(SYSTEM, "POST", url, content=body, headers=headers, timeout=deadline)
    raw = response.content.decode("utf-8", "backslashreplace")
    if response.status_code != 200:
        raise Unreadable(SYSTEM, f"HTTP {response.status_code}", raw)
    try:
        return _answer(reading.only_report(raw), question)
    except Refused as refused:
        raise Unreadable(SYSTEM, refused.message, raw) from refused


def _answer(told: Mapping[str, Any], question: Question) -> Answer:
    told = dict(told)
    if reading.text_of(told, "ref") != question.ref:
        raise Refused(Refusal.UNREADABLE, what="ref")
    answered_at = signing.read_timestamp(reading.text_of(told, "answered_at"))
    if not reading.yes_or_no_of(told, "found"):
        return Answer(False, False, False, answered_at)
    status = reading.text_of(told, "status")
    if status not in STATUSES:
        raise Refused(Refusal.UNREADABLE, what=f"status {status}")
    matches = reading.yes_or_no_of(told, "name_matches")
    return Answer(True, matches, status == "in_business", answered_at)
