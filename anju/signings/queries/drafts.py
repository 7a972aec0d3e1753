"""A draft read as it stands: its terms where it is complete, else everything that is missing or against a rule."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from anju.contracts.reading.leases import banks_by_name
from anju.core import clock
from anju.core.fields import FieldError
from anju.core.queries import history_of
from anju.core.refusals import Refused
from anju.credit.queries import check_may_sign
from anju.homes import queries as homes
from anju.homes.rules import Refusal as HomeRefusal
from anju.homes.rules import Role
from anju.people import queries as people
from anju.signings.checks import Fault, faults_of
from anju.signings.models import Contract
from anju.signings.reading import LABELS, read_typed
from anju.signings.rules import (
    ALWAYS_NEEDED,
    NEEDED_FOR_SOURCE,
    DocumentKind,
    Refusal,
    Source,
    Status,
    Way,
)
from anju.signings.terms import ContractTerms


@dataclass(frozen=True)
class Preview:
    """The whole contract before it is signed: `terms` where all can be read, and a sentence for each fault."""

    terms: ContractTerms | None
    faults: list[FieldError]

    @property
    def is_ready(self) -> bool:
        return self.terms is not None and not self.faults


def typed_of(contract: Contract) -> dict[str, Any]:
    """What was typed, as it was typed."""
    typed: dict[str, Any] = json.loads(contract.typed)
    return typed


def home_facts(contract: Contract) -> dict[str, Any]:
    """What the contract says of the home and of the landlord without anybody typing it."""
    verification = contract.verification
    home, landlord = verification.home, people.organisation(contract.organisation_id)
    return {
        "verification_no": verification.no,
        "certificate_type": home.certificate_type,
        "certificate_no": home.certificate_no,
        "owner_name": verification.owner_name,
        "address": home.address,
        "district": home.district,
        "area": home.area,
        "planned_use": home.use,
        "is_mortgaged": home.is_mortgaged,
        "enterprise_name": landlord.name,
        "enterprise_uscc": landlord.uscc,
    }


def why_returned(contract: Contract) -> str:
    """Why a draft came back from its tenants: the reason of who declined; "" of any other draft."""
    last = history_of(contract).last()
    declined = contract.status == Status.DRAFT and last is not None and last.move == "decline"
    return last.because if declined and last else ""


def needed_documents(way: str, source: str | None, has_co_owners: bool) -> list[DocumentKind]:
    """Which papers (要件) a contract needs: title and identity always, the others by how it is let. (CON-02)"""
    needed = list(ALWAYS_NEEDED)
    if source in NEEDED_FOR_SOURCE:
        needed.append(NEEDED_FOR_SOURCE[Source(source)])
    if has_co_owners:
        needed.append(DocumentKind.CO_OWNERS)
    if way == Way.PAPER:
        needed.append(DocumentKind.PAPER_CONTRACT)
    return needed


def documents_needed_by(contract: Contract) -> list[DocumentKind]:
    values = read_typed(typed_of(contract), contract.way, banks_by_name()).values
    return needed_documents(contract.way, values["source"], bool(values["has_co_owners"]))


def preview(contract: Contract) -> Preview:
    """A contract as it would be signed now; every rule that it breaks stands at the field it concerns. (CON-04)"""
    read = read_typed(typed_of(contract), contract.way, banks_by_name())
    facts = home_facts(contract)
    values = facts | read.values
    found = [
        *faults_of(values, contract.way, clock.today()),
        *_documents(contract, values),
        *_outside(contract, values),
    ]
    faults = [*read.faults, *(_at(field, refused) for field, refused in found)]
    terms = None
    if not read.faults and values["instalments"] is not None:
        terms = ContractTerms(no=contract.no, way=contract.way, **values)
    return Preview(terms, faults)


def _at(field: str, refused: Refused) -> FieldError:
    plain = "".join(character for character in field if not character.isdigit())
    label = str(LABELS.get(plain, LABELS[""]))
    return FieldError(field, label, str(refused.code.value), refused.message)


def _documents(contract: Contract, values: Mapping[str, Any]) -> Iterator[Fault]:
    given = set(contract.documents.values_list("kind", flat=True))
    for kind in needed_documents(contract.way, values["source"], bool(values["has_co_owners"])):
        if kind not in given:
            yield "documents", Refused(Refusal.DOCUMENT_MISSING, kind=kind.label)


def _outside(contract: Contract, values: Mapping[str, Any]) -> Iterator[Fault]:
    """What other packages know: the verification, the black list, other contracts for the home."""
    verification = contract.verification
    if not homes.holds(verification):
        status = homes.status_now(verification).label
        yield "", Refused(HomeRefusal.NOT_VALID, no=verification.no, status=status)
    if verification.role == Role.BROKER and values["source"] not in (None, Source.ENTRUSTED):
        yield "source", Refused(Refusal.BROKER_IS_NO_LANDLORD)
    try:
        check_may_sign(contract.organisation_id)
    except Refused as refused:
        yield "", refused
    starts_on, ends_on, unit = values["starts_on"], values["ends_on"], values["unit"]
    if contract.status != Status.DRAFT or None in (starts_on, ends_on, unit):
        return
    other = homes.overlapping(verification.home_id, unit, starts_on, ends_on)
    if other is not None:
        yield (
            "starts_on",
            Refused(HomeRefusal.OVERLAPS, from_on=other.from_on, to_on=other.to_on),
        )
