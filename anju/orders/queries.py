from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)

from anju.contracts import queries as contracts
from anju.contracts.rules import DUE_SOON, BillStatus
from anju.core import clock
from anju.core import queries as core_queries
from anju.core.actors import Actor
from anju.ledger import queries as ledger
from anju.orders import rules
from anju.orders.models import Order, OrderLine
from anju.orders.rules import OPEN, Status
from anju.payments import queries as payments
from anju.payments.rules import Channel

if TYPE_CHECKING:
    from anju.contracts.models import Bill, Lease
    from anju.payments.models import BankEntry

# Orders ---------------------------------------------------------------------------------------------------


def orders_seen_by(actor: Actor) -> QuerySet[Order]:
    """The orders of every lease on which this person or organisation is a tenant, newest first."""
    party = contracts.tenant_party(actor, "lease__tenants")
    if party is None:
        return Order.objects.none()
    return (
        Order.objects.filter(party)
        .select_related(
            "lease__enterprise", "lease__bank_account", "payment__bank_account", "person"
        )
        .order_by("-id")
    )


def orders_found(
    actor: Actor, *, kind: str = "", no: str = "", status: str = ""
) -> QuerySet[Order]:
    """The search of 缴纳订单查询. (ORD-01) An order whose time is over counts as cancelled, as it is shown."""
    orders = orders_seen_by(actor)
    if kind:
        orders = orders.filter(kind=kind)
    if no:
        orders = orders.filter(no=no)
    over = Q(status__in=OPEN, expires_at__lte=clock.now())
    if status == Status.CANCELLED:
        return orders.filter(over | Q(status=status))
    return orders.filter(status=status).exclude(over) if status else orders


def open_orders(actor: Actor) -> QuerySet[Order]:
    """The orders that wait for this tenant: 待确认 and 支付中, as long as their time lasts."""
    orders = orders_seen_by(actor).filter(status__in=OPEN)
    return orders.exclude(expires_at__lte=clock.now())


def is_over(order: Order, at: datetime) -> bool:
    """Whether the time of an open order has run out, swept or not: it can't be paid any more. (ORD-02)"""
    return order.status in OPEN and order.expires_at is not None and order.expires_at <= at


def seconds_left(order: Order, at: datetime) -> int:
    """How long an order can still be acted on; 0 for one that has no limit or is over."""
    if order.expires_at is None:
        return 0
    return max(0, int((order.expires_at - at).total_seconds()))


def offers_of(order: Order, at: datetime) -> frozenset[rules.Offer]:
    """What the tenant can do with an order: 【去缴款】【继续缴纳】【取消订单】. (ORD-04…06)"""
    channel = order.payment.channel if order.payment else ""
    return rules.offers(order.status, channel, is_over(order, at))


@dataclass(frozen=True)
class Step:
    """One line of an order's history: when, which move, to which status, by which door, why."""

    at: datetime
    move: str
    status: str
    actor: str
    portal: str
    because: str


def steps_of(order: Order) -> list[Step]:
    """What has happened to an order since it was placed, oldest first."""
    events = core_queries.history_of(order)
    return [
        Step(
            event.at,
            str(rules.MOVES[event.move].label),
            str(Status(event.new_status).label),
            event.actor,
            event.portal,
            event.because,
        )
        for event in events
    ]


def lines_of(order: Order) -> QuerySet[OrderLine]:
    return (
        OrderLine.objects.filter(order=order)
        .select_related("bill__lease")
        .order_by("bill__kind", "bill__number")
    )


def order_by_no(no: str) -> Order:
    return Order.objects.select_related(
        "lease", "payment__bank_account", "person", "organisation"
    ).get(no=no)


def orders_of(lease: Lease) -> QuerySet[Order]:
    """Every order of one lease, newest first."""
    return Order.objects.filter(lease=lease).select_related("payment").order_by("-id")


def count_by_status(*statuses: Status) -> int:
    return Order.objects.filter(status__in=statuses).count()


def payer_entry(order: Order) -> BankEntry | None:
    """The bank credit that paid an order; only orders paid by bank transfer and booked have one. (ORD-03)"""
    payment = order.payment
    if payment is None or payment.channel != Channel.BANK_TRANSFER:
        return None
    return payments.credit_of(payment) if order.status == Status.IN_CUSTODY else None


def orders_matching(entry: BankEntry) -> QuerySet[Order]:
    """Orders that a credit in suspense may have been meant for: same amount, same bank account, bills still open."""
    taken = OrderLine.objects.filter(bill__lines__order=OuterRef("pk"), holds=True).exclude(
        order=OuterRef("pk")
    )
    return (
        Order.objects.filter(amount_fen=entry.amount_fen, lease__bank_account=entry.bank_account_id)
        .filter(status__in=[*OPEN, Status.CANCELLED, Status.FAILED])
        .exclude(Exists(taken))
        .select_related("lease", "person", "organisation")
        .order_by("-id")
    )


# Bills ----------------------------------------------------------------------------------------------------


def with_status(bills: QuerySet[Bill]) -> QuerySet[Bill]:
    """Bills with `status` (a BillStatus, from the due date and the order that holds the bill) and `order_no`."""
    holding = _holding("pk")
    today = clock.today()
    return bills.annotate(
        order_status=Subquery(holding.values("order__status")[:1]),
        order_no=Subquery(holding.values("order__no")[:1]),
    ).annotate(
        status=Case(
            When(order_status=Status.IN_CUSTODY, then=Value(BillStatus.IN_CUSTODY)),
            When(order_status=Status.PAID, then=Value(BillStatus.PAID)),
            When(order_status__isnull=False, then=Value(BillStatus.IN_ORDER)),
            When(due_on__lt=today, then=Value(BillStatus.OVERDUE)),
            When(due_on__gt=today + DUE_SOON, then=Value(BillStatus.NOT_DUE)),
            default=Value(BillStatus.PAYABLE),
            output_field=CharField(),
        )
    )


