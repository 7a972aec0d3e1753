"""What can be done: count a month, count what the ledger has sealed, count the work that is open."""

from anju.statistics.actions.board import (
    collect_refund_times,
    compute_refund_times,
    count_refunds,
    count_year_of_refunds,
    note_minute,
)
from anju.statistics.actions.money import count_all_money, count_money
from anju.statistics.actions.months import compute_month
from anju.statistics.actions.reports import ask_for_report, make_report
from anju.statistics.actions.work import count_work

__all__ = [
    "ask_for_report",
    "collect_refund_times",
    "compute_month",
    "compute_refund_times",
    "count_all_money",
    "count_money",
    "count_refunds",
    "count_work",
    "count_year_of_refunds",
    "make_report",
    "note_minute",
]
