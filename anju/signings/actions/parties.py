"""Who acts, and on which contract: every action begins here."""

from anju.core.actors import Actor
from anju.core.db import lock
from anju.core.refusals import Refused, ensure
from anju.signings.models import Contract, ContractTenant
from anju.signings.queries.contracts import contracts_kept_by, contracts_seen_by, tenant_of
from anju.signings.rules import Refusal, Way


def locked(contract_id: int, by: Actor) -> Contract:
    """A contract that somebody writes in: the landlord, or staff who enter filings."""
    ensure(contracts_kept_by(by).filter(pk=contract_id).exists(), "not their contract")
    contract: Contract = lock(Contract, pk=contract_id)
    return contract


def locked_by_landlord(contract_id: int, by: Actor) -> Contract:
    """A contract whose landlord acts: staff may not sign in their stead."""
    ensure(by.organisation_id is not None, f"{by.name} is no landlord")
    return locked(contract_id, by)


def locked_by_tenant(contract_id: int, by: Actor) -> tuple[Contract, ContractTenant]:
    """A contract that was sent to a tenant, and which of its tenants they are."""
    ensure(contracts_seen_by(by).filter(pk=contract_id).exists(), "not their contract")
    contract: Contract = lock(Contract, pk=contract_id)
    tenant = tenant_of(contract, by)
    ensure(tenant is not None, f"{by.name} is no tenant of contract {contract.no}")
    return contract, tenant  # type: ignore[return-value]


def require_way(contract: Contract, way: Way) -> None:
    if contract.way != way:
        raise Refused(Refusal.OTHER_WAY, way=contract.get_way_display())
