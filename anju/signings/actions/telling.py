"""Who is told what becomes of a contract: its tenants, and the landlord."""

from anju.core import clock
from anju.core.actors import Actor
from anju.notices import actions as notices
from anju.people import queries as people
from anju.signings.models import Contract


def tell_tenants(contract: Contract, kind: str, *, by: Actor) -> None:
    facts = facts_of(contract)
    for tenant in contract.tenants.all():
        notices.queue(
            key=f"{kind}:{contract.no}:{moment()}:{tenant.position}",
            kind=kind,
            facts=facts,
            person_id=tenant.person_id,
            organisation_id=tenant.organisation_id,
            by=by,
        )


def tell_landlord(contract: Contract, kind: str, *, by: Actor) -> None:
    notices.queue(
        key=f"{kind}:{contract.no}:{moment()}:0",
        kind=kind,
        facts=facts_of(contract),
        organisation_id=contract.organisation_id,
        by=by,
    )


def facts_of(contract: Contract) -> dict[str, str]:
    landlord = people.organisation(contract.organisation_id).name
    return {"no": contract.no, "landlord": landlord, "until": str(contract.confirm_until or "")}


def moment() -> str:
    """A contract may be sent, declined and sent again: each time is told."""
    return f"{clock.now():%Y%m%d%H%M%S%f}"
