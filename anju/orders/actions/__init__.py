"""All that can be done with payment orders; split by noun."""

from anju.orders.actions.booking import book_credits, book_notifications
from anju.orders.actions.changing import (
    change_lease,
    consent_to_carry_over,
    take_back_carry_over,
    withdraw_bills,
)
from anju.orders.actions.money_that_does_not_fit import match_credit
from anju.orders.actions.placing import (
    ask_whether_paid,
    cancel_order,
    choose_again,
    expire_orders,
    payment_closed,
    place_order,
    start_payment,
)
from anju.orders.actions.settling import settle_lines
from anju.orders.actions.uploads import (
    check_rows,
    check_upload_again,
    finish_upload,
    order_upload,
    receive_upload,
    start_upload,
)

__all__ = [
    "ask_whether_paid",
    "book_credits",
    "book_notifications",
    "cancel_order",
    "change_lease",
    "check_rows",
    "check_upload_again",
    "choose_again",
    "consent_to_carry_over",
    "expire_orders",
    "finish_upload",
    "match_credit",
    "order_upload",
    "payment_closed",
    "place_order",
    "receive_upload",
    "settle_lines",
    "start_payment",
    "start_upload",
    "take_back_carry_over",
    "withdraw_bills",
]
