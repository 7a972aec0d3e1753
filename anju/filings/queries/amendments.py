"""Applications about leases that were filed before: whose consent they need, and who has not given it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from anju.contracts import queries as contracts
from anju.contracts.terms import LeaseTerms
from anju.core.actors import Actor
from anju.core.refusals import Broken
from anju.custody import queries as held
from anju.filings.lease import lease_terms
from anju.filings.models import Filing
from anju.filings.rules import OF_A_CONTRACT, Basis, Status
from anju.signings.terms import ContractTerms

if TYPE_CHECKING:
    from anju.contracts.models import Lease

Party = tuple[int | None, int | None]


def lease_concerned(filing: Filing) -> Lease:
    """The lease that an application changes, ends or renews."""
    if filing.concerns_id is None:
        raise Broken(f"{filing.application_no} concerns no lease")
    return contracts.lease(filing.concerns_id)


def needs_consent(filing: Filing) -> bool:
    """A change and an end by agreement; what a judgment says needs nobody, a renewal was signed by its tenants."""
    return filing.kind not in OF_A_CONTRACT and filing.amendment.basis == Basis.AGREEMENT


def tenants_concerned(filing: Filing) -> list[Party]:
    """The tenants of the lease that an application is about, by the ids of person or organisation."""
    tenants = contracts.tenants_of(lease_concerned(filing))
    return [(tenant.person_id, tenant.organisation_id) for tenant in tenants]


def consents_missing(filing: Filing) -> list[Party]:
    """Who has not agreed to what was handed in last."""
    last = filing.submissions.order_by("-number")[0]
    given = set(last.consents.values_list("person_id", "organisation_id"))
    return [party for party in tenants_concerned(filing) if party not in given]


def filings_to_consent(actor: Actor) -> QuerySet[Filing]:
    """What waits for this tenant to agree to, the oldest first; also what they have agreed to and others not yet."""
    if held.party_of(actor) is None:
        return Filing.objects.none()
    waiting = Filing.objects.filter(
        status=Status.SUBMITTED,
        concerns__in=contracts.lease_ids_seen_by(actor),
        amendment__basis=Basis.AGREEMENT,
    )
    return waiting.select_related("concerns", "amendment__document", "enterprise").order_by("id")


def renews(terms: ContractTerms, lease: Lease) -> bool:
    """Whether a contract lets the same home to the same tenants, by the same enterprise, after a lease has ended."""
    new, old = lease_terms(terms, lease.filing_no, lease.filed_on), contracts.terms_of(lease)

    def parties(stated: LeaseTerms) -> set[str]:
        return {one.uscc or one.id_number for one in stated.tenants}

    return (
        new.starts_on > old.ends_on
        and (new.address, new.enterprise_uscc) == (old.address, old.enterprise_uscc)
        and parties(new) == parties(old)
    )
