"""A contract as a file or a program states it, before anybody has looked whether it is right."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from anju.contracts.plan import InstalmentTerms
from anju.contracts.terms import LeaseTerms


@dataclass(frozen=True)
class StatedContract:
    """Signed on paper: its verification, its fields as typed (`signings.reading`), its papers, stored before."""

    verification_no: str
    typed: Mapping[str, Any]
    documents: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class StatedPaper:
    """Signed on paper, as a program sends it: each paper with its kind, name and content."""

    verification_no: str
    typed: Mapping[str, Any]
    files: Sequence[tuple[str, str, bytes]]

    @property
    def as_plain(self) -> dict[str, Any]:
        """Of which there is one under one key."""
        files = [
            [kind, name, hashlib.sha256(content).hexdigest()] for kind, name, content in self.files
        ]
        return {"verification_no": self.verification_no, "typed": self.typed, "files": files}


@dataclass(frozen=True)
class ContractByNo:
    """Signed online on this platform: its number says everything."""

    no: str

    @property
    def as_plain(self) -> dict[str, Any]:
        return {"no": self.no}


@dataclass(frozen=True)
class LeaseChange:
    """What a change agrees anew; all else of the lease stays. The plan is the whole one, paid instalments and all."""

    ends_on: date
    monthly_rent_fen: int
    deposit_fen: int
    deposit_due_on: date
    instalments: Sequence[InstalmentTerms]

    @property
    def as_plain(self) -> dict[str, Any]:
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self), default=str))
        return plain

    def of(self, lease: LeaseTerms) -> LeaseTerms:
        """The lease as it would be filed with this change."""
        return replace(
            lease,
            ends_on=self.ends_on,
            monthly_rent_fen=self.monthly_rent_fen,
            deposit_fen=self.deposit_fen,
            deposit_due_on=self.deposit_due_on,
            instalments=tuple(self.instalments),
        )


def read_change(plain: Mapping[str, Any]) -> LeaseChange:
    """A change out of what `LeaseChange.as_plain` has made of it."""
    instalments = [
        InstalmentTerms(
            due_on=date.fromisoformat(each["due_on"]),
            from_on=date.fromisoformat(each["from_on"]),
            to_on=date.fromisoformat(each["to_on"]),
            amount_fen=each["amount_fen"],
        )
        for each in plain["instalments"]
    ]
    return LeaseChange(
        ends_on=date.fromisoformat(plain["ends_on"]),
        monthly_rent_fen=plain["monthly_rent_fen"],
        deposit_fen=plain["deposit_fen"],
        deposit_due_on=date.fromisoformat(plain["deposit_due_on"]),
        instalments=instalments,
    )
