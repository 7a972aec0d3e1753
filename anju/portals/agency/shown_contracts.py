"""How a contract looks to its landlord: in a list, step by step, before and after it is signed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core.actors import Actor
from anju.core.crypto import mask_name_within
from anju.core.fields import FieldError
from anju.desks.shown import FileShown, file_shown, steps_told
from anju.filings import queries as filings
from anju.portals.agency.page import PORTAL
from anju.signings import queries
from anju.signings.reading import LABELS
from anju.signings.rules import MOVES, Status, Way
from anju.signings.shown import payments_of, sections_of

STEPS = {
    "contract_terms": _("合同信息"),
    "contract_tenants": _("承租人"),
    "contract_agreements": _("双方约定事项"),
    "contract_documents": _("要件"),
    "contract_preview": _("预览和签约"),
}
AGREED = {
    "agreed",
    "repairs",
    "inventory",
    "may_sublet",
    "ending",
    "breach",
    "dispute_way",
    "arbitration_body",
    "broker_name",
    "broker_person",
}
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
class StepLink:
    label: str
    url: str
    is_here: bool


def step_links(contract: Any, here: str) -> list[StepLink]:
    return [
        StepLink(str(_(label)), reverse(f"{PORTAL}:{name}", args=[contract.pk]), name == here)
        for name, label in STEPS.items()
    ]


def step_of(field: str) -> str:
    """In which step a field is typed; "" for what concerns the contract as a whole."""
    if field.startswith("tenants"):
        return "contract_tenants"
    if field == "documents":
        return "contract_documents"
    if field in AGREED or field.startswith("costs"):
        return "contract_agreements"
    return "contract_terms" if field in LABELS and field else ""


@dataclass(frozen=True)
class FaultShown:
    """What is wrong, and the place where it is put right."""

    label: str
    message: str
    url: str


def fault_shown(contract: Any, fault: FieldError) -> FaultShown:
    step = step_of(fault.field)
    if not step:
        return FaultShown(fault.label, fault.message, "")
    address = reverse(f"{PORTAL}:{step}", args=[contract.pk])
    return FaultShown(fault.label, fault.message, f"{address}?check=1#id_{fault.field}")


def faults_shown(contract: Any, faults: Iterable[FieldError]) -> list[FaultShown]:
    return [fault_shown(contract, one) for one in faults]


def home_of(contract: Any) -> list[tuple[str, str]]:
    facts = queries.home_facts(contract)
    return [
        (_("房屋坐落"), facts["address"]),
        (_("产权证号"), facts["certificate_no"]),
        (_("房源核验码"), facts["verification_no"]),
        (_("建筑面积"), _("{area}平方米").format(area=facts["area"])),
    ]


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
        "files": files_of(contract),
        "revocation": revocation,
        "has_agreed": revocation is not None and queries.has_agreed(revocation, actor),
        "filings": filing_rows(filings.filings_of_contract(actor, contract.pk)),
        "acts": acts_on(contract),
        "steps": steps_told(contract),
    }


def files_of(contract: Any) -> list[FileShown]:
    return [
        file_shown(
            one.file,
            reverse(f"{PORTAL}:contract_document", args=[one.pk]),
            str(one.get_kind_display()),
        )
        for one in queries.documents_of(contract).defer("file__content")
    ]


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
