"""Filing certificates as they were issued, and what anybody may learn by their number. (CON-12; no personal data)"""

import hmac
from dataclasses import dataclass
from datetime import date
from typing import Any

from anju.contracts import queries as contracts
from anju.core import clock, paper
from anju.core.rules import DISTRICTS
from anju.filings.models import Certificate, Filing
from anju.filings.rules import Kind, Status
from anju.homes.numbers import read_notice_code
from anju.homes.queries import masked_address
from anju.signings.rules import Status as ContractStatus

FIRST = 1
"""What a paper says that was issued before leases could be changed."""


def certificate_of(filing: Filing) -> Certificate | None:
    """The one that was issued when an application was approved: none for the end of a lease."""
    return Certificate.objects.filter(filing=filing).first()


def certificates_of(filing: Filing) -> list[Certificate]:
    """Every one that was issued for the lease of an application, the one that holds now first; nothing sealed."""
    lease_id = filing.lease_id or filing.concerns_id
    if lease_id is None:
        return []
    first = Filing.objects.filter(lease=lease_id).values("pk")
    changes = Filing.objects.filter(concerns=lease_id, kind=Kind.CHANGE).values("pk")
    issued = Certificate.objects.filter(filing__in=first.union(changes)).order_by("-id")
    return list(issued.defer("facts", "pdf"))


def facts_of(certificate: Certificate) -> dict[str, Any]:
    """What a certificate states. Broken when that is no longer what was issued."""
    return paper.facts_kept(certificate)


def pdf_of(certificate: Certificate) -> bytes:
    """The paper as it was issued, byte by byte. Broken when it no longer is."""
    return paper.pdf_kept(certificate)


def is_this_certificate(certificate: Certificate, digest: bytes) -> bool:
    """Whether a file with this SHA-256 is the paper that was issued: one changed byte and it is not."""
    return paper.is_kept(certificate, digest)


@dataclass(frozen=True)
class ForAnyone:
    """What whoever has the number of a filed contract may see. With the code of a paper more: home, names masked.

    With a code it is what that paper says. `version` counts the changes of the lease until it was issued;
    `replaced_on` is the day since which another one is filed; `renewed_as` the number of the contract that renews it.
    """

    no: str
    status: str
    in_force: bool
    filed_on: date
    version: int
    changed_on: date | None
    replaced_on: date | None
    renewed_as: str
    enterprise: str
    district: str
    address: str
    is_whole_address: bool
    tenants: tuple[str, ...]
    starts_on: date | None
    ends_on: date | None
    facts_digest: str


def for_anyone(no: str, code: str = "") -> ForAnyone | None:
    """By the filing number, as somebody typed it; None when nothing was filed under it here, or the code is another.

    Without a code it is what is filed now.
    """
    first = _filed_as(no)
    found = _presented(first, code) if first else None
    if first is None or found is None:
        return None
    given, facts, lease = bool(code.strip()), paper.facts_kept(found), first.lease
    ends_on = first.contract.ended_on or date.fromisoformat(facts["ends_on"])
    holds_until = first.contract.ended_on or (lease.ends_on if lease else None)
    is_filed = first.contract.status == ContractStatus.FILED
    version = int(facts.get("version", FIRST))
    changed_on = facts.get("changed_on")
    return ForAnyone(
        no=str(first.filing_no),
        status=str(first.contract.get_status_display()),
        in_force=is_filed and holds_until is not None and holds_until >= clock.today(),
        filed_on=date.fromisoformat(facts["filed_on"]),
        version=version,
        changed_on=date.fromisoformat(changed_on) if changed_on else None,
        replaced_on=_replaced_on(first, version),
        renewed_as=_renewed_as(first) if given else "",
        enterprise=facts["enterprise"],
        district=DISTRICTS[first.district],
        address=facts["address"] if given else masked_address(facts["address"]),
        is_whole_address=given,
        tenants=tuple(facts["tenants_masked"]) if given else (),
        starts_on=date.fromisoformat(facts["starts_on"]) if given else None,
        ends_on=ends_on if given else None,
        facts_digest=bytes(found.facts_digest).hex() if given else "",
    )


def certificate_for_anyone(no: str, code: str) -> Certificate | None:
    """The certificate itself, for whoever holds the paper and wants to compare a file with it: number and code."""
    first = _filed_as(no)
    return _presented(first, code) if first and code.strip() else None


def _filed_as(no: str) -> Filing | None:
    """The application by which a contract got its number."""
    plain = "".join(no.split()).replace("-", "").upper()[:32]
    every = Filing.objects.select_related("contract", "lease")
    return every.defer("contract__typed", "contract__terms").filter(filing_no=plain).first()


def _presented(first: Filing, code: str) -> Certificate | None:
    """The paper that bears a code; the one that holds now where none is given."""
    issued = certificates_of(first)
    if not code.strip():
        return issued[0] if issued else None
    given = read_notice_code(code)
    return next((one for one in issued if hmac.compare_digest(given, one.code)), None)


def _replaced_on(first: Filing, version: int) -> date | None:
    """The day on which a lease was changed that a paper still states as it was."""
    if first.lease is None:
        return None
    replaced = contracts.versions_of(first.lease).filter(number=version).first()
    return clock.day_of(replaced.replaced_at) if replaced else None


def _renewed_as(first: Filing) -> str:
    approved = Filing.objects.filter(
        concerns=first.lease_id, kind=Kind.RENEWAL, status=Status.APPROVED
    )
    return str(approved.order_by("-id").values_list("filing_no", flat=True).first() or "")
