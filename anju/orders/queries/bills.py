"""What may be asked about bills: their status follows from the due date and from the order that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.lookups import IsNull

from anju.contracts import queries as contracts
from anju.contracts.rules import BillStatus
from anju.core import clock
from anju.core.actors import Actor
from anju.custody import queries as custody
from anju.orders.models import OrderLine
from anju.orders.queries.outlook import outlook_of
from anju.orders.rules import Status

if TYPE_CHECKING:
    from anju.contracts.models import Bill, Lease


def with_status(bills: QuerySet[Bill]) -> QuerySet[Bill]:
    """Bills with `status` (a BillStatus, from the due date, the order and the end of the lease), the `order_no` of that
    order and `order_kind`: who pays it.
    """
    over, today = _is_over("holding__order__"), clock.today()

    def of_order(column: str) -> Case:
        return Case(When(over, then=Value(None)), default=F(f"holding__order__{column}"))

    # one bill has at most one line that holds it: joining it makes no row twice
    holding = FilteredRelation("lines", condition=Q(lines__holds=True))
    return bills.annotate(
        holding=holding,
        order_status=of_order("status"),
        order_no=of_order("no"),
        order_kind=of_order("kind"),
    ).annotate(
        status=Case(
            When(order_status=Status.IN_CUSTODY, then=Value(BillStatus.IN_CUSTODY)),
            When(order_status=Status.PAID, then=Value(BillStatus.PAID)),
            When(order_status__isnull=False, then=Value(BillStatus.IN_ORDER)),
            When(IsNull(_ending_of("lease"), False), then=Value(BillStatus.LEASE_ENDED)),
            When(due_on__lt=today, then=Value(BillStatus.OVERDUE)),
            When(due_on__gt=today + contracts.visible_before(), then=Value(BillStatus.NOT_DUE)),
            default=Value(BillStatus.PAYABLE),
            output_field=CharField(),
        )
    )


def _ending_of(lease: str) -> Subquery:
    """The hold that says that the end of a lease is registered; `lease` is the way there. A lease has at most one.

    Looked up one by one: for an EXISTS the database might gather those of the whole city.
    """
    return Subquery(custody.endings().filter(lease=OuterRef(lease)).values("pk"))


def _goes_on(lease: str) -> IsNull:
    """Whether anything is still to be paid for a lease."""
    return IsNull(_ending_of(lease), True)


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
    **search: Any,
) -> QuerySet[Bill]:
    """The search of 账单查询. (BIL-01)"""
    wanted = {
        "lease__filing_no": filing_no,
        "kind": kind,
        "lease__filed_on__gte": filed_from,
        "lease__filed_on__lte": filed_to,
        "status": status,
    }
    bills = bills_seen_by(actor).filter(**{name: value for name, value in wanted.items() if value})
    return bills.filter(_searched("", "lease__", **search))


def _searched(
    bill: str,
    lease: str,
    *,
    address: str = "",
    enterprise: str = "",
    due_from: date | None = None,
    due_to: date | None = None,
) -> Q:
    """What an organisation with many leases searches by. `bill` and `lease` are the ways there, as names of columns."""
    wanted = {
        f"{lease}address__icontains": address,
        f"{lease}enterprise__name__icontains": enterprise,
        f"{bill}due_on__gte": due_from,
        f"{bill}due_on__lte": due_to,
    }
    return Q(**{name: value for name, value in wanted.items() if value})


def unpaid_bills_seen_by(actor: Actor) -> QuerySet[Bill]:
    """What this tenant still has to pay for all leases, the first due first: also bills that an order holds."""
    paid = _holding("pk").filter(order__status__in=(Status.PAID, Status.IN_CUSTODY))
    bills = contracts.bills_seen_by(actor).filter(~Exists(paid), _goes_on("lease"))
    return bills.order_by("due_on", "id")


def bills_to_pay(actor: Actor) -> QuerySet[Bill]:
    """The bills of this tenant that can be paid and that nobody has paid or put into an order."""
    return contracts.bills_seen_by(actor).filter(~Exists(_holding("pk")), _goes_on("lease"))


def bills_to_choose(
    actor: Actor, *, filing_no: str = "", kind: str = "", bank: str = "", **search: Any
) -> QuerySet[Bill]:
    """Bills in no order that may go into one order with those of other leases, the first due first. (PAY-03)

    They are those of the leases that an organisation rents alone; its other leases are paid one by one.
    """
    wanted = {"lease__filing_no": filing_no, "kind": kind, "lease__bank_account__bank": bank}
    bills = with_status(bills_to_pay(actor)).filter(_searched("", "lease__", **search))
    bills = bills.filter(**{name: value for name, value in wanted.items() if value})
    together = contracts.leases_rented_alone(actor).values("pk")
    return bills.filter(lease__in=together).order_by("due_on", "lease_id", "kind", "number", "id")


@dataclass(frozen=True)
class BankTotal:
    """What chosen bills make that are paid into one bank: one order pays into one bank only."""

    bank: str
    bank_name: str
    count: int
    fen: int


def totals_by_bank(bills: QuerySet[Bill]) -> list[BankTotal]:
    account = "lease__bank_account__"
    rows = bills.order_by(f"{account}bank").values_list(f"{account}bank", f"{account}bank_name")
    return [BankTotal(*row) for row in rows.annotate(Count("id"), Sum("amount_fen"))]


def bills_of(lease: Lease) -> QuerySet[Bill]:
    """All bills of one lease with `status`, in the order in which they fall due."""
    return with_status(contracts.bills_of(lease))


def unpaid_bills(lease: Lease, kind: str = "") -> QuerySet[Bill]:
    """What a tenant still has to pay for a lease, with `status`: also bills that an order holds. (PAY-02)"""
    bills = contracts.bills_of(lease).filter(**({"kind": kind} if kind else {}))
    return with_status(bills).exclude(SETTLED)


SETTLED = Q(status__in=(BillStatus.PAID, BillStatus.IN_CUSTODY, BillStatus.LEASE_ENDED))
"""Nothing of these is still to be paid."""


def _holding(bill: str) -> QuerySet[OrderLine]:
    """The line that keeps a bill from other orders. An order whose ten minutes are over holds nothing."""
    return OrderLine.objects.filter(bill=OuterRef(bill), holds=True).exclude(_is_over("order__"))


def _is_over(order: str) -> Q:
    """Whether an order's ten minutes are over, swept or not. `order` is the way there, as names of columns."""
    return Q(**{f"{order}status": Status.AWAITING, f"{order}expires_at__lte": clock.now()})


