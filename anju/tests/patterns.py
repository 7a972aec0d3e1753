"""The addresses of the product, read from its URL patterns: what tests walk that leave none out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import getclosurevars
from typing import Any

from django.urls import URLPattern, get_resolver

METHODS = ("GET", "POST")


@dataclass(frozen=True)
class Pattern:
    """`name` is the view's with its namespace, `converters` those of the whole route: argument → converter."""

    name: str
    route: str
    converters: dict[str, Any]
    view: Callable[..., Any]

    @property
    def portal(self) -> str:
        return self.name.partition(":")[0] if ":" in self.name else ""

    @property
    def methods(self) -> tuple[str, ...]:
        """What `require_GET` and its like let through; without one of them, both."""
        view: Any = self.view
        while view is not None:
            allowed = getclosurevars(view).nonlocals.get("request_method_list")
            if allowed is not None:
                return tuple(method for method in METHODS if method in allowed)
            view = getattr(view, "__wrapped__", None)
        return METHODS


def all_patterns(urlconf: str | None = None) -> list[Pattern]:
    """Of our portals and of the pages of staff accounts, without what answers programs (API, gateway, /health)."""
    found = walk(get_resolver(urlconf).url_patterns, "", "", {})
    shown = [one for one in found if not one.route.startswith(("api/", "gateway/"))]
    return [one for one in shown if getattr(one.view, "door", "") != "machine"]


def walk(
    patterns: list[Any], namespace: str, route: str, converters: dict[str, Any]
) -> Iterator[Pattern]:
    for one in patterns:
        here, converted = route + str(one.pattern), converters | one.pattern.converters
        if isinstance(one, URLPattern):
            yield Pattern(f"{namespace}{one.name}", here, converted, one.callback)
        else:
            inside = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from walk(one.url_patterns, inside, here, converted)
