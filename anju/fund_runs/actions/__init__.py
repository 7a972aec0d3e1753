"""All that can be done with runs over many homes; split by noun."""

from anju.fund_runs.actions.closing import close_interest, enter_refund
from anju.fund_runs.actions.counting import count_chunk
from anju.fund_runs.actions.interest import start_interest_run
from anju.fund_runs.actions.rates import approve_interest_rates, propose_interest_rates
from anju.fund_runs.actions.revenue import enter_revenue
from anju.fund_runs.actions.running import approve_run, book_chunk, reject_run
from anju.fund_runs.actions.units import UnitRow, enter_unit_deposit

__all__ = [
    "UnitRow",
    "approve_interest_rates",
    "approve_run",
    "book_chunk",
    "close_interest",
    "count_chunk",
    "enter_refund",
    "enter_revenue",
    "enter_unit_deposit",
    "propose_interest_rates",
    "reject_run",
    "start_interest_run",
]
