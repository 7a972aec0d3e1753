from anju.statistics.models.money import (
    CountedEntries,
    CountedPot,
    Counting,
    MoneyHeld,
    MoneyMoved,
)
from anju.statistics.models.months import MonthFigures
from anju.statistics.models.work import WorkWaiting

__all__ = [
    "CountedEntries",
    "CountedPot",
    "Counting",
    "MoneyHeld",
    "MoneyMoved",
    "MonthFigures",
    "WorkWaiting",
]
