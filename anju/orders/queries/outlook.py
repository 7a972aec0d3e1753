"""What a tenant's home page asks: sums over all leases, never a list of them. (TEN-90)"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anju.contracts import queries as contracts
from anju.core import clock
from anju.core.actors import Actor
from anju.core.prepared import rows_prepared
from anju.ledger import queries as ledger
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
    visible_until: date

    @property
    def overdue(self) -> list[DueDay]:
        return [day for day in self.days if day.on < self.today]

    @property
    def now(self) -> list[DueDay]:
        """What is to be paid now: due within five days, or overdue. (PAY-01)"""
        return [day for day in self.days if day.on <= self.visible_until]

    @property
    def later(self) -> list[DueDay]:
        return [day for day in self.days if day.on > self.visible_until]


def outlook_of(actor: Actor) -> Outlook:
    """The due days of the bills that nobody has paid or put into an order, until some weeks from now; one query.

    Nothing is due for a lease whose end is registered.
    """
    today = clock.today()
    mine, whose = contracts.lease_ids_sql(actor)
    rows = rows_prepared(
        f"""
        SELECT due_on, count(*), sum(bill.amount_fen)::bigint, min(filing_no), max(filing_no)
        FROM contracts_bill AS bill JOIN contracts_lease AS lease ON lease.id = lease_id
        WHERE lease_id IN ({mine}) AND due_on <= %(until)s AND withdrawn_at IS NULL AND NOT EXISTS (
            SELECT FROM orders_orderline AS line JOIN orders_order AS placed ON placed.id = order_id
            WHERE bill_id = bill.id AND holds AND (status <> 'awaiting' OR expires_at > %(now)s)
        ) AND NOT EXISTS (
            SELECT FROM custody_hold AS ending
            WHERE ending.lease_id = lease.id AND reason = 'ending' AND status = 'in_force'
        )
        GROUP BY due_on ORDER BY due_on
        """,  # noqa: S608 - `mine` is a text of this program
        {**whose, "until": today + LOOKING_AHEAD, "now": clock.now()},
    )
    days = [
        DueDay(on, count, fen, first if first == last else "")
        for on, count, fen, first, last in rows
    ]
    return Outlook(days, today, today + contracts.visible_before())


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


@dataclass(frozen=True)
class UnderWay:
    """What is going on: whether an order is open, and what is in transit."""

    has_open_orders: bool
    transit: InTransit


def under_way(actor: Actor) -> UnderWay:
    """A payment by Alipay ends within minutes of its start: its day is that of its start."""
    orders, whose = _orders_sql(actor)
    rows = rows_prepared(
        f"""
        SELECT placed.status, count(*), sum(placed.amount_fen)::bigint, min(requested_at), max(requested_at)
        FROM orders_order AS placed LEFT JOIN payments_payment AS payment ON payment.id = payment_id
        WHERE placed.id IN ({orders}) AND placed.status IN ('awaiting', 'paying', 'paid')
        GROUP BY placed.status
        """,  # noqa: S608 - `orders` is a text of this program
        whose,
    )
    found = {status: InTransit(*sums) for status, *sums in rows}
    paid = found.pop(Status.PAID, InTransit(0, 0, None, None))
    return UnderWay(bool(found), paid)


def _orders_sql(actor: Actor) -> tuple[str, dict[str, int | None]]:
    """The ids of `orders_seen_by` as plain SQL and its parameters."""
    mine, whose = contracts.lease_ids_sql(actor)
    sql = f"SELECT id FROM orders_order WHERE kind = 'tenant' AND lease_id IN ({mine})"  # noqa: S608
    if actor.organisation_id is not None and actor.only_lease_id is None:
        sql += """ UNION ALL SELECT id FROM orders_order
            WHERE kind = 'tenant' AND lease_id IS NULL AND organisation_id = %(party)s"""
    return sql, whose


def sent_back_lately(actor: Actor) -> list[payments.SentBack]:
    """Money of this tenant's orders that did not fit and goes back, or went back in the last weeks, newest first."""
    orders, whose = _orders_sql(actor)
    of_orders = f"SELECT payment_id FROM orders_attempt WHERE order_id IN ({orders})"  # noqa: S608
    return payments.sent_back(of_orders, whose, since=clock.now() - LATELY)


@dataclass(frozen=True)
class HeldAtBank:
    """What one bank holds of a tenant's deposits and rents, in fen."""

    bank_name: str
    deposit_fen: int
    rent_fen: int

    @property
    def fen(self) -> int:
        return self.deposit_fen + self.rent_fen


@dataclass(frozen=True)
class Held:
    """Where the tenant's money is, bank by bank, and what moved last in all of its books, newest first."""

    banks: list[HeldAtBank]
    movements: list[ledger.Movement]


def held_of(actor: Actor, most_movements: int) -> Held:
    """Two queries, however many leases there are. The movements do not tell their balances."""
    pots = ledger.pots_of(*contracts.pots_sql(actor))
    fen: Counter[tuple[str, str]] = Counter()
    for pot in pots:
        fen[pot.group, pot.kind] += pot.balance_fen
    banks = [
        HeldAtBank(bank, fen[bank, "lease_deposit"], fen[bank, "lease_rent"])
        for bank in sorted({pot.group for pot in pots})
    ]
    return Held(banks, ledger.latest_movements(pots, most_movements))
