"""What was asked of a browser, in our own words: it carries them, can't change them, and answers them once."""

import hashlib
from typing import Any

from django.core import signing
from django.core.cache import cache

from anju.portals.property.rules import ASKED_FOR


def ticket_of(purpose: str, *facts: str) -> str:
    return signing.dumps([*facts], salt=f"property.{purpose}")


def facts_of(purpose: str, ticket: str) -> list[str] | None:
    """What a ticket says; None for one that is over, was answered before, or is none of ours."""
    try:
        facts: list[Any] = signing.loads(ticket, salt=f"property.{purpose}", max_age=ASKED_FOR)
    except signing.BadSignature:
        return None
    used = f"property.ticket:{hashlib.sha256(ticket.encode()).hexdigest()}"
    is_first = cache.add(used, 1, ASKED_FOR.total_seconds())
    return [str(fact) for fact in facts] if is_first else None
