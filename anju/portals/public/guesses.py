"""Who asks for one number after the other that does not exist is guessing, and has to wait."""

from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.core.cache import cache
from django.http import HttpRequest

LIMIT = 200
WAIT = timedelta(minutes=10)


def is_guessing(request: HttpRequest) -> bool:
    return misses(request) >= LIMIT


def note_miss(request: HttpRequest) -> None:
    cache.set(place(request), misses(request) + 1, WAIT.total_seconds())


def misses(request: HttpRequest) -> int:
    return int(cache.get(place(request), 0))


def place(request: HttpRequest) -> str:
    """An address; of the new kind the network, for whoever has one has them all."""
    address = ip_address(request.META.get("REMOTE_ADDR") or "0.0.0.0")  # noqa: S104 - not bound to
    where = ip_network((address, 64), strict=False) if address.version == 6 else address
    return f"public.guesses:{where}"
