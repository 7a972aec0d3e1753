"""Telling a program that called our API what became of its request, signed with the key we share with it. (HVF-04)"""

import httpx

from anju.clients import signing
from anju.clients.calls import call
from anju.clients.rules import Refusal
from anju.core.refusals import Refused

DEADLINE = httpx.Timeout(10.0, connect=5.0)


def tell(client: str, url: str, key: str, event: str, body: bytes) -> None:
    """Post one event; the other side accepts it with any 2xx. `event` is the same at each attempt, for it to know."""
    headers = signing.shared_key_headers(key, body)
    headers |= {"Content-Type": "application/json", "X-Event-Id": event}
    response = call(client, "POST", url, content=body, headers=headers, timeout=DEADLINE)
    if not response.is_success:
        raise Refused(Refusal.DECLINED, system=client, reason=f"HTTP {response.status_code}")