def leases_to_pay(actor: Actor, filing_no: str = "", **search: Any) -> QuerySet[Lease]:
    """Leases with something to pay, each with `next_due_on`, `to_pay_fen` and `unpaid_fen`. (PAY-01)

    By default those with a bill due within five days, or overdue; when searched for, whenever anything is unpaid.
    So for who came by 网签直缴 for one lease. (NET-01)
    """
    is_asked_for = bool(filing_no or search or actor.only_lease_id is not None)
    if not is_asked_for and not outlook_of(actor).now:  # so for most people on most days
        return contracts.leases_seen_by(actor).none()
    holding = FilteredRelation("bills__lines", condition=Q(bills__lines__holds=True))
    leases = contracts.leases_seen_by(actor).select_related(None).prefetch_related("enterprise")
    leases = leases.filter(_goes_on("pk")).annotate(holding=holding)
    is_free = Q(holding__isnull=True) | _is_over("holding__order__")
    stands = Q(bills__isnull=False, bills__withdrawn_at__isnull=True)
    unpaid = is_free & stands & _searched("bills__", "", **search)
    leases = leases.annotate(
        next_due_on=Min("bills__due_on", filter=unpaid),
        to_pay_fen=Sum("bills__amount_fen", filter=unpaid & Q(bills__due_on__lte=_soon())),
        unpaid_fen=Sum("bills__amount_fen", filter=unpaid),
    )
    leases = leases.order_by("next_due_on", "id")
    if filing_no:
        leases = leases.filter(filing_no=filing_no)
    if is_asked_for:
        return leases.filter(next_due_on__isnull=False)
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


def dues_of(leases: list[Lease]) -> dict[int, Due]:
    """What is to be paid now for each of several leases, in one query; without a lease where nothing is."""
    bills = with_status(contracts.bills_of_leases(leases)).filter(DUE)
    rows = bills.order_by().values_list("lease_id").annotate(**SUMS_OF_DUE)
    return {lease_id: Due(*sums) for lease_id, *sums in rows}


def _soon() -> date:
    return clock.today() + contracts.visible_before()
