"""A receiver as an enterprise would write it from the published example alone: it shares no code with the product."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from anju.clients.tests.outside import Asked


def is_genuine(secret: str, asked: Asked, now: datetime) -> bool:
    """Whether somebody who knows the secret wrote this within the last five minutes."""
    signed_at = asked.headers.get("X-Timestamp", "")
    content = signed_at.encode() + b"\n" + asked.body
    expected = "HMAC-SHA256 " + hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()
    given = asked.headers.get("Authorization", "").split(", ")
    if not any(hmac.compare_digest(expected, each) for each in given):
        return False
    moment = datetime.fromisoformat(signed_at.replace("Z", "+00:00")).astimezone(UTC)
    return abs(now - moment) <= timedelta(minutes=5)
