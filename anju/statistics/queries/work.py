"""How much work is open, and was on days before: rows that a run keeps. (CTR-01)"""

from datetime import date
from typing import Any

from django.db.models import Min, Sum

from anju.core import clock
from anju.statistics.models import WorkWaiting
from anju.statistics.queries.money import Amount


def work_now(**of: Any) -> dict[str, tuple[int, date]]:
    """By kind of work how much is open by today's figures, and since when the oldest is."""
    rows = WorkWaiting.objects.filter(day=clock.today(), **of).values_list("work")
    found = rows.annotate(total=Sum("count"), oldest=Min("oldest_on"))
    return {work: (total, oldest) for work, total, oldest in found}


def work_by(work: str, by: str, **of: Any) -> list[Amount]:
    """One kind of work by "district" or "enterprise_id", the most first. `fen` is none: it is counted, not paid."""
    rows = WorkWaiting.objects.filter(day=clock.today(), work=work, **of).values_list(by)
    return [
        Amount(one, 0, total) for one, total in rows.annotate(n=Sum("count")).order_by("-n", by)
    ]


def work_of_enterprises(work: str, enterprise_ids: list[int]) -> list[tuple[int, int, date]]:
    """Of some enterprises how much of one kind of work is open now, and since when the oldest is."""
    rows = WorkWaiting.objects.filter(
        day=clock.today(), work=work, enterprise__in=enterprise_ids
    ).values_list("enterprise")
    return list(rows.annotate(n=Sum("count"), oldest=Min("oldest_on")))


def work_by_day(first: date, last: date) -> dict[date, dict[str, int]]:
    """By day how much of each kind of work was open when it was counted last."""
    found: dict[date, dict[str, int]] = {}
    rows = WorkWaiting.objects.filter(day__range=(first, last)).values_list("day", "work")
    for day, work, total in rows.annotate(n=Sum("count")):
        found.setdefault(day, {})[work] = total
    return found
