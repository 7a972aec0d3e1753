"""All that can be done with runs over many homes; split by noun."""

from anju.fund_runs.actions.counting import count_chunk
from anju.fund_runs.actions.interest import close_interest, set_interest_rate, start_interest_run
from anju.fund_runs.actions.revenue import enter_revenue
from anju.fund_runs.actions.running import approve_run, book_chunk, reject_run

__all__ = [
    "approve_run",
    "book_chunk",
    "close_interest",
    "count_chunk",
    "enter_revenue",
    "reject_run",
    "set_interest_rate",
    "start_interest_run",
]
