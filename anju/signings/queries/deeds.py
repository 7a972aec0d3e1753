"""What somebody may do about a contract."""

from anju.core import clock
from anju.core.actors import Actor
from anju.signings.deeds import (
    Deed,
    deeds_of_landlord,
    deeds_of_revocation,
    deeds_of_tenant,
)
from anju.signings.models import Contract
from anju.signings.queries.contracts import contracts_kept_by, tenant_of
from anju.signings.queries.revocations import has_agreed, open_revocation

NOT_OF_STAFF = {Deed.SIGN, Deed.TAKE_BACK}


def deeds_of(contract: Contract, actor: Actor) -> set[Deed]:
    """The deeds of the landlord, of a tenant, or of the desk, as the contract stands."""
    tenant = tenant_of(contract, actor)
    if tenant is None and not contracts_kept_by(actor).filter(pk=contract.pk).exists():
        return set()
    standing = open_revocation(contract)
    revoking = deeds_of_revocation(
        contract.status,
        is_open=standing is not None,
        has_agreed=standing is not None and has_agreed(standing, actor),
    )
    if tenant is not None:
        until = contract.confirm_until
        return revoking | deeds_of_tenant(
            contract.status,
            has_confirmed=tenant.confirmed_at is not None,
            is_over=until is not None and until < clock.today(),
        )
    deeds = deeds_of_landlord(contract.status, contract.way)
    return deeds - NOT_OF_STAFF if actor.staff_id is not None else deeds | revoking
