"""How much waits on a desk, counted as far as it matters to somebody who looks."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

MOST_COUNTED = 99


@dataclass(frozen=True)
class Waiting:
    """A number up to 99; what is more is told as 99+."""

    count: int

    def __str__(self) -> str:
        return str(self.count) if self.count <= MOST_COUNTED else f"{MOST_COUNTED}+"

    def __bool__(self) -> bool:
        return self.count > 0


def waiting(rows: QuerySet[Any]) -> Waiting:
    """So many rows are read at the most, however many there are: a desk is opened all day long."""
    return Waiting(rows.order_by()[: MOST_COUNTED + 1].count())
