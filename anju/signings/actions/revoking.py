"""A signed contract is revoked when the landlord and every tenant agree. (CON-03)"""

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.refusals import Refused, ensure
from anju.homes import actions as homes
from anju.signings.actions.parties import locked_by_landlord, locked_by_tenant
from anju.signings.actions.telling import tell_landlord, tell_tenants
from anju.signings.models import Contract, ContractTenant, Revocation, RevocationConsent
from anju.signings.queries.revocations import open_revocation
from anju.signings.rules import MOVES, Refusal, RevocationStatus


@action
def propose_revocation(*, contract_id: int, because: str, by: Actor) -> Revocation:
    """申请撤销, by either side, with a reason; the proposer has thereby agreed. Proposed twice, it is one."""
    contract, tenant = _party(contract_id, by)
    MOVES.check("revoke", contract)
    standing = open_revocation(contract)
    if standing is not None:
        if standing.proposed_by != by.name:
            raise Refused(Refusal.REVOCATION_OPEN)
        return standing
    if not because.strip():
        raise Refused(Refusal.BECAUSE_MISSING)
    revocation = Revocation.objects.create(
        contract=contract,
        because=because.strip()[:1000],
        proposed_by=by.name,
        proposed_at=clock.now(),
    )
    _agree(revocation, tenant, by)
    tell_tenants(contract, "contract_revocation", by=by)
    tell_landlord(contract, "contract_revocation", by=by)
    return revocation


@action
def agree_revocation(*, contract_id: int, by: Actor) -> Contract:
    """One side, or one of the tenants, agrees; when all have, the contract is revoked and its home is free."""
    contract, tenant = _party(contract_id, by)
    revocation = _locked_open(contract)
    _agree(revocation, tenant, by)
    if revocation.consents.count() < contract.tenants.count() + 1:
        return contract
    MOVES.check("revoke", contract)
    move(revocation, "agree", by=by)
    move(contract, "revoke", by=by)
    homes.release_home(contract_no=contract.no, by=by)
    tell_tenants(contract, "contract_revoked", by=by)
    tell_landlord(contract, "contract_revoked", by=by)
    return contract


@action
def refuse_revocation(*, contract_id: int, by: Actor) -> Contract:
    """Somebody does not agree, or takes their proposal back: the contract stays in force."""
    contract, _tenant = _party(contract_id, by)
    move(_locked_open(contract), "refuse", by=by)
    tell_tenants(contract, "contract_revocation_refused", by=by)
    tell_landlord(contract, "contract_revocation_refused", by=by)
    return contract


def _party(contract_id: int, by: Actor) -> tuple[Contract, ContractTenant | None]:
    if by.is_tenant:
        return locked_by_tenant(contract_id, by)
    return locked_by_landlord(contract_id, by), None


def _locked_open(contract: Contract) -> Revocation:
    standing = open_revocation(contract)
    if standing is None:
        raise Refused(Refusal.NO_REVOCATION)
    revocation: Revocation = lock(Revocation, pk=standing.pk)
    ensure(revocation.status == RevocationStatus.PROPOSED, "the contract is locked")
    return revocation


def _agree(revocation: Revocation, tenant: ContractTenant | None, by: Actor) -> None:
    RevocationConsent.objects.get_or_create(
        revocation=revocation,
        tenant=tenant,
        defaults={"agreed_by": by.name, "agreed_at": clock.now()},
    )
