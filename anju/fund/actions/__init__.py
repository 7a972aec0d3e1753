"""All that can be done with accounts and deposits of the maintenance fund; split by noun."""

from anju.fund.actions.accounts import (
    account_for,
    correct_area,
    open_account,
    open_accounts,
    sell_home,
    sell_unsold,
)
from anju.fund.actions.additions import add_home, approve_addition, reject_addition
from anju.fund.actions.booking import book_notifications, settle_lines, settle_notification
from anju.fund.actions.deposits import (
    ask_whether_paid,
    close_deposit,
    demand_deposit,
    end_payments,
    issue_notice,
    start_payment,
)
from anju.fund.actions.entering import (
    SellingUnit,
    enter_building,
    enter_community,
    enter_home,
    enter_unsold,
    known_community,
)
from anju.fund.actions.looking import Found, find_deposit, forget_tries, look_up
from anju.fund.actions.losses import record_loss, withdraw_loss
from anju.fund.actions.openings import Held, take_over
from anju.fund.actions.receipts import record_paper_receipt, request_receipt, void_receipt
from anju.fund.actions.refunds import PURPOSE as REFUND_PURPOSE
from anju.fund.actions.refunds import (
    approve_refund,
    claim_refund,
    end_refund,
    enter_refund,
    reject_refund,
)
from anju.fund.actions.shares import close_shares, demand_shares, free_shares
from anju.fund.actions.voluntary import deposit_voluntarily, pay_voluntarily, withdraw_deposit

__all__ = [
    "REFUND_PURPOSE",
    "Found",
    "Held",
    "SellingUnit",
    "account_for",
    "add_home",
    "approve_addition",
    "approve_refund",
    "ask_whether_paid",
    "book_notifications",
    "claim_refund",
    "close_deposit",
    "close_shares",
    "correct_area",
    "demand_deposit",
    "demand_shares",
    "deposit_voluntarily",
    "end_payments",
    "end_refund",
    "enter_building",
    "enter_community",
    "enter_home",
    "enter_refund",
    "enter_unsold",
    "find_deposit",
    "forget_tries",
    "free_shares",
    "issue_notice",
    "known_community",
    "look_up",
    "open_account",
    "open_accounts",
    "pay_voluntarily",
    "record_loss",
    "record_paper_receipt",
    "reject_addition",
    "reject_refund",
    "request_receipt",
    "sell_home",
    "sell_unsold",
    "settle_lines",
    "settle_notification",
    "start_payment",
    "take_over",
    "void_receipt",
    "withdraw_deposit",
    "withdraw_loss",
]
