"""A draft of a contract step by step: the way through it, what is wrong and where that is put right, its papers.

`portal` says whose pages the links lead to; they have the same names in each.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core.fields import FieldError
from anju.desks.shown import FileShown, file_shown
from anju.filings import queries as filings
from anju.signings import queries
from anju.signings.reading import LABELS

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


@dataclass(frozen=True)
class StepLink:
    label: str
    url: str
    is_here: bool


def step_links(contract: Any, here: str, portal: str) -> list[StepLink]:
    return [
        StepLink(str(_(label)), reverse(f"{portal}:{name}", args=[contract.pk]), name == here)
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


def fault_shown(contract: Any, fault: FieldError, portal: str) -> FaultShown:
    step = step_of(fault.field)
    if not step:
        return FaultShown(fault.label, fault.message, "")
    address = reverse(f"{portal}:{step}", args=[contract.pk])
    return FaultShown(fault.label, fault.message, f"{address}?check=1#id_{fault.field}")


def faults_shown(contract: Any, faults: Iterable[FieldError], portal: str) -> list[FaultShown]:
    return [fault_shown(contract, one, portal) for one in faults]


def home_of(contract: Any) -> list[tuple[str, str]]:
    facts = queries.home_facts(contract)
    return [
        (_("房屋坐落"), facts["address"]),
        (_("产权证号"), facts["certificate_no"]),
        (_("房源核验码"), facts["verification_no"]),
        (_("建筑面积"), _("{area}平方米").format(area=facts["area"])),
    ]


def files_of(contract: Any, portal: str) -> list[FileShown]:
    return [
        file_shown(
            one.file,
            reverse(f"{portal}:contract_document", args=[one.pk]),
            str(one.get_kind_display()),
        )
        for one in queries.documents_of(contract).defer("file__content")
    ]


@dataclass(frozen=True)
class CertificateShown:
    """合同备案证明 of a lease as it was issued: the first that is listed is the one that holds now."""

    issued_at: Any
    url: str


def certificates_shown(filing: Any, portal: str) -> list[CertificateShown]:
    """What was issued for a lease, from the page of every application that had one issued."""
    issued = filings.certificates_of(filing)
    if filing.pk not in {one.filing_id for one in issued}:
        return []
    return [
        CertificateShown(
            one.issued_at, reverse(f"{portal}:filing_certificate", args=[one.filing_id])
        )
        for one in issued
    ]
