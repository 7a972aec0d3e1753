"""The text message gateway (CHN-07)."""

import json

from django.conf import settings

from anju.clients import reading, signing
from anju.clients.calls import call
from anju.clients.rules import Refusal
from anju.core.refusals import Refused

SYSTEM = "短信平台"


def send(out_id: str, to: str, text: str) -> str:
    """Send a text message; the gateway's own number for it. One `out_id` is sent once."""
    return post(SYSTEM, settings.SMS, {"out_id": out_id, "to": to, "text": text})


def post(system: str, gateway: dict[str, str], message: dict[str, str]) -> str:
    """Hand a message to a gateway of this protocol (mail speaks it too)."""
    body = json.dumps(message, ensure_ascii=False).encode()
    headers = signing.shared_key_headers(gateway["key"], body)
    headers["Content-Type"] = "application/json"
    response = call(system, "POST", gateway["url"], content=body, headers=headers)
    if response.status_code != 200:
        reason = f"HTTP {response.status_code} {response.text[:200]}".strip()
        raise Refused(Refusal.DECLINED, system=system, reason=reason)
    return reading.text_of(reading.whole_object(response.text), "message_id")
