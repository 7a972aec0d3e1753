"""What a filing certificate states, and how it is laid out."""

import json
import secrets
from datetime import datetime
from typing import Any

from django.conf import settings

from anju.contracts.terms import LeaseTerms
from anju.core import clock, documents
from anju.core.crypto import mask_id_number, mask_name_within
from anju.core.money import yuan
from anju.core.paper import day_text, grouped, in_beijing, moment_text, qr_svg
from anju.core.rules import DISTRICTS
from anju.payments import queries as payments
from anju.signings.terms import ContractTerms

ISSUER = "北京市住房和城乡建设委员会"
LANGUAGE = "zh-hans"


def facts_of(
    terms: ContractTerms, lease: LeaseTerms, code: str, now: datetime, *, version: int, renews: str
) -> dict[str, Any]:
    """As plain values: what a contract says of itself and its home, and what its lease agrees now.

    It is the parties' paper: their names stand on it, their numbers are masked.
    """
    bank = payments.account_of(lease.bank)
    return {
        "no": lease.filing_no,
        "code": code,
        "issuer": ISSUER,
        "issued_at": in_beijing(now),
        "filed_on": str(lease.filed_on),
        "version": f"{version}",
        "changed_on": str(clock.day_of(now)) if version > 1 else "",
        "renews": renews,
        "contract_no": terms.no,
        "verification_no": terms.verification_no,
        "certificate_no": terms.certificate_no,
        "enterprise": lease.enterprise_name,
        "enterprise_uscc": lease.enterprise_uscc,
        "tenants": [
            {"name": one.name, "number": one.uscc or mask_id_number(one.id_number)}
            for one in lease.tenants
        ],
        "tenants_masked": [
            one.name if one.uscc else mask_name_within(one.name) for one in lease.tenants
        ],
        "district": DISTRICTS[terms.district],
        "address": terms.address,
        "unit": terms.unit,
        "area": f"{terms.area}",
        "room_area": f"{terms.room_area or ''}",
        "use": terms.use,
        "occupants": f"{terms.occupants}",
        "starts_on": str(lease.starts_on),
        "ends_on": str(lease.ends_on),
        "monthly_rent": yuan(lease.monthly_rent_fen),
        "deposit": yuan(lease.deposit_fen),
        "bank": bank.bank_name if bank else lease.bank,
        "salt": secrets.token_hex(16),
    }


def pdf(text: str, digest: str) -> bytes:
    """The paper for some facts, its number and code as a picture that leads to the public site."""
    facts = json.loads(text)
    days = [one for one in ("filed_on", "changed_on", "starts_on", "ends_on") if facts[one]]
    shown = {name: facts[name] for name in facts if name not in ("salt", "tenants_masked")}
    shown |= {name: day_text(facts[name], LANGUAGE) for name in days}
    shown |= {
        "language": LANGUAGE,
        "code": grouped(facts["code"], 4),
        "issued_at": moment_text(facts["issued_at"], LANGUAGE),
        "issued_on": day_text(facts["issued_at"][:10], LANGUAGE),
        "digest": grouped(digest, 8),
        "site": f"{settings.PUBLIC_URL}/public/filings",
        "qr": qr_svg(check_url(facts["no"], facts["code"])),
    }
    return documents.pdf("filing_certificate", shown)


def check_url(no: str, code: str) -> str:
    """Where anyone can check it: the code stands in the address, so that the whole address of the home is shown."""
    return f"{settings.PUBLIC_URL}/public/filings/{no}/{code}"
