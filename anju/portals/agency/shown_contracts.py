"""How a contract looks to its landlord: in a list, and when it is signed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core.actors import Actor
from anju.core.crypto import mask_name_within
from anju.desks.shown import steps_told
from anju.desks.shown_contracts import files_of
from anju.filings import queries as filings
from anju.portals.agency.page import PORTAL
from anju.signings import queries
from anju.signings.rules import MOVES, Status, Way
from anju.signings.shown import payments_of, sections_of

TONES = {
    Status.DRAFT: "quiet",
    Status.TO_SIGN: "waiting",
    Status.SIGNED: "good",
    Status.ENTERED: "good",
    Status.FILED: "kept",
    Status.ENDED: "quiet",
    Status.CANCELLED: "quiet",
    Status.REVOKED: "bad",
}


@dataclass(frozen=True)
class ContractRow:
    contract: Any
    tenants: str
    confirmed: str
    status: str
    tone: str
    url: str


def contract_row(contract: Any) -> ContractRow:
    tenants = list(contract.tenants.all())
    done = sum(one.confirmed_at is not None for one in tenants)
    waits = contract.status == Status.TO_SIGN
    told = _("已确认{done}人，共{count}人").format(done=done, count=len(tenants))
    return ContractRow(
        contract,
        "、".join(mask_name_within(one.name) for one in tenants),
        told if waits else "",
        str(contract.get_status_display()),
        TONES[Status(contract.status)],
        reverse(f"{PORTAL}:contract", args=[contract.pk]),
    )


@dataclass(frozen=True)
class TenantShown:
    name: str
    confirmed_at: Any


def acts_on(contract: Any) -> frozenset[str]:
    """What the landlord can do with a contract now."""
    acts = {name for name in ("take_back", "cancel", "revoke") if can(contract, name)}
    if contract.status in (Status.SIGNED, Status.ENTERED):
        acts.add("file")
    return frozenset(acts)


def can(contract: Any, name: str) -> bool:
    return contract.status in MOVES[name].sources


def contract_in_full(contract: Any, actor: Actor) -> dict[str, Any]:
    """Everything that the page of a contract shows that is no draft any more."""
    terms = queries.terms_of(contract) if contract.terms else None
    revocation = queries.open_revocation(contract)
    return {
        "row": contract_row(contract),
        "is_paper": contract.way == Way.PAPER,
        "sections": sections_of(terms, masked=True) if terms else [],
        "payments": payments_of(terms) if terms else [],
        "tenants": [
            TenantShown(mask_name_within(one.name), one.confirmed_at)
            for one in queries.tenants_of(contract)
        ],
        "files": files_of(contract, PORTAL),
        "revocation": revocation,
        "has_agreed": revocation is not None and queries.has_agreed(revocation, actor),
        "filings": filing_rows(filings.filings_of_contract(actor, contract.pk)),
        "acts": acts_on(contract),
        "steps": steps_told(contract),
    }


@dataclass(frozen=True)
class FilingRow:
    filing: Any
    status: str
    tone: str
    is_overdue: bool
    url: str


FILING_TONES = {
    "submitted": "waiting",
    "returned": "bad",
    "approved": "good",
    "withdrawn": "quiet",
}


def filing_rows(found: Iterable[Any]) -> list[FilingRow]:
    return [
        FilingRow(
            one,
            str(one.get_status_display()),
            FILING_TONES[one.status],
            filings.is_overdue(one),
            reverse(f"{PORTAL}:contract_filing", args=[one.pk]),
        )
        for one in found
    ]
