"""The city's title registry (不动产登记): one signed question about a certificate, one answer. (HVF-01, rule C1.3)

Only a job asks it. What it says badly is no answer: `Unreadable` carries the raw text for the problem report.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from anju.clients import reading, signing
from anju.clients.calls import call
from anju.clients.outcomes import KEPT, Unreadable
from anju.clients.rules import Refusal
from anju.core.fields import to_area
from anju.core.refusals import Refused

SYSTEM = "不动产登记系统"
OUR_NAME = "anju"
CERTIFICATES = ("valid", "expired", "wrong_class", "cost_price", "before_2008")
RESTRICTIONS = ("mortgage", "seizure", "objection", "dangerous", "demolition")
RESIDENTIAL = ("住宅", "成套住宅", "非成套住宅", "公寓", "别墅")


@dataclass(frozen=True)
class Question:
    """Is this certificate in the register, and is it this owner's? Asking twice under one `ref` is harmless."""

    ref: str
    certificate_type: str
    certificate_no: str
    owner_name: str
    owner_id_type: str
    owner_id_number: str = field(repr=False)


@dataclass(frozen=True)
class HomeFacts:
    """The home as the register has it."""

    district: str
    address: str
    area: Decimal
    use: str
    unit_no: str
    certificate: str
    restrictions: frozenset[str]

    @property
    def is_residential(self) -> bool:
        return self.use in RESIDENTIAL


@dataclass(frozen=True)
class Answer:
    """What the register says. Of another's home it says nothing: then there are no facts."""

    found: bool
    owner_matches: bool
    answered_at: datetime
    facts: HomeFacts | None
    raw: str = field(repr=False)


def ask(question: Question) -> Answer:
    """Raises Unavailable when nobody answers in time, Unreadable when the answer makes no sense."""
    url = f"{settings.TITLE_REGISTRY_URL}/queries"
    body = json.dumps(vars(question), ensure_ascii=False).encode()
    headers = signing.signed_headers(
        OUR_NAME, settings.REGISTRY_PRIVATE_KEY_FILE, "POST", urlsplit(url).path, body
    )
    headers["Content-Type"] = "application/json"
    deadline = httpx.Timeout(settings.TITLE_REGISTRY_SECONDS)
    response = call(SYSTEM, "POST", url, content=body, headers=headers, timeout=deadline)
    raw = response.content.decode("utf-8", "backslashreplace")
    if response.status_code != 200:
        raise Unreadable(SYSTEM, f"HTTP {response.status_code}", raw)
    try:
        return _answer(reading.only_report(raw), question, raw)
    except Refused as refused:
        raise Unreadable(SYSTEM, refused.message, raw) from refused


def _answer(told: Mapping[str, Any], question: Question, raw: str) -> Answer:
    told = dict(told)
    if reading.text_of(told, "ref") != question.ref:
        raise Refused(Refusal.UNREADABLE, what="ref")
    found = reading.yes_or_no_of(told, "found")
    matches = found and reading.yes_or_no_of(told, "owner_matches")
    return Answer(
        found,
        matches,
        signing.read_timestamp(reading.text_of(told, "answered_at")),
        _facts(told) if matches else None,
        raw[:KEPT],
    )


def _facts(told: dict[str, Any]) -> HomeFacts:
    certificate, restrictions = reading.text_of(told, "certificate"), told.get("restrictions")
    if certificate not in CERTIFICATES:
        raise Refused(Refusal.UNREADABLE, what=f"certificate {certificate}")
    if not isinstance(restrictions, list) or not set(map(str, restrictions)) <= {*RESTRICTIONS}:
        raise Refused(Refusal.UNREADABLE, what=f"restrictions {restrictions}")
    return HomeFacts(
        district=reading.text_of(told, "district")[:6],
        address=reading.text_of(told, "address")[:200],
        area=to_area(reading.text_of(told, "area")),
        use=reading.text_of(told, "use")[:40],
        unit_no=reading.optional_text_of(told, "unit_no")[:28],
        certificate=certificate,
        restrictions=frozenset(restrictions),
    )
