import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from anju.certificates import spreadsheet
from anju.certificates.models import Certificate
from anju.certificates.rules import Kind
from anju.contracts import queries as contracts
from anju.contracts.rules import BillKind
from anju.core.actors import Actor
from anju.core.crypto import mask_name, masked
from anju.core.refusals import ensure
from anju.fund import queries as fund
from anju.homes import queries as homes


def certificates_seen_by(actor: Actor) -> QuerySet[Certificate]:
    """The papers issued for the leases on which this person or organisation is a tenant, newest first.

    Each co-tenant sees those of the others: they are about the same money.
    """
    party = contracts.tenant_party(actor, "lease__tenants")
    if party is None:
        return Certificate.objects.none()
    return Certificate.objects.filter(party).select_related("lease").order_by("-id")


def home_certificates_seen_by(actor: Actor) -> QuerySet[Certificate]:
    """The papers issued for the homes that are this actor's now, newest first."""
    owned = fund.homes_of(actor).order_by().values("pk")
    seen = Certificate.objects.filter(account__in=owned)
    return seen.select_related("account__dwelling").order_by("-id")


def without_content(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """For lists: nothing is unsealed."""
    return certificates.defer("facts", "pdf")


def certificate_by_no(no: str) -> Certificate | None:
    return Certificate.objects.select_related("lease").filter(no=no).first()


def facts_of(certificate: Certificate) -> dict[str, Any]:
    """What a paper states. Broken when that is no longer what was issued."""
    digest = hashlib.sha256(certificate.facts.encode()).digest()
    ensure(digest == bytes(certificate.facts_digest), f"facts of {certificate.no} were exchanged")
    facts: dict[str, Any] = json.loads(certificate.facts)
    return facts


def pdf_of(certificate: Certificate) -> bytes:
    """The paper as it was issued, byte by byte. Broken when it no longer is."""
    pdf = base64.b64decode(certificate.pdf)
    digest = hashlib.sha256(pdf).digest()
    ensure(digest == bytes(certificate.pdf_digest), f"the paper of {certificate.no} was exchanged")
    return pdf


def xlsx_of(certificate: Certificate) -> bytes:
    """A statement as a spreadsheet, made from what was issued."""
    ensure(certificate.kind == Kind.STATEMENT, f"{certificate.no} is no statement")
    return spreadsheet.xlsx(facts_of(certificate), bytes(certificate.facts_digest).hex())


def is_this_paper(certificate: Certificate, digest: bytes) -> bool:
    """Whether a file with this SHA-256 is the paper that was issued: one changed byte and it is not. (BEY-15)"""
    return hmac.compare_digest(bytes(certificate.pdf_digest), digest)


@dataclass(frozen=True)
class ForAnyone:
    """What whoever holds a paper's number may see: enough to compare it with the paper, no more."""

    certificate: Certificate
    holder: str
    filing_no: str
    amounts_fen: dict[str, int]
    from_on: date | None = None
    to_on: date | None = None
    home: str = ""


def for_anyone(certificate: Certificate) -> ForAnyone:
    """Names, numbers and addresses are masked, the amounts are those that the paper states. (BEY-15)"""
    facts = facts_of(certificate)
    if certificate.kind == Kind.MONTHLY_REPORT:
        first, last = (date.fromisoformat(facts[name]) for name in ("from_on", "to_on"))
        sums = {name: facts[f"{name}_fen"] for name in ("held", "in", "out")}
        return ForAnyone(certificate, facts["issuer"], "", sums, first, last)
    name = facts["holder"]["name"]
    holder = masked(name, 2, 2) if certificate.organisation_id else mask_name(name)
    if certificate.kind == Kind.FULL_PAYMENT:
        balance = {"balance": facts["balance_fen"]}
        if facts.get("frozen_fen"):
            balance["frozen"] = facts["frozen_fen"]
        home = homes.masked_address(facts["home"]["address"])
        return ForAnyone(certificate, holder, "", balance, home=home)
    filing_no = masked(facts["lease"]["filing_no"], 2, 4)
    if certificate.kind == Kind.PROOF_OF_DEPOSIT:
        amounts: dict[str, int] = {BillKind.DEPOSIT: facts["deposit_fen"]}
        return ForAnyone(certificate, holder, filing_no, amounts)
    closing: dict[str, int] = {
        BillKind(book["kind"]): book["closing_fen"] for book in facts["books"]
    }
    first, last = (date.fromisoformat(facts[name]) for name in ("from_on", "to_on"))
    return ForAnyone(certificate, holder, filing_no, closing, first, last)
