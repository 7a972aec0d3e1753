"""What can be done: count a month, count what the ledger has sealed, count the work that is open."""

from anju.statistics.actions.money import count_all_money, count_money
from anju.statistics.actions.months import compute_month
from anju.statistics.actions.work import count_work

__all__ = ["compute_month", "count_all_money", "count_money", "count_work"]
