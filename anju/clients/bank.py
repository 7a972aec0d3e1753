"""A supervising bank over HTTP: collection codes, orders to pay, statements; signed both ways
(CHN-04).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
from django.conf import settings

from anju.clients import reading, signing
from anju.clients.calls import call
from anju.clients.iso20022 import (
    Payout,
    StatusReport,
    TransactionStatus,
    read_message,
    write_pain_001,
)
from anju.clients.rules import Refusal
from anju.core import clock
from anju.core.money import plain_yuan
from anju.core.refusals import Refused

OUR_NAME = "anju"


@dataclass(frozen=True)
class CodeRegistered:
    """What the payer must be told about a collection code."""

    bank_name: str
    branch_name: str
    account_name: str


def verify(bank: str, method: str, path: str, headers: Mapping[str, str], body: bytes) -> str:
    """The nonce of a request the bank signed within the last five minutes."""
    key = _settings(bank)["public_key_file"]
    return signing.check_signed_headers(bank, key, method, path, headers, body)


def register_collection_code(
    bank: str, code: str, amount_fen: int, valid_until: datetime | None, reference: str
) -> CodeRegistered:
    """Make a collection code under which a transfer reaches our account. Repeating it changes
    nothing.
    """
    ours = _settings(bank)
    wanted = {
        "code": code,
        "account": ours["account"],
        "name": ours["account_name"],
        "amount": plain_yuan(amount_fen),
        "reference": reference,
    }
    if valid_until is not None:
        wanted["valid_until"] = valid_until.isoformat()
    body = json.dumps(wanted, ensure_ascii=False).encode()
    response = _ask(bank, "POST", "/collection-codes", body, "application/json")
    if response.status_code == 409:
        raise Refused(Refusal.CODE_TAKEN, collection_code=code)
    _agreed(bank, response, {200, 201})
    answer = reading.whole_object(_text(response))
    if reading.text_of(answer, "code") != code:
        raise Refused(Refusal.UNREADABLE, what="code")
    return CodeRegistered(
        bank_name=reading.text_of(answer, "bank_name"),
        branch_name=reading.text_of(answer, "branch_name"),
        account_name=reading.text_of(answer, "account_name"),
    )


def cancel_collection_code(bank: str, code: str) -> None:
    """Give a collection code up. A code that is gone already is as good as cancelled."""
    response = _ask(bank, "DELETE", f"/collection-codes/{quote(code, safe='')}")
    _agreed(bank, response, {204, 404})


def pay(bank: str, message_id: str, transactions: Sequence[Payout]) -> StatusReport:
    """Order payments from our account there: the status of the whole (ACCP, RJCT) and why. Repeating one
    message id never pays twice (CHN-06); the fate of each payment is told later.
    """
    ours = _settings(bank)
    body = write_pain_001(
        message_id, clock.now(), ours["account_name"], ours["account"], transactions
    )
    response = _ask(bank, "POST", "/payments", body, "application/xml")
    _agreed(bank, response, {200, 202})
    report = _status_report(response)
    if report.message_id != message_id:
        raise Refused(Refusal.UNREADABLE, what=f"OrgnlMsgId {report.message_id}")
    return report


def payment_status(bank: str, end_to_end_id: str) -> TransactionStatus | None:
    """What became of one payment; None when the bank never heard of it."""
    response = _ask(bank, "GET", f"/payments/{quote(end_to_end_id, safe='')}")
    if response.status_code == 404:
        return None
    _agreed(bank, response, {200})
    for transaction in _status_report(response).transactions:
        if transaction.end_to_end_id == end_to_end_id:
            return transaction
    raise Refused(Refusal.UNREADABLE, what=f"OrgnlEndToEndId {end_to_end_id}")


def statement(bank: str, day: date) -> bytes | None:
    """The camt.053 of a day; None until the day is over."""
    response = _ask(bank, "GET", f"/statements/{day.isoformat()}")
    if response.status_code == 404:
        return None
    _agreed(bank, response, {200})
    return response.content


def _settings(bank: str) -> dict[str, str]:
    if bank not in settings.BANKS:
        raise Refused(Refusal.UNKNOWN_BANK, bank=bank)
    found: dict[str, str] = settings.BANKS[bank]
    return found


def _ask(
    bank: str, method: str, path: str, body: bytes = b"", content_type: str = ""
) -> httpx.Response:
    url = _settings(bank)["url"] + path
    key = settings.BANK_PRIVATE_KEY_FILE
    headers = signing.signed_headers(OUR_NAME, key, method, urlsplit(url).path, body)
    if content_type:
        headers["Content-Type"] = content_type
    request: dict[str, Any] = {"content": body} if body else {}
    return call(bank, method, url, headers=headers, **request)


def _agreed(bank: str, response: httpx.Response, good: set[int]) -> None:
    if response.status_code not in good:
        reason = f"HTTP {response.status_code} {response.text[:200]}".strip()
        raise Refused(Refusal.DECLINED, system=bank, reason=reason)


def _text(response: httpx.Response) -> str:
    try:
        return response.content.decode()
    except UnicodeDecodeError as error:
        raise Refused(Refusal.UNREADABLE, what="JSON") from error


def _status_report(response: httpx.Response) -> StatusReport:
    report = read_message(response.content)
    if not isinstance(report, StatusReport):
        raise Refused(Refusal.UNREADABLE, what="pain.002")
    return report
