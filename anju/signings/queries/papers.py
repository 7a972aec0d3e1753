"""The contract as paper, and what anyone who is shown a copy may learn. (CON-05; no personal data)"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from anju.core.refusals import ensure
from anju.core.rules import DISTRICTS
from anju.signings.models import Contract, SignedPaper
from anju.signings.numbers import read_contract_no
from anju.signings.paper import pdf_unsealed
from anju.signings.queries.contracts import contract_by_no
from anju.signings.queries.drafts import preview
from anju.signings.rules import Status
from anju.signings.terms import read_terms


def paper_of(contract: Contract) -> SignedPaper | None:
    return SignedPaper.objects.filter(contract=contract).first()


def pdf_of(contract: Contract) -> bytes | None:
    """The paper as it was sealed, byte by byte; None before both sides signed. Broken when it was exchanged."""
    paper = paper_of(contract)
    if paper is None:
        return None
    pdf = base64.b64decode(paper.pdf)
    digest = hashlib.sha256(pdf).digest()
    ensure(digest == bytes(paper.pdf_digest), f"the paper of contract {contract.no} was exchanged")
    return pdf


def pdf_to_read(contract: Contract) -> bytes | None:
    """What is printed of a contract: the sealed paper, before that the terms as they stand; None of a draft that
    cannot be read yet."""
    sealed = pdf_of(contract)
    if sealed is not None:
        return sealed
    terms = read_terms(contract.terms) if contract.terms else preview(contract).terms
    return None if terms is None else pdf_unsealed(contract, terms)


@dataclass(frozen=True)
class ForAnyone:
    """What whoever is shown a contract may see by its number: no name, no whole address, no amount."""

    no: str
    status: Status
    effective_at: datetime | None
    district: str
    is_sealed: bool


def for_anyone(no: str) -> ForAnyone | None:
    """By number, as somebody typed it. Of what never took effect there is nothing to check."""
    contract = contract_by_no(read_contract_no(no) or "-")
    if contract is None or contract.effective_at is None:
        return None
    return ForAnyone(
        no=contract.no,
        status=Status(contract.status),
        effective_at=contract.effective_at,
        district=DISTRICTS[contract.district],
        is_sealed=paper_of(contract) is not None,
    )


def verify_copy(no: str, pdf: bytes) -> bool:
    """Whether a file is the contract that both sides signed: one changed byte and it is not."""
    contract = contract_by_no(read_contract_no(no) or "-")
    paper = paper_of(contract) if contract else None
    digest = hashlib.sha256(pdf).digest()
    return paper is not None and hmac.compare_digest(bytes(paper.pdf_digest), digest)
