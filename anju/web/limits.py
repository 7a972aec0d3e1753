"""So many times from one network address, then a wait; counted in the cache that all processes share."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.http import HttpRequest

from anju.core.networks import network_of

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
        return f"public.{self.name}:{network_of(request.META.get('REMOTE_ADDR') or '')}"
