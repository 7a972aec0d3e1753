"""What a tenant's home page asks: sums over all leases, never a list of them. (TEN-90)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Min, Sum

from anju.contracts import queries as contracts
from anju.contracts.rules import DUE_SOON
from anju.core import clock
from anju.core.actors import Actor
from anju.ledger import queries as ledger
from anju.orders.models import Attempt
from anju.orders.queries.bills import bills_to_pay
from anju.orders.queries.orders import orders_seen_by
from anju.orders.rules import Status
from anju.payments import queries as payments

LOOKING_AHEAD = timedelta(days=60)
"""How far ahead the home page looks for due dates."""

LATELY = timedelta(days=30)
"""How long the home page shows money that went back."""


@dataclass(frozen=True)
class DueDay:
    """The bills that fall due on one day and are in no order; `filing_no` is that of the only lease, or empty."""

    on: date
    count: int
    fen: int
    filing_no: str


@dataclass(frozen=True)
class Outlook:
    """What is to be paid, day by day; each amount in fen."""

    days: list[DueDay]
    today: date

    @property
    def overdue(self) -> list[DueDay]:
        return [day for day in self.days if day.on < self.today]

    @property
    def now(self) -> list[DueDay]:
        """What is to be paid now: due within five days, or overdue. (PAY-01)"""
        return [day for day in self.days if day.on <= self.today + DUE_SOON]

    @property
    def later(self) -> list[DueDay]:
        return [day for day in self.days if day.on > self.today + DUE_SOON]


def outlook_of(actor: Actor) -> Outlook:
    """The due days of the bills that nobody has paid or put into an order, until some weeks from now; one query."""
    today = clock.today()
    bills = bills_to_pay(actor).filter(due_on__lte=today + LOOKING_AHEAD)
    rows = (
        bills.order_by("due_on")
        .values_list("due_on")
        .annotate(Count("id"), Sum("amount_fen"), Min("lease__filing_no"), Max("lease__filing_no"))
    )
    days = [
        DueDay(on, count, fen, first if first == last else "")
        for on, count, fen, first, last in rows
    ]
    return Outlook(days, today)


@dataclass(frozen=True)
class InTransit:
    """Money paid by Alipay that has not reached the supervised account yet; it comes on the day after. (PAY-08)"""

    count: int
    fen: int
    first_at: datetime | None
    last_at: datetime | None

    @property
    def arrives_on(self) -> date | None:
        return clock.day_of(self.last_at) + timedelta(days=1) if self.last_at else None

    @property
    def is_late(self) -> bool:
        """Whether some of it should have arrived before today."""
        if self.first_at is None:
            return False
        return clock.day_of(self.first_at) + timedelta(days=1) < clock.today()


def in_transit(actor: Actor) -> InTransit:
    """The orders that are 成功. A payment by Alipay ends within minutes of its start: its day is that of its start."""
    paid = orders_seen_by(actor).filter(status=Status.PAID).order_by()
    return InTransit(
        **paid.aggregate(
            count=Count("id"),
            fen=Sum("amount_fen", default=0),
            first_at=Min("payment__requested_at"),
            last_at=Max("payment__requested_at"),
        )
    )


def sent_back_lately(actor: Actor) -> list[payments.SentBack]:
    """Money of this tenant's orders that did not fit and goes back, or went back in the last weeks, newest first."""
    of_orders = Attempt.objects.filter(order__in=orders_seen_by(actor).order_by().values("pk"))
    return payments.sent_back(of_orders.values("payment"), since=clock.now() - LATELY)


@dataclass(frozen=True)
class HeldAtBank:
    """What one bank holds of a tenant's deposits and rents, in fen."""

    bank_name: str
    deposit_fen: int
    rent_fen: int

    @property
    def fen(self) -> int:
        return self.deposit_fen + self.rent_fen


def held_at_banks(actor: Actor) -> list[HeldAtBank]:
    """Where the tenant's money is, bank by bank, in one query however many leases there are."""
    held = ledger.held_together(contracts.pots_seen_by(actor))
    banks = sorted({bank for bank, _kind in held})
    return [
        HeldAtBank(bank, held.get((bank, "lease_deposit"), 0), held.get((bank, "lease_rent"), 0))
        for bank in banks
    ]


def latest_movements(actor: Actor, limit: int) -> list[ledger.Movement]:
    """What moved last in all of the tenant's books, newest first. Their balances are not told."""
    return ledger.latest_movements(contracts.pots_seen_by(actor), limit)
