"""What whoever owns the meaning of a receipt says about it."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Payer:
    """交款人: the owner at this moment, whoever paid (rule B9.6). The person or organisation named is told by SMS."""

    name: str = field(repr=False)
    id_type: str
    id_number: str = field(repr=False)
    person_id: int | None = None
    organisation_id: int | None = None


@dataclass(frozen=True)
class Line:
    """One project of a receipt: floor area in m², its standard per m² and the amount in fen."""

    project_code: str
    project: str
    quantity: Decimal
    standard_fen: int
    amount_fen: int
