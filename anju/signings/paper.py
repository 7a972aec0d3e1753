"""What the paper of a contract states, and how it is laid out."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation

from anju.core import clock, documents
from anju.core.crypto import mask_phone
from anju.core.paper import grouped, moment_text, qr_svg
from anju.signings.models import Contract
from anju.signings.rules import Status
from anju.signings.shown import as_facts
from anju.signings.terms import ContractTerms, read_terms

LANGUAGE = "zh-hans"
TITLE = "北京市住房租赁合同"


def facts_of(contract: Contract, now: datetime) -> dict[str, Any]:
    """The terms that were signed, and by whom, when, over which digest. (E-Signature Law, Art. 13)"""
    return {
        "no": contract.no,
        "sealed_at": _beijing(now),
        "terms": json.loads(contract.terms or ""),
        "terms_digest": bytes(contract.terms_digest or b"").hex(),
        "signatures": signatures_of(contract),
    }


def signatures_of(contract: Contract) -> list[dict[str, str]]:
    terms = read_terms(contract.terms or "")
    landlord = {
        "role": "出租人",
        "name": terms.enterprise_name,
        "who": contract.signed_by,
        "how": "机构账号登录后签署",
        "at": _beijing(contract.signed_at) if contract.signed_at else "",
        "digest": bytes(contract.terms_digest or b"").hex(),
    }
    return [landlord] + [
        {
            "role": "承租人",
            "name": tenant.name,
            "who": tenant.confirmed_by,
            "how": f"实名登录后凭发送至{mask_phone(tenant.phone)}的短信验证码确认",
            "at": _beijing(tenant.confirmed_at),
            "digest": bytes(tenant.confirmed_digest or b"").hex(),
        }
        for tenant in contract.tenants.order_by("position")
        if tenant.confirmed_at is not None
    ]


def pdf(text: str) -> bytes:
    """The sealed paper for some facts, its number as a picture that leads to the public site."""
    facts = json.loads(text)
    terms = read_terms(json.dumps(facts["terms"]))
    return _laid_out(terms, facts["sealed_at"], facts["signatures"], "双方已签约，合同生效")


def pdf_unsealed(contract: Contract, terms: ContractTerms) -> bytes:
    """The same paper before both sides have signed it, or of a contract entered from paper: it says so itself."""
    is_paper = contract.status in (Status.ENTERED, Status.FILED, Status.ENDED)
    state = "依据纸质合同补录" if is_paper else "供签约前阅读，尚未生效"
    return _laid_out(terms, _beijing(clock.now()), [], state)


def _laid_out(terms: ContractTerms, at: str, signatures: list[dict[str, str]], state: str) -> bytes:
    with translation.override(LANGUAGE):
        shown = {
            "language": LANGUAGE,
            "no": terms.no,
            "title": TITLE,
            "state": state,
            "issued_at": moment_text(at, LANGUAGE),
            "signatures": [
                one | {"at": moment_text(one["at"], LANGUAGE), "digest": grouped(one["digest"], 8)}
                for one in signatures
            ],
            "digest": grouped(terms.digest.hex(), 8),
            "site": check_url(terms.no),
            "qr": qr_svg(check_url(terms.no)),
            **as_facts(terms),
        }
    return documents.pdf("contract", shown)


def check_url(no: str) -> str:
    """Where anyone can check a presented copy."""
    return f"{settings.PUBLIC_URL}/public/contracts/{no}"


def _beijing(moment: datetime) -> str:
    return moment.astimezone(clock.BEIJING).isoformat(timespec="seconds")
