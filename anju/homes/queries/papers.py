"""Notices as they were issued, and what whoever reads a 核验码 may learn. (HVF-02; no personal data)"""

import hmac
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from anju.core import paper
from anju.core.rules import DISTRICTS
from anju.homes.models import Notice, Verification
from anju.homes.numbers import read_notice_code, read_verification_no
from anju.homes.queries.verifications import holds, status_now, verification_by_no
from anju.homes.rules import Outcome, Status


def has_notice(verification: Verification) -> bool:
    """Of what passed or was committed to, also when it has ended since."""
    return verification.outcome in (Outcome.PASS, Outcome.UNVERIFIABLE_COMMITTED)


def facts_of(notice: Notice) -> dict[str, Any]:
    """What a notice states. Broken when that is no longer what was issued."""
    return paper.facts_kept(notice)


def pdf_of(notice: Notice) -> bytes:
    """The paper as it was issued, byte by byte. Broken when it no longer is."""
    return paper.pdf_kept(notice)


def notice_of(verification: Verification) -> Notice | None:
    return Notice.objects.filter(verification=verification).first()


def is_this_notice(notice: Notice, digest: bytes) -> bool:
    """Whether a file with this SHA-256 is the notice that was issued: one changed byte and it is not."""
    return paper.is_kept(notice, digest)


@dataclass(frozen=True)
class ForAnyone:
    """What whoever reads a 核验码 on a listing may see. The whole address only with the code of the notice.

    Neither the owner nor the certificate nor who asked, not even masked.
    """

    no: str
    status: Status
    holds: bool
    is_committed: bool
    valid_until: date | None
    district: str
    address: str
    is_whole_address: bool
    area: Decimal | None
    use: str
    facts_digest: str


def for_anyone(no: str, code: str = "") -> ForAnyone | None:
    """By number, as somebody typed it; None when no home was ever verified under it, or the code is not its own.

    A check that waits, or that failed, is nobody else's business: there is no such 核验码 then.
    """
    verification = verification_by_no(read_verification_no(no) or "-")
    if verification is None or not has_notice(verification):
        return None
    given = read_notice_code(code)
    if code.strip() and not hmac.compare_digest(given, verification.code):
        return None
    home, notice = verification.home, notice_of(verification)
    return ForAnyone(
        no=verification.no,
        status=status_now(verification),
        holds=holds(verification),
        is_committed=verification.outcome == Outcome.UNVERIFIABLE_COMMITTED,
        valid_until=verification.valid_until,
        district=DISTRICTS[home.district],
        address=home.address if given else masked_address(home.address),
        is_whole_address=bool(given),
        area=home.area,
        use=home.use,
        facts_digest=bytes(notice.facts_digest).hex() if notice and given else "",
    )


def notice_for_anyone(no: str, code: str) -> Notice | None:
    """The notice itself, for whoever holds the paper and wants to compare a file with it: number and code."""
    verification = verification_by_no(read_verification_no(no) or "-")
    given = read_notice_code(code)
    if verification is None or not hmac.compare_digest(given, verification.code):
        return None
    return notice_of(verification)


def masked_address(address: str) -> str:
    """北京市朝阳区建国路88号3号楼1206 → 北京市朝阳区建国路****: the street is enough to compare with a listing."""
    return re.split(r"[0-9０-９甲乙丙丁]", address, maxsplit=1)[0] + "****"
