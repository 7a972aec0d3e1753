"""What a filing states, as the rental platform, a file or a test hands it to `actions.file_lease`."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from anju.contracts.plan import InstalmentTerms


@dataclass(frozen=True)
class TenantTerms:
    """A tenant as a filing names it: a person by identity document, or an organisation by its USCC."""

    name: str
    phone: str
    id_type: str = ""
    id_number: str = ""
    uscc: str = ""


@dataclass(frozen=True)
class LeaseTerms:
    """One filed lease as the rental platform, or a file, states it. Amounts in fen, area in m²."""

    filing_no: str
    filed_on: date
    enterprise_name: str
    enterprise_uscc: str
    bank: str
    address: str
    district: str
    area: Decimal
    starts_on: date
    ends_on: date
    monthly_rent_fen: int
    deposit_fen: int
    deposit_due_on: date
    tenants: Sequence[TenantTerms]
    instalments: Sequence[InstalmentTerms]

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(json.dumps(asdict(self), default=str).encode()).digest()
