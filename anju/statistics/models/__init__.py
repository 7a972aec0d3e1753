from anju.statistics.models.board import MonthlyReport, RefundTime, RefundTimes, UptimeOfDay
from anju.statistics.models.money import CountedEntries, CountedPot, Counting, MoneyHeld, MoneyMoved
from anju.statistics.models.months import MonthFigures
from anju.statistics.models.work import WorkWaiting

__all__ = [
    "CountedEntries",
    "CountedPot",
    "Counting",
    "MoneyHeld",
    "MoneyMoved",
    "MonthFigures",
    "MonthlyReport",
    "RefundTime",
    "RefundTimes",
    "UptimeOfDay",
    "WorkWaiting",
]
