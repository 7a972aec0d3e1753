"""Telling a program that called our API what became of its request, signed with the key we share with it. (HVF-04)"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from anju.clients import signing
from anju.clients.calls import call
from anju.clients.outcomes import Unavailable
from anju.clients.rules import Refusal
from anju.core.refusals import Refused

DEADLINE = httpx.Timeout(10.0, connect=5.0)
BATCH = 20


@dataclass(frozen=True)
class Letter:
    """What is to be sent where, signed with which key. Every attempt has the same `event`."""

    client: str
    url: str
    key: str = field(repr=False)
    event: str
    told: dict[str, Any]


def send_all(
    claim: Callable[[int], list[int]],
    letter_of: Callable[[int], Letter],
    note: Callable[[int, str], None],
) -> None:
    """Send all that is due, and note of each why it failed, or "". A program that is silent is not waited for twice."""
    silent: set[str] = set()
    while batch := claim(BATCH):
        for callback_id in batch:
            note(callback_id, _sent(letter_of(callback_id), silent))


def _sent(letter: Letter, silent: set[str]) -> str:
    """Post one letter, unless its program is among the `silent`; whoever does not answer becomes one of them."""
    body = json.dumps(letter.told, ensure_ascii=False).encode()
    try:
        if letter.client in silent:
            raise Unavailable(letter.client, "本轮已无应答")
        tell(letter.client, letter.url, letter.key, letter.event, body)
    except (Unavailable, Refused) as failure:
        silent.add(letter.client)
        return str(failure)
    return ""


def tell(client: str, url: str, key: str, event: str, body: bytes) -> None:
    """Post one event; the other side accepts it with any 2xx. `event` is the same at each attempt, for it to know."""
    headers = signing.shared_key_headers(key, body)
    headers |= {"Content-Type": "application/json", "X-Event-Id": event}
    response = call(client, "POST", url, content=body, headers=headers, timeout=DEADLINE)
    if not response.is_success:
        raise Refused(Refusal.DECLINED, system=client, reason=f"HTTP {response.status_code}")