def bills_seen_by(actor: Actor) -> QuerySet[Bill]:
    """All bills of every status of this tenant's leases, newest filing first. (BIL-01)"""
    bills = contracts.bills_seen_by(actor)
    return with_status(bills).order_by("-lease_id", "due_on", "kind", "number")


def bills_found(
    actor: Actor,
    *,
    filing_no: str = "",
    kind: str = "",
    filed_from: date | None = None,
    filed_to: date | None = None,
    status: str = "",
) -> QuerySet[Bill]:
    """The search of 账单查询. (BIL-01)"""
    wanted = {
        "lease__filing_no": filing_no,
        "kind": kind,
        "lease__filed_on__gte": filed_from,
        "lease__filed_on__lte": filed_to,
        "status": status,
    }
    return bills_seen_by(actor).filter(**{name: value for name, value in wanted.items() if value})


def bills_of(lease: Lease) -> QuerySet[Bill]:
    """All bills of one lease with `status`, in the order in which they fall due."""
    return with_status(contracts.bills_of(lease))


def unpaid_bills(lease: Lease, kind: str = "") -> QuerySet[Bill]:
    """What a tenant still has to pay for a lease, with `status`: also bills that an order holds. (PAY-02)"""
    bills = contracts.bills_of(lease).filter(**({"kind": kind} if kind else {}))
    paid = Q(status__in=(BillStatus.PAID, BillStatus.IN_CUSTODY))
    return with_status(bills).exclude(paid)


def _holding(bill: str) -> QuerySet[OrderLine]:
    """The line that keeps a bill from other orders. An order whose ten minutes are over holds nothing."""
    over = Q(order__status=Status.AWAITING, order__expires_at__lte=clock.now())
    return OrderLine.objects.filter(bill=OuterRef(bill), holds=True).exclude(over)


def leases_to_pay(actor: Actor, filing_no: str = "") -> QuerySet[Lease]:
    """Leases with something to pay, each with `next_due_on` and `to_pay_fen`. (PAY-01)

    By default those with a bill due within five days, or overdue; by filing number whenever anything is unpaid.
    """
    leases = contracts.leases_seen_by(actor)
    unpaid = ~Exists(_holding("bills")) & Q(bills__isnull=False)
    leases = leases.annotate(
        next_due_on=Min("bills__due_on", filter=unpaid),
        to_pay_fen=Sum("bills__amount_fen", filter=unpaid & Q(bills__due_on__lte=_soon())),
    )
    leases = leases.order_by("next_due_on", "id")
    if filing_no:
        return leases.filter(filing_no=filing_no, next_due_on__isnull=False)
    return leases.filter(next_due_on__lte=_soon())


@dataclass(frozen=True)
class Due:
    """What a tenant has to pay now: bills due within five days, and those overdue."""

    count: int
    overdue_count: int
    fen: int
    first_on: date | None


DUE = Q(status__in=(BillStatus.PAYABLE, BillStatus.OVERDUE))
SUMS_OF_DUE = {
    "count": Count("id"),
    "overdue_count": Count("id", filter=Q(status=BillStatus.OVERDUE)),
    "fen": Sum("amount_fen", default=0),
    "first_on": Min("due_on"),
}


def due_of(actor: Actor) -> Due:
    return Due(**bills_seen_by(actor).filter(DUE).aggregate(**SUMS_OF_DUE))


def dues_of(leases: list[Lease]) -> dict[int, Due]:
    """What is to be paid now for each of several leases, in one query; without a lease where nothing is."""
    bills = with_status(contracts.bills_of_leases(leases)).filter(DUE)
    rows = bills.order_by().values_list("lease_id").annotate(**SUMS_OF_DUE)
    return {lease_id: Due(*sums) for lease_id, *sums in rows}


def _soon() -> date:
    return clock.today() + DUE_SOON


# Balances -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LeaseBalance:
    """What is held for one lease, in fen: 监管押金余额 and 监管租金余额."""

    lease: Lease
    deposit_fen: int
    rent_fen: int


def balances_of(leases: list[Lease]) -> list[LeaseBalance]:
    """The balances of several leases in one query. (BAL-01)"""
    held = ledger.balances([pot for lease in leases for pot in (lease.deposit_pot, lease.rent_pot)])
    return [
        LeaseBalance(lease, held.get(lease.deposit_pot, 0), held.get(lease.rent_pot, 0))
        for lease in leases
    ]


@dataclass(frozen=True)
class Held:
    """All that is held for a tenant, and the leases for which anything is held, newest filing first."""

    leases: list[LeaseBalance]

    @property
    def deposit_fen(self) -> int:
        return sum(balance.deposit_fen for balance in self.leases)

    @property
    def rent_fen(self) -> int:
        return sum(balance.rent_fen for balance in self.leases)

    @property
    def fen(self) -> int:
        return self.deposit_fen + self.rent_fen


def held_for(actor: Actor) -> Held:
    balances = balances_of(list(contracts.leases_found(actor)))
    return Held([balance for balance in balances if balance.deposit_fen or balance.rent_fen])
