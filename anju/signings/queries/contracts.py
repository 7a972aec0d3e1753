"""Who sees which contract, and how it is found."""

from collections.abc import Collection

from django.db.models import QuerySet

from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import digest, mask_phone
from anju.core.identity_numbers import normalise, normalise_name
from anju.core.refusals import Refused, ensure
from anju.core.search import found, words_in
from anju.people.queries import who
from anju.people.rules import Power
from anju.signings.models import Contract, ContractDocument, ContractTenant
from anju.signings.numbers import read_contract_no
from anju.signings.rules import EFFECTIVE, OF_TENANTS, Status, Way
from anju.signings.terms import ContractTerms, read_terms

FOUND_AT_MOST = 200
"""So many contracts of one tenant's name or of one certificate are found at the most, the newest."""

OF_STAFF = (Power.FILING_ENTER, Power.FILING_REVIEW)


def contracts_seen_by(actor: Actor) -> QuerySet[Contract]:
    """The landlord's own; a tenant's from when it is theirs to confirm; all for those who enter or review filings.

    Who came for one lease only (NET-01) sees no contract. A list does not open what is sealed.
    """
    contracts = Contract.objects.defer("typed", "terms").order_by("-id")
    if actor.staff_id is not None:
        return contracts if actor.may.intersection(OF_STAFF) else contracts.none()
    if actor.only_lease_id is not None:
        return contracts.none()
    if actor.is_tenant:
        theirs = ContractTenant.objects.filter(**who(actor)).values("contract")
        return contracts.filter(pk__in=theirs, status__in=OF_TENANTS)
    if actor.organisation_id is not None:
        return contracts.filter(organisation=actor.organisation_id)
    return contracts.none()


def contracts_kept_by(actor: Actor) -> QuerySet[Contract]:
    """Those that somebody may write in: the landlord's own; all for staff who enter filings."""
    seen = contracts_seen_by(actor)
    if actor.is_tenant or (actor.staff_id is not None and Power.FILING_ENTER not in actor.may):
        return seen.none()
    return seen


def contracts_to_enter(actor: Actor) -> QuerySet[Contract]:
    """What staff enter from paper (合同补录), and have not finished. (CON-11)"""
    if actor.staff_id is None:
        return contracts_seen_by(actor).none()
    return contracts_kept_by(actor).filter(status=Status.DRAFT, way=Way.PAPER)


def found_by(contracts: QuerySet[Contract], text: str) -> QuerySet[Contract]:
    """By a contract's number, a certificate's, a tenant's whole name, or else two characters of the address.

    Each goes by its own index: what is a tenant's name, or a certificate's number, is not looked for in addresses.
    """
    text = text.strip()
    if not text:
        return contracts
    no = read_contract_no(text)
    if no:
        return contracts.filter(no=no)
    named, of_home = (
        contracts.filter(**exactly).values_list("pk", flat=True)[:FOUND_AT_MOST]
        for exactly in (
            {"tenants__name_digest": name_digest(text)},
            {"certificate_no": normalise(text)},
        )
    )
    if some := list(named.union(of_home)):
        return contracts.filter(pk__in=some)
    return found(contracts, words_in("pairs", text))


def in_status(contracts: QuerySet[Contract], statuses: Collection[str]) -> QuerySet[Contract]:
    known = [status for status in statuses if status in Status.values]
    return contracts.filter(status__in=known) if known else contracts


def name_digest(name: str) -> bytes:
    """By which a tenant's whole name is found; what is no name finds nobody."""
    try:
        return digest(f"signings:{normalise_name(name)}")
    except Refused:
        return b""


def contract_by_no(no: str) -> Contract | None:
    return Contract.objects.filter(no=no).first()


def contracts_ready_for_filing(actor: Actor) -> QuerySet[Contract]:
    """What is signed or entered and not filed yet, the newest first."""
    return contracts_kept_by(actor).filter(status__in=EFFECTIVE)


def terms_of(contract: Contract) -> ContractTerms:
    """What both sides agreed, as it was frozen when the landlord signed. A draft has none."""
    ensure(contract.terms is not None, f"contract {contract.no} has no terms yet")
    return read_terms(contract.terms)


def tenants_of(contract: Contract) -> QuerySet[ContractTenant]:
    return contract.tenants.order_by("position")


def tenant_of(contract: Contract, actor: Actor) -> ContractTenant | None:
    """Which of a contract's tenants somebody is."""
    if not actor.is_tenant:
        return None
    return contract.tenants.filter(**who(actor)).first()


def phone_masked(tenant: ContractTenant | None) -> str:
    """To which number a tenant's codes go, as screens show it."""
    return mask_phone(tenant.phone) if tenant else ""


def documents_of(contract: Contract) -> QuerySet[ContractDocument]:
    return contract.documents.select_related("file").order_by("kind", "id")


def documents_seen_by(actor: Actor) -> QuerySet[ContractDocument]:
    """The landlord's and the desk's; a tenant sees the contract, not the other papers of the landlord."""
    return ContractDocument.objects.filter(contract__in=contracts_kept_by(actor))


def contracts_to_confirm(actor: Actor) -> QuerySet[Contract]:
    """What waits for a tenant's own confirmation, the most urgent first."""
    waiting = ContractTenant.objects.filter(**who(actor), confirmed_at__isnull=True)
    return (
        contracts_seen_by(actor)
        .filter(
            pk__in=waiting.values("contract"),
            status=Status.TO_SIGN,
            confirm_until__gte=clock.today(),
        )
        .order_by("confirm_until", "id")
    )


def contracts_to_lapse(limit: int) -> list[int]:
    over = Contract.objects.filter(status=Status.TO_SIGN, confirm_until__lt=clock.today())
    return list(over.order_by("confirm_until", "id").values_list("pk", flat=True)[:limit])
