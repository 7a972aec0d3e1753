"""All that can be done with accounts and deposits of the maintenance fund; split by noun."""

from anju.fund.actions.accounts import correct_area, open_account, sell_home
from anju.fund.actions.booking import book_notifications, settle_lines, settle_notification
from anju.fund.actions.deposits import (
    ask_whether_paid,
    close_deposit,
    demand_deposit,
    deposit_voluntarily,
    end_payments,
    issue_notice,
    start_payment,
)

__all__ = [
    "ask_whether_paid",
    "book_notifications",
    "close_deposit",
    "correct_area",
    "demand_deposit",
    "deposit_voluntarily",
    "end_payments",
    "issue_notice",
    "open_account",
    "sell_home",
    "settle_lines",
    "settle_notification",
    "start_payment",
]
