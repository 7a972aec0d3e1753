"""How leases, bills and movements look to the enterprise that let the home."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from anju.contracts.rules import BillStatus
from anju.core.crypto import mask_name
from anju.orders import queries
from anju.orders.queries import Due, LeaseBalance
from anju.web import bills


@dataclass(frozen=True)
class LeaseShown:
    lease: Any
    tenants: str
    balance: LeaseBalance
    due_fen: int
    due_badges: list[tuple[str, str]]


def leases_shown(leases: list[Any]) -> list[LeaseShown]:
    dues = queries.dues_of(leases)
    return [
        LeaseShown(
            balance.lease,
            tenants_of(balance.lease),
            balance,
            due.fen if due else 0,
            badges_of(due) if due else [],
        )
        for balance in queries.balances_of(leases)
        for due in [dues.get(balance.lease.pk)]
    ]


def badges_of(due: Due) -> list[tuple[str, str]]:
    """How many bills are overdue, and how many are to be paid and not overdue yet."""
    overdue, payable = due.overdue_count, due.count - due.overdue_count
    badges = []
    if overdue:
        label = ngettext("逾期 {count} 笔", "逾期 {count} 笔", overdue)
        badges.append((label.format(count=overdue), bills.TONES[BillStatus.OVERDUE]))
    if payable:
        label = ngettext("待缴 {count} 笔", "待缴 {count} 笔", payable)
        badges.append((label.format(count=payable), bills.TONES[BillStatus.PAYABLE]))
    return badges


def tenants_of(lease: Any) -> str:
    """Who rents the home: a person's name masked, an organisation's in full."""
    return "、".join(
        mask_name(tenant.person.name) if tenant.person else tenant.organisation.name
        for tenant in lease.tenants.all()
    )


@dataclass(frozen=True)
class BillShown:
    bill: Any
    kind: str
    period: str
    status: str
    tone: str


def bill_shown(bill: Any) -> BillShown:
    """`bill` has the `status` of `orders.queries.bills_of`."""
    status = BillStatus(bill.status)
    return BillShown(
        bill, bills.kind_of(bill), bills.period_of(bill), str(status.label), bills.TONES[status]
    )


@dataclass(frozen=True)
class MovementShown:
    movement: Any
    kind: str


def movement_shown(movement: Any) -> MovementShown:
    return MovementShown(movement, bills.kind_of_pot(movement.pot))
