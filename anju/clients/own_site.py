"""Our own site, asked from outside as anybody would: does it answer? (BEY-07)"""

import httpx
from django.conf import settings

DEADLINE = 10.0
"""Seconds: a site that takes longer is not there for those who wait. (ours)"""


def answers() -> bool:
    """Whether the address of its health answers well, through whatever stands before the web processes."""
    try:
        response = httpx.get(f"{settings.PUBLIC_URL}/health", timeout=DEADLINE)
    except httpx.TransportError:
        return False
    return response.status_code == 200
