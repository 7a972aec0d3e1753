"""Filing certificates as they were issued, and what anybody may learn by their number. (CON-12; no personal data)"""

import hmac
from dataclasses import dataclass
from datetime import date
from typing import Any

from anju.core import clock, paper
from anju.core.rules import DISTRICTS
from anju.filings.models import Certificate, Filing
from anju.homes.numbers import read_notice_code
from anju.homes.queries import masked_address
from anju.signings.rules import Status as ContractStatus


def certificate_of(filing: Filing) -> Certificate | None:
    return Certificate.objects.filter(filing=filing).first()


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
    """What whoever has the number of a filed contract may see. With the code of the paper more: home, names masked."""

    no: str
    status: str
    in_force: bool
    filed_on: date
    enterprise: str
    district: str
    address: str
    is_whole_address: bool
    tenants: tuple[str, ...]
    starts_on: date | None
    ends_on: date | None
    facts_digest: str


def for_anyone(no: str, code: str = "") -> ForAnyone | None:
    """By the filing number, as somebody typed it; None when nothing was filed under it here, or the code is another."""
    found = _certificate(no)
    if found is None:
        return None
    given = read_notice_code(code)
    if code.strip() and not hmac.compare_digest(given, found.code):
        return None
    filing, facts = found.filing, paper.facts_kept(found)
    lease = filing.lease
    ends_on = filing.contract.ended_on or (lease.ends_on if lease else None)
    is_filed = filing.contract.status == ContractStatus.FILED
    return ForAnyone(
        no=str(filing.filing_no),
        status=str(filing.contract.get_status_display()),
        in_force=is_filed and ends_on is not None and ends_on >= clock.today(),
        filed_on=date.fromisoformat(facts["filed_on"]),
        enterprise=facts["enterprise"],
        district=DISTRICTS[filing.district],
        address=facts["address"] if given else masked_address(facts["address"]),
        is_whole_address=bool(given),
        tenants=tuple(facts["tenants_masked"]) if given else (),
        starts_on=date.fromisoformat(facts["starts_on"]) if given else None,
        ends_on=ends_on if given else None,
        facts_digest=bytes(found.facts_digest).hex() if given else "",
    )


def certificate_for_anyone(no: str, code: str) -> Certificate | None:
    """The certificate itself, for whoever holds the paper and wants to compare a file with it: number and code."""
    found = _certificate(no)
    is_own = found is not None and hmac.compare_digest(read_notice_code(code), found.code)
    return found if is_own else None


def _certificate(no: str) -> Certificate | None:
    plain = "".join(no.split()).replace("-", "").upper()[:32]
    every = Certificate.objects.select_related("filing__contract", "filing__lease")
    sealed = ("filing__contract__typed", "filing__contract__terms")
    return every.defer(*sealed).filter(filing__filing_no=plain).first()
