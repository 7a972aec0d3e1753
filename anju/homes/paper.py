"""What a notice states, and how it is laid out."""

import json
import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation

from anju.core import documents
from anju.core.paper import day_text, grouped, in_beijing, moment_text, qr_svg
from anju.core.rules import DISTRICTS
from anju.homes.models import Verification
from anju.homes.queries.verifications import owner_masked
from anju.homes.rules import CertificateType, Outcome, Role
from anju.people import queries as people

ISSUER = "北京市住房和城乡建设委员会"
LANGUAGE = "zh-hans"


def facts_of(verification: Verification, now: datetime) -> dict[str, Any]:
    """As plain values. The owner is masked: people who want to rent see the paper. The salt hides short names."""
    home, answer = verification.home, verification.answer
    name, number = owner_masked(verification)
    at = answer.answered_at if answer else verification.decided_at
    with translation.override(LANGUAGE):
        return {
            "no": verification.no,
            "code": verification.code,
            "issuer": ISSUER,
            "issued_at": in_beijing(now),
            "checked_at": in_beijing(at or now),
            "valid_until": str(verification.valid_until),
            "outcome": verification.outcome,
            "result": str(Outcome(verification.outcome).label),
            "role": str(Role(verification.role).label),
            "asker": _asker(verification),
            "certificate_type": str(CertificateType(home.certificate_type).label),
            "certificate_no": home.certificate_no,
            "owner": name,
            "owner_id_number": number,
            "district": DISTRICTS[home.district],
            "address": home.address,
            "area": "" if home.area is None else f"{home.area}",
            "use": home.use,
            "unit_no": home.unit_no,
            "is_mortgaged": home.is_mortgaged,
            "salt": secrets.token_hex(16),
        }


def _asker(verification: Verification) -> str:
    """An organisation's name; who asked as a person is not named on a paper that others see."""
    if verification.organisation_id is None:
        return ""
    return people.organisation(verification.organisation_id).name


def pdf(text: str, digest: str) -> bytes:
    """The paper for some facts, its number and code as a picture that leads to the public site."""
    facts = json.loads(text)
    shown = {name: facts[name] for name in facts if name != "salt"} | {
        "language": LANGUAGE,
        "no": grouped_no(facts["no"]),
        "code": grouped(facts["code"], 4),
        "issued_at": moment_text(facts["issued_at"], LANGUAGE),
        "issued_on": day_text(facts["issued_at"][:10], LANGUAGE),
        "checked_at": moment_text(facts["checked_at"], LANGUAGE),
        "valid_until": day_text(facts["valid_until"], LANGUAGE),
        "mortgage": "有抵押登记（不影响出租）" if facts["is_mortgaged"] else "无抵押登记",
        "is_committed": facts["outcome"] == Outcome.UNVERIFIABLE_COMMITTED,
        "digest": grouped(digest, 8),
        "site": f"{settings.PUBLIC_URL}/public/homes",
        "qr": qr_svg(check_url(facts["no"], facts["code"])),
    }
    return documents.pdf("verification_notice", shown)


def check_url(no: str, code: str) -> str:
    """Where anyone can check it: the code stands in the address, so that the whole address of the home is shown."""
    return f"{settings.PUBLIC_URL}/public/homes/{no}/{code}"


def grouped_no(no: str) -> str:
    """HY11010500000000018 → HY110105-0000-0000-018, as people read it out."""
    return "-".join((no[:8], no[8:12], no[12:16], no[16:]))
