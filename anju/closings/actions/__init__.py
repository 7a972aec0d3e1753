"""What can be done to close a bank account's day."""

from anju.closings.actions.closing import close_day, open_days
from anju.closings.actions.comparing import compare_day
from anju.closings.actions.differences import (
    admit_line,
    ask_the_bank,
    explain,
    hear_of_transit,
    mark_in_transit,
)
from anju.closings.actions.entries import (
    book_entry,
    deny_credit,
    make_entry,
    reject_entry,
    reverse_entry,
    settle_by_entry,
    withdraw_entry,
)

__all__ = [
    "admit_line",
    "ask_the_bank",
    "book_entry",
    "close_day",
    "compare_day",
    "deny_credit",
    "explain",
    "hear_of_transit",
    "make_entry",
    "mark_in_transit",
    "open_days",
    "reject_entry",
    "reverse_entry",
    "settle_by_entry",
    "withdraw_entry",
]
