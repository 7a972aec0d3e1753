"""Whether both sides want to revoke a contract."""

from anju.core.actors import Actor
from anju.signings.models import Contract, Revocation
from anju.signings.queries.contracts import tenant_of
from anju.signings.rules import RevocationStatus


def open_revocation(contract: Contract) -> Revocation | None:
    """The proposal that waits for somebody's answer."""
    return contract.revocations.filter(status=RevocationStatus.PROPOSED).first()


def has_agreed(revocation: Revocation, actor: Actor) -> bool:
    """Whether somebody who is a party has agreed already, the landlord or one of the tenants."""
    tenant = tenant_of(revocation.contract, actor)
    return revocation.consents.filter(tenant=tenant).exists()
