"""How the departments (管理部) keep their three working days, by district and kind. (CTR-05)"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from anju.companies import queries as companies
from anju.core.rules import DISTRICTS
from anju.fund import queries as fund
from anju.oversight.rules import Review


@dataclass(frozen=True)
class Load:
    """What waits for one department of one kind; `first_on` is the day by which the oldest is due."""

    kind: Review
    district: str
    waiting: int
    overdue: int
    first_on: date | None


def loads_by_district() -> list[Load]:
    """Where something waits, by district, then by kind; four questions over what is open."""
    rows = [*fund.additions_by_district(), *companies.reviews_by_district()]
    loads = [
        Load(Review(kind), district, waiting, overdue, first)
        for kind, district, waiting, overdue, first in rows
    ]
    places, kinds = list(DISTRICTS), list(Review)
    return sorted(loads, key=lambda one: (places.index(one.district), kinds.index(one.kind)))


def reviews_waiting(kind: Review, district: str) -> QuerySet[Any]:
    """The very cases behind a load, the first due first."""
    if kind == Review.ADDITION:
        return fund.additions_waiting(district)
    return companies.reviews_waiting(kind.value, district)
