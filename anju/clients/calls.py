"""HTTP to the outside: one pool of connections per process, always with a deadline."""

from functools import cache
from typing import Any

import httpx

from anju.clients.outcomes import Unavailable

DEADLINES = httpx.Timeout(15.0, connect=5.0)
WORTH_RETRYING = frozenset({408, 425, 429})


@cache
def connections() -> httpx.Client:
    return httpx.Client(timeout=DEADLINES, follow_redirects=False)


def call(system: str, method: str, url: str, **request: Any) -> httpx.Response:
    """One request and its whole answer. No answer, or "try again later", is Unavailable."""
    try:
        response = connections().request(method, url, **request)
    except httpx.TransportError as error:
        raise Unavailable(system, type(error).__name__) from error
    if response.status_code >= 500 or response.status_code in WORTH_RETRYING:
        raise Unavailable(system, f"HTTP {response.status_code}")
    return response
