"""A contract as a file or a program states it, before anybody has looked whether it is right."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


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
