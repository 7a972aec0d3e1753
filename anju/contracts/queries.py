from django.db.models import Q, QuerySet

from anju.contracts.models import Bill, Instalment, Lease
from anju.core.actors import Actor


def leases_seen_by(actor: Actor) -> QuerySet[Lease]:
    """The leases on which this person or organisation is a tenant; each co-tenant sees it. (IDN-15)"""
    party = tenant_party(actor)
    if party is None:
        return Lease.objects.none()
    return Lease.objects.filter(party).select_related("enterprise", "bank_account")


def tenant_party(actor: Actor, path: str = "tenants") -> Q | None:
    """The condition that this actor is a tenant, as seen along `path` to the lease's tenants."""
    if actor.organisation_id is not None:
        return Q(**{f"{path}__organisation": actor.organisation_id})
    if actor.person_id is not None:
        return Q(**{f"{path}__person": actor.person_id})
    return None


def bills_of(lease: Lease) -> QuerySet[Bill]:
    """All bills of one lease in the order in which they fall due."""
    return (
        Bill.objects.filter(lease=lease)
        .select_related("lease")
        .order_by("due_on", "kind", "number")
    )


def instalments_of(lease: Lease) -> QuerySet[Instalment]:
    return Instalment.objects.filter(lease=lease).order_by("number")


def lease_by_filing_no(filing_no: str) -> Lease | None:
    return (
        Lease.objects.filter(filing_no=filing_no)
        .select_related("enterprise", "bank_account")
        .first()
    )
