"""Lists of any length, a hundred at a time; `next` of one page is `before` of the following."""

import re
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from anju.core.fields import FieldError
from anju.core.refusals import Refused
from anju.portals.api.errors import of_fields
from anju.portals.api.rules import Refusal

SIZE = 100
BEFORE = r"^([0-9]{4}-[0-9]{2}-[0-9]{2}\.)?[0-9]{1,18}$"


def page(rows: QuerySet[Any], before: str | None, by_day: str = "") -> tuple[list[Any], str | None]:
    """The rows before a place, newest first, and where the next page begins. `by_day` names the day they go by."""
    order = ["-pk"] if not by_day else [f"-{by_day}", "-pk"]
    rows = rows.order_by(*order)
    if before:
        day, _, number = before.rpartition(".")
        earlier = Q(pk__lt=int(number))
        if by_day and day:
            earlier = Q(**{f"{by_day}__lt": day}) | Q(earlier, **{by_day: day})
        rows = rows.filter(earlier)
    found = list(rows[: SIZE + 1])
    if len(found) <= SIZE:
        return found, None
    last = found[SIZE - 1]
    place = f"{getattr(last, by_day).isoformat()}.{last.pk}" if by_day else str(last.pk)
    return found[:SIZE], place


def is_place(text: str | None) -> bool:
    """Whether `before` can be one of ours."""
    if text is None:
        return True
    day = re.fullmatch(BEFORE, text, re.ASCII)
    if day is None:
        return False
    try:
        return not day[1] or bool(date.fromisoformat(day[1][:10]))
    except ValueError:
        return False


def asks(*names: str) -> Callable[[Any], Callable[..., Any]]:
    """Mark an operation that is asked these questions in its address, and no others."""

    def mark(view: Any) -> Callable[..., Any]:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            return asked_wrongly(request, set(names)) or view(request, *args, **kwargs)

        return wrapper

    return mark


def asked_wrongly(request: HttpRequest, known: set[str]) -> HttpResponse | None:
    """What is not named here is refused, so that no slip finds everything."""
    wrong = sorted(set(request.GET) - known)
    if not is_place(request.GET.get("before")):
        wrong.append("before")
    if not wrong:
        return None
    refused = Refused(Refusal.NOT_A_QUESTION)
    code = str(refused.code.value)
    return of_fields([FieldError(name[:40], name[:40], code, refused.message) for name in wrong])
