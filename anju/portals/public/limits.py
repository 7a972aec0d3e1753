"""So many times from one network address, then a wait; counted in the cache that all processes share."""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.core.cache import cache
from django.http import HttpRequest

WAIT = timedelta(minutes=10)


@dataclass(frozen=True)
class Limit:
    """What is counted, by name; it is forgotten when for ten minutes nothing was added."""

    name: str

    def note(self, request: HttpRequest) -> None:
        cache.set(self.place(request), self.count(request) + 1, WAIT.total_seconds())

    def count(self, request: HttpRequest) -> int:
        return int(cache.get(self.place(request), 0))

    def place(self, request: HttpRequest) -> str:
        """An address; of the new kind the network, for whoever has one has them all."""
        address = ip_address(request.META.get("REMOTE_ADDR") or "0.0.0.0")  # noqa: S104 - not bound to
        where = ip_network((address, 64), strict=False) if address.version == 6 else address
        return f"public.{self.name}:{where}"
