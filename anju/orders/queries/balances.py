"""What is held for leases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anju.contracts import queries as contracts
from anju.core.actors import Actor
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
