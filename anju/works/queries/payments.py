"""What the fund centre pays, and has paid. (rules B7.5, B7.8, B8.5)"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from anju.core.actors import Actor
from anju.works.models import Order, Payment, Settlement


@dataclass(frozen=True)
class Payable:
    """How much may be paid now at each stage (0: nothing), and what went and is going."""

    first_fen: int
    final_fen: int
    paid_fen: int
    going_fen: int
    frozen_fen: int


def payable_of(order: Order) -> Payable:
    raise NotImplementedError


def payments_of(order: Order) -> QuerySet[Payment]:
    """All payments of an order, newest first."""
    raise NotImplementedError


def payments_seen_by(actor: Actor) -> QuerySet[Payment]:
    """Staff of the fund see those of their department's district, the authority all; a company its own."""
    raise NotImplementedError


def orders_to_pay(actor: Actor) -> QuerySet[Order]:
    """payments_to_enter: approved (first payment) and settled (final payment) orders for which a payment can be
    entered now, the next due first; also those whose last payment failed.
    """
    raise NotImplementedError


payments_to_enter = orders_to_pay


def payments_to_check(actor: Actor) -> QuerySet[Payment]:
    """Those that wait for another person, oldest first."""
    raise NotImplementedError


def payments_failed(actor: Actor) -> QuerySet[Payment]:
    """Those that the bank did not pay and that no other payment has replaced: a new account is needed."""
    raise NotImplementedError


def settlements_of(order: Order) -> QuerySet[Settlement]:
    """Newest first, with invoices."""
    raise NotImplementedError


def standing_settlement(order: Order) -> Settlement | None:
    """The one that waits for review, or was approved."""
    raise NotImplementedError
