"""What is held for leases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anju.ledger import queries as ledger

if TYPE_CHECKING:
    from anju.contracts.models import Lease


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
