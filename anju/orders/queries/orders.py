"""What may be asked about orders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from anju.contracts import queries as contracts
from anju.core import clock
from anju.core import queries as core_queries
from anju.core.actors import Actor
from anju.orders import rules
from anju.orders.models import Order, OrderLine
from anju.orders.rules import OPEN, OrderKind, Status
from anju.payments import queries as payments
from anju.payments.rules import Channel

if TYPE_CHECKING:
    from anju.contracts.models import Lease
    from anju.payments.models import BankEntry


def orders_seen_by(actor: Actor) -> QuerySet[Order]:
    """A tenant's own orders and those of its co-tenants, newest first; an organisation's for several leases too."""
    if not actor.is_tenant:
        return Order.objects.none()
    orders = Order.objects.filter(
        lease__in=contracts.lease_ids_seen_by(actor), kind=OrderKind.TENANT
    )
    if actor.organisation_id is not None and actor.only_lease_id is None:
        several = Order.objects.filter(
            organisation=actor.organisation_id, lease=None, kind=OrderKind.TENANT
        )
        # a union and not an "or": each half has its index
        orders = Order.objects.filter(
            pk__in=orders.values("pk").union(several.values("pk"), all=True)
        )
    orders = _with_what_is_shown(orders)
    if actor.organisation_id is not None:
        # of hundreds of orders a page shows twenty: nothing is joined to the others
        orders = orders.select_related(None).prefetch_related("lease__enterprise", "payment")
    # by the moment and not by the id: its index would tempt the planner to walk back through everybody's orders
    return orders.order_by("-placed_at", "-id")


def orders_placed_by(actor: Actor) -> QuerySet[Order]:
    """The orders by which an enterprise pays for its tenants (企业代缴订单), newest first. (ENT-02)

    Each with how many bills of how many leases it pays: `bill_count`, `lease_count`.
    """
    if not actor.is_enterprise:
        return Order.objects.none()
    orders = Order.objects.filter(organisation=actor.organisation_id, lease=None)
    return (
        orders.filter(kind=OrderKind.ENTERPRISE)
        .select_related("bank_account", "payment")
        .annotate(bill_count=_counted("id"), lease_count=_counted("bill__lease"))
        .order_by("-id")
    )


def _counted(name: str) -> Subquery:
    """How many different ones the lines of an order have."""
    lines = OrderLine.objects.filter(order=OuterRef("pk")).order_by().values("order")
    return Subquery(lines.values(count=Count(name, distinct=True)))


def _with_what_is_shown(orders: QuerySet[Order]) -> QuerySet[Order]:
    """With `lease_count`: of how many leases an order pays bills.

    Joined is what differs from order to order: each table more doubles the time to plan. Who placed them are few.
    """
    leases = _counted("bill__lease")
    return (
        orders.select_related("lease__enterprise", "payment")
        .prefetch_related("person", "organisation")
        .annotate(lease_count=Case(When(lease=None, then=leases), default=Value(1)))
        .order_by("-id")
    )


def order_nos_seen_by(actor: Actor, nos: Iterable[str]) -> set[str]:
    """Which of these orders the actor may look at: an enterprise's order that paid a tenant's bill is not."""
    seen = orders_seen_by(actor).filter(no__in=list(nos)).order_by()
    return set(seen.values_list("no", flat=True))


def orders_found(
    actor: Actor, *, kind: str = "", no: str = "", status: str = "", filing_no: str = ""
) -> QuerySet[Order]:
    """The search of 缴纳订单查询. (ORD-01) An order whose time is over counts as cancelled, as it is shown."""
    orders = orders_seen_by(actor)
    return _matching(orders.filter(kind=kind) if kind else orders, no, status, filing_no)


def orders_placed_found(
    actor: Actor,
    *,
    no: str = "",
    status: str = "",
    placed_from: date | None = None,
    placed_to: date | None = None,
) -> QuerySet[Order]:
    """The search of 代缴订单查询, by number, status and day. (ENT-02)"""
    orders = orders_placed_by(actor)
    if placed_from:
        orders = orders.filter(placed_at__gte=clock.start_of(placed_from))
    if placed_to:
        orders = orders.filter(placed_at__lt=clock.end_of(placed_to))
    return _matching(orders, no, status)


def _matching(
    orders: QuerySet[Order], no: str, status: str, filing_no: str = ""
) -> QuerySet[Order]:
    if no:
        orders = orders.filter(no=no)
    if filing_no:
        lines = OrderLine.objects.filter(bill__lease__filing_no=filing_no)
        orders = orders.filter(pk__in=lines.values("order"))
    over = Q(status__in=OPEN, expires_at__lte=clock.now())
    if status == Status.CANCELLED:
        return orders.filter(over | Q(status=status))
    return orders.filter(status=status).exclude(over) if status else orders


def open_orders(actor: Actor) -> QuerySet[Order]:
    """The orders that wait for this tenant: 待确认 and 支付中, as long as their time lasts."""
    orders = orders_seen_by(actor).prefetch_related(None)
    orders = orders.select_related("lease__enterprise", "payment", "person", "organisation")
    return orders.filter(status__in=OPEN).exclude(expires_at__lte=clock.now())


def open_orders_placed(actor: Actor) -> QuerySet[Order]:
    """An enterprise's orders that wait to be paid, as long as their time lasts."""
    orders = orders_placed_by(actor).filter(status__in=OPEN)
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
    code: Status


def steps_of(order: Order) -> list[Step]:
    """What has happened to an order since it was placed, oldest first."""
    return steps_from(core_queries.history_of(order))


def steps_from(events: Iterable[Any]) -> list[Step]:
    return [
        Step(
            event.at,
            str(rules.MOVES[event.move].label),
            str(Status(event.new_status).label),
            event.actor,
            event.portal,
            event.because,
            Status(event.new_status),
        )
        for event in events
    ]


def lines_of(order: Order) -> QuerySet[OrderLine]:
    """An order's bills, lease by lease."""
    return (
        OrderLine.objects.filter(order=order)
        .select_related("bill__lease")
        .order_by("bill__lease_id", "bill__kind", "bill__number", "id")
    )


def lines_as_placed(order: Order) -> QuerySet[OrderLine]:
    """The lines of an order as `place_order` wrote them, lease by lease: a list that can be paged by key."""
    return OrderLine.objects.filter(order=order).select_related("bill__lease").order_by("id")


def order_by_no(no: str) -> Order:
    return Order.objects.select_related(
        "lease", "bank_account", "payment__bank_account", "person", "organisation"
    ).get(no=no)


def orders_of(lease: Lease) -> QuerySet[Order]:
    """Every order that has bills of this lease, whoever placed it, newest first."""
    having = OrderLine.objects.filter(bill__lease=lease).values("order")
    return Order.objects.filter(pk__in=having).select_related("payment").order_by("-id")


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
        Order.objects.filter(amount_fen=entry.amount_fen, bank_account=entry.bank_account_id)
        .filter(status__in=[*OPEN, Status.CANCELLED, Status.FAILED])
        .exclude(Exists(taken))
        .select_related("lease", "person", "organisation")
        .order_by("-id")
    )
