"""Facts laid out for printing: amounts and days become text, the templates in `documents/` do the rest."""

from typing import Any

from django.conf import settings

from anju.certificates.rules import Kind
from anju.contracts.rules import BillKind
from anju.core import documents
from anju.core.money import in_capitals, yuan
from anju.core.paper import day_text, grouped, moment_text, qr_svg


def pdf(facts: dict[str, Any], digest: str) -> bytes:
    """The paper for some facts, tagged, in their language, its number as a code that leads to the public site."""
    language = facts["language"]
    shown: dict[str, Any] = {
        "language": language,
        "no": grouped_no(facts["no"]),
        "issued_at": moment_text(facts["issued_at"], language),
        "issued_on": day_text(facts["issued_at"][:10], language),
        "issuer": facts["issuer"],
        "holder": facts["holder"]["name"],
        "identity": facts["holder"]["identity"],
        "digest": grouped(digest, 8),
        "ledger": [[day, grouped(head, 8)] for day, head in facts["ledger"]],
        "site": f"{settings.PUBLIC_URL}/public/verify",
        "qr": qr_svg(verify_url(facts["no"])),
    }
    if facts["kind"] == Kind.FULL_PAYMENT:
        return documents.pdf(facts["kind"], shown | home_shown(facts))
    shown |= lease_shown(facts)
    if facts["kind"] == Kind.PROOF_OF_DEPOSIT:
        shown |= {
            "deposit": yuan(facts["deposit_fen"]),
            "capitals": in_capitals(facts["deposit_fen"]),
        }
    else:
        shown |= {
            "from_on": day_text(facts["from_on"], language),
            "to_on": day_text(facts["to_on"], language),
            "books": [book_shown(book) for book in facts["books"]],
            "total": totals_shown(facts["books"]),
        }
    return documents.pdf(facts["kind"], shown)


def listed(names: list[str], language: str) -> str:
    return ("、" if language == "zh-hans" else ", ").join(names)


def lease_shown(facts: dict[str, Any]) -> dict[str, Any]:
    lease, language = facts["lease"], facts["language"]
    return {
        "other_tenants": listed(facts["other_tenants"], language),
        **{name: lease[name] for name in ("filing_no", "address", "enterprise", "bank")},
        "account_name": lease["account_name"],
        "starts_on": day_text(lease["starts_on"], language),
        "ends_on": day_text(lease["ends_on"], language),
    }


def home_shown(facts: dict[str, Any]) -> dict[str, Any]:
    home, frozen = facts["home"], facts.get("frozen_fen", 0)
    names = ("address", "certificate_no", "contract_no", "bank", "account_name")
    return {
        "co_owners": listed(facts["co_owners"], facts["language"]),
        **{name: home[name] for name in names},
        "area": yuan(home["area_hundredths"]),
        "balance": yuan(facts["balance_fen"]),
        "capitals": in_capitals(facts["balance_fen"]),
        "frozen": yuan(frozen) if frozen else "",
    }


SUMS = ("opening", "in", "out", "closing")


def book_shown(book: dict[str, Any]) -> dict[str, Any]:
    lines = [
        {
            **{name: line[name] for name in ("on", "what", "order_no")},
            "in": yuan(line["in_fen"]) if line["in_fen"] else "",
            "out": yuan(line["out_fen"]) if line["out_fen"] else "",
            "balance": yuan(line["balance_fen"]),
        }
        for line in book["movements"]
    ]
    sums = {name: yuan(book[f"{name}_fen"]) for name in SUMS}
    return {**sums, "is_deposit": book["kind"] == BillKind.DEPOSIT, "lines": lines}


def totals_shown(books: list[dict[str, Any]]) -> dict[str, str]:
    return {name: yuan(sum(book[f"{name}_fen"] for book in books)) for name in SUMS}


def grouped_no(no: str) -> str:
    """DZ202611210A1BC2D3E4F559 → DZ20261121-0A1B-C2D3-E4F5-59, as people read it out."""
    return "-".join((no[:10], no[10:14], no[14:18], no[18:22], no[22:]))


def verify_url(no: str) -> str:
    return f"{settings.PUBLIC_URL}/public/verify/{no}"
