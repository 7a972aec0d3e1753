"""What each order pays of one lease, with all that happened to it: for the lease's timeline."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from anju.core import queries as core_queries
from anju.orders.models import Order, OrderLine
from anju.orders.queries.orders import Step, steps_from

if TYPE_CHECKING:
    from anju.contracts.models import Bill, Lease


@dataclass
class Part:
    """One order as one lease sees it: which of its bills it pays, and each move since it was placed."""

    order: Order
    bills: list[Bill] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    @property
    def fen(self) -> int:
        return sum(bill.amount_fen for bill in self.bills)


def parts_of(lease: Lease) -> list[Part]:
    """Every order that has bills of this lease, whoever placed it, oldest first; two queries."""
    parts: dict[int, Part] = {}
    lines = OrderLine.objects.filter(bill__lease=lease).order_by("order_id", "id")
    for line in lines.select_related(
        "bill", "order__payment", "order__person", "order__organisation"
    ):
        parts.setdefault(line.order_id, Part(line.order)).bills.append(line.bill)
    histories = core_queries.histories_of([part.order for part in parts.values()])
    for part in parts.values():
        part.steps = steps_from(histories[part.order.pk])
    return list(parts.values())
