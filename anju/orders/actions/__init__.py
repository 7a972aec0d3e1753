"""All that can be done with payment orders; split by noun."""

from anju.orders.actions.booking import book_credits, book_notifications
from anju.orders.actions.money_that_does_not_fit import match_credit
from anju.orders.actions.placing import (
    cancel_order,
    choose_again,
    expire_orders,
    payment_closed,
    place_order,
    start_payment,
)
from anju.orders.actions.settling import settle_lines

__all__ = [
    "book_credits",
    "book_notifications",
    "cancel_order",
    "choose_again",
    "expire_orders",
    "match_credit",
    "payment_closed",
    "place_order",
    "settle_lines",
    "start_payment",
]
