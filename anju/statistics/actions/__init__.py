"""What can be done: count a month, count refund times and minutes, make the report of a month."""

from anju.statistics.actions.board import (
    collect_refund_times,
    compute_refund_times,
    note_minute,
)
from anju.statistics.actions.months import compute_month
from anju.statistics.actions.reports import ask_for_report, make_report

__all__ = [
    "ask_for_report",
    "collect_refund_times",
    "compute_month",
    "compute_refund_times",
    "make_report",
    "note_minute",
]
