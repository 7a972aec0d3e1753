"""What both sides of a contract agree, frozen: the text that is signed and digested is made of it and nothing else."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from anju.contracts.plan import InstalmentTerms
from anju.contracts.terms import TenantTerms
from anju.core.paper import canonical


@dataclass(frozen=True)
class CostTerms:
    """Who pays for something beside the rent: values of `rules.Cost` and `rules.Payer`."""

    cost: str
    payer: str


@dataclass(frozen=True)
class ContractTerms:
    """A contract of housing rental, field by field of the city's model contract. Amounts in fen, areas in m².

    The home is as its verification has it. `unit` is "" for the whole home. Days count to their end. What says how
    and why (`agreed`, `repairs` …) is text as people wrote it.
    """

    no: str
    way: str
    verification_no: str
    certificate_type: str
    certificate_no: str
    owner_name: str
    address: str
    district: str
    area: Decimal
    planned_use: str
    is_mortgaged: bool
    enterprise_name: str
    enterprise_uscc: str
    enterprise_phone: str
    enterprise_address: str
    enterprise_agent: str
    bank: str
    source: str
    head_lease_ends_on: date | None
    has_co_owners: bool
    mode: str
    unit: str
    room_use: str
    room_area: Decimal | None
    usable_area: Decimal | None
    layout: str
    rooms: int
    occupants: int
    are_kin: bool
    use: str
    starts_on: date
    ends_on: date
    hand_over_on: date
    monthly_rent_fen: int
    deposit_fen: int
    deposit_due_on: date
    deposit_months: int
    pay_months: int
    payment_way: str
    instalments: Sequence[InstalmentTerms]
    deposit_return_days: int
    deductions: str
    costs: Sequence[CostTerms]
    repairs: str
    inventory: str
    may_sublet: bool
    ending: str
    breach: str
    agreed: str
    dispute_way: str
    arbitration_body: str
    broker_name: str
    broker_person: str
    tenants: Sequence[TenantTerms]
    paper_no: str = ""
    paper_signed_on: date | None = None

    @property
    def total_rent_fen(self) -> int:
        return sum(one.amount_fen for one in self.instalments)

    @property
    def text(self) -> str:
        """The one way to write the terms down: what is kept, sealed, and digested."""
        plain = json.loads(json.dumps(asdict(self), default=str, ensure_ascii=False))
        return canonical(plain)

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(self.text.encode()).digest()


DAYS = ("head_lease_ends_on", "starts_on", "ends_on", "hand_over_on", "deposit_due_on")
AREAS = ("area", "room_area", "usable_area")


def read_terms(text: str) -> ContractTerms:
    """The terms of a text that `ContractTerms.text` wrote."""
    kept = json.loads(text)
    instalments = [
        InstalmentTerms(**_read(each, ("due_on", "from_on", "to_on"), date.fromisoformat))
        for each in kept["instalments"]
    ]
    kept = _read(_read(kept, (*DAYS, "paper_signed_on"), date.fromisoformat), AREAS, Decimal)
    return ContractTerms(
        **kept
        | {
            "instalments": tuple(instalments),
            "costs": tuple(CostTerms(**each) for each in kept["costs"]),
            "tenants": tuple(TenantTerms(**each) for each in kept["tenants"]),
        }
    )


def _read(
    kept: Mapping[str, Any], names: Sequence[str], convert: Callable[[str], Any]
) -> dict[str, Any]:
    return {
        name: convert(value) if name in names and value is not None else value
        for name, value in kept.items()
    }
