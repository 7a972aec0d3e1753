from anju.statistics.models.board import MonthlyReport, RefundTime, RefundTimes, UptimeOfDay
from anju.statistics.models.months import MonthFigures

__all__ = ["MonthFigures", "MonthlyReport", "RefundTime", "RefundTimes", "UptimeOfDay"]
