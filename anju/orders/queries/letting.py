"""What an enterprise may ask about the bills of the leases it has let. (ENT-01, ENT-02)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from anju.contracts import queries as contracts
from anju.contracts.rules import BillStatus
from anju.core import clock
from anju.core.actors import Actor
from anju.orders.models import OrderLine
from anju.orders.queries.bills import DUE, SETTLED, SUMS_OF_DUE, Due, with_status
from anju.orders.rules import DueState, OrderKind, Status
from anju.payments import queries as payments

if TYPE_CHECKING:
    from anju.contracts.models import Bill, Lease
    from anju.payments.models import BankAccount


def bills_on_behalf(
    actor: Actor,
    *,
    filing_no: str = "",
    kind: str = "",
    due_from: date | None = None,
    due_to: date | None = None,
    status: str = "",
    bank_account_id: int | None = None,
) -> QuerySet[Bill]:
    """The search of 企业代缴, first due first: by default what is due within five days or overdue, `unpaid` for all."""
    wanted = {
        "lease__filing_no": filing_no,
        "kind": kind,
        "due_on__gte": due_from,
        "due_on__lte": due_to,
        "lease__bank_account": bank_account_id,
    }
    bills = contracts.bills_let_by(actor)
    bills = bills.filter(**{name: value for name, value in wanted.items() if value})
    if status in ("", BillStatus.PAYABLE, BillStatus.OVERDUE):
        bills = bills.filter(
            due_on__lte=clock.today() + contracts.visible_before()
        )  # has an index, a status has not
    bills = with_status(bills).exclude(SETTLED)
    if status != "unpaid":
        bills = bills.filter(Q(status=status) if status else DUE)
    return bills.order_by("due_on", "id")


def due_let_by(actor: Actor) -> Due:
    """What is to be paid now for all leases of an enterprise, in no order yet."""
    return Due(**bills_on_behalf(actor).order_by().aggregate(**SUMS_OF_DUE))


@dataclass(frozen=True)
class InOrders:
    """Bills that orders hold and that are not in custody yet."""

    count: int
    fen: int


def in_orders_let_by(actor: Actor) -> dict[OrderKind, InOrders]:
    """What is on its way for the leases of an enterprise, by who pays it: the enterprise, or tenants themselves."""
    over = Q(order__status=Status.AWAITING, order__expires_at__lte=clock.now())
    lines = OrderLine.objects.filter(bill__in=contracts.bills_let_by(actor), holds=True)
    lines = lines.exclude(order__status=Status.IN_CUSTODY).exclude(over).order_by()
    sums = lines.values_list("order__kind").annotate(Count("id"), Sum("amount_fen"))
    found = {OrderKind(kind): InOrders(count, fen) for kind, count, fen in sums}
    return {kind: found.get(kind, InOrders(0, 0)) for kind in OrderKind}


def banks_of(actor: Actor) -> list[BankAccount]:
    """The receiving banks of an enterprise's leases; usually one. (rule A11.2)"""
    accounts = contracts.leases_let_by(actor).order_by().values("bank_account").distinct()
    return list(payments.bank_accounts().filter(pk__in=accounts))


def leases_let_by(actor: Actor, *, filing_no: str = "", due: str = "") -> QuerySet[Lease]:
    """The search of 备案合同: all, or those with bills that are overdue, due, or with nothing to be paid now."""
    leases = contracts.leases_let_by(actor, filing_no=filing_no)
    if not due:
        return leases
    last = clock.today() if due == DueState.OVERDUE else clock.today() + contracts.visible_before()
    before: dict[str, Any] = {"due_on__lt" if due == DueState.OVERDUE else "due_on__lte": last}
    bills = contracts.bills_let_by(actor).filter(lease=OuterRef("pk"), **before)
    is_due = Exists(with_status(bills).filter(DUE))
    return leases.filter(~is_due if due == DueState.NOTHING else is_due)
