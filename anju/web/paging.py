"""Lists page by key: the next page begins after the last row of this one, however far back that is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

SIZE = 20


@dataclass(frozen=True)
class PageOfRows:
    """Some rows of a list, and the addresses of the pages before and after it ("" where there is none)."""

    rows: list[Any]
    newer_url: str = ""
    older_url: str = ""


def page_of(rows: QuerySet, request: HttpRequest, size: int = SIZE) -> PageOfRows:
    """The page of a list that the address asks for: `after=<id>` or `before=<id>` of a row, else the first.

    The rows must be ordered by names, the last of them unique. A row that this list does not have asks for the first.
    """
    before = row_asked_for(rows, request.GET.get("before", ""))
    after = None if before else row_asked_for(rows, request.GET.get("after", ""))
    if before:
        found = list(rows.filter(beyond(rows, before, backwards=True)).reverse()[: size + 1])
        shown = found[:size][::-1]
        has_newer, has_older = len(found) > size, True
    else:
        found = list((rows.filter(beyond(rows, after)) if after else rows)[: size + 1])
        shown = found[:size]
        has_newer, has_older = after is not None, len(found) > size
    if not shown:
        return PageOfRows([])
    return PageOfRows(
        shown,
        address(request, before=shown[0].pk) if has_newer else "",
        address(request, after=shown[-1].pk) if has_older else "",
    )


def batches_of(rows: QuerySet, size: int = 1_000) -> Iterator[list[Any]]:
    """A whole list, so many rows at a time, each batch found by the key of the last row before it."""
    batch = list(rows[:size])
    while batch:
        yield batch
        batch = list(rows.filter(beyond(rows, batch[-1]))[:size]) if len(batch) == size else []


def row_asked_for(rows: QuerySet, text: str) -> Any:
    wanted = re.fullmatch(r"[0-9]{1,18}", text)
    return rows.prefetch_related(None).filter(pk=int(text)).first() if wanted else None


def beyond(rows: QuerySet, row: Any, backwards: bool = False) -> Q:
    """The condition of standing after a row (or before it) in the order of the list.

    The first name is said twice: by it alone an index finds where to begin.
    """
    condition, same, first = Q(), Q(), Q()
    for name in rows.query.order_by:
        field = str(name).removeprefix("-")
        is_descending = str(name).startswith("-") != backwards
        value = reduce(getattr, field.split("__"), row)
        way = "lt" if is_descending else "gt"
        condition |= same & Q(**{f"{field}__{way}": value})
        first = first or Q(**{f"{field}__{way}e": value})
        same &= Q(**{field: value})
    return first & condition


def address(request: HttpRequest, **place: int | str) -> str:
    """The present address with another place in the list, or another part of the search."""
    query = request.GET.copy()
    query.pop("before", None)
    query.pop("after", None)
    for name, value in place.items():
        query[name] = str(value)
    return f"{request.path}?{query.urlencode()}"
