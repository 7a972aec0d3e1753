"""What people state when they act on a case, where a question is asked of it before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from anju.refunds.rules import Basis
from anju.refunds.split import Parts


@dataclass(frozen=True)
class FinalTerms:
    """How what is disputed is given away, and what that rests on; the proof was stored before."""

    basis: Basis
    to_tenant: Parts
    to_enterprise: Parts
    file_ids: Sequence[int]
    document_no: str = ""
    court: str = ""
    effective_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class OrderTerms:
    """A written opinion of the district authority by which held money goes to the tenant; its files were stored before.

    What is disputed goes with it only where the opinion says so: `covers_disputed`.
    """

    authority: str
    document_no: str
    dated_on: date
    reason: str
    file_ids: Sequence[int]
    covers_disputed: bool = False
