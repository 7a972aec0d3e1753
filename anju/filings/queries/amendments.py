"""Applications about leases that were filed before: whose consent they need, and who has not given it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, QuerySet, Value

from anju.contracts import queries as contracts
from anju.contracts.terms import LeaseTerms
from anju.core.actors import Actor
from anju.core.refusals import Broken
from anju.custody import queries as held
from anju.filings.lease import lease_terms
from anju.filings.models import Consent, Filing
from anju.filings.queries.filings import contracts_found, filings_seen_by
from anju.filings.rules import OF_A_CONTRACT, Basis, Kind, Status
from anju.filings.terms import LeaseChange, read_change
from anju.signings import queries as signings
from anju.signings.terms import ContractTerms

if TYPE_CHECKING:
    from anju.contracts.models import Lease

Party = tuple[int | None, int | None]
TO_SIGN = "to_sign"
MOST_RENEWALS = 20
"""So many contracts are offered as renewals of one lease; a home is seldom let to the same tenants twice in advance."""


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


def amendments_seen_by(actor: Actor) -> QuerySet[Filing]:
    """The changes and ends of their leases that were ever asked for, as a tenant sees them; the newest first."""
    if held.party_of(actor) is None:
        return Filing.objects.none()
    own = Filing.objects.filter(
        concerns__in=contracts.lease_ids_seen_by(actor), kind__in=(Kind.CHANGE, Kind.END)
    )
    return own.select_related("concerns", "amendment__document", "enterprise").order_by("-id")


def consents_given(filing: Filing) -> dict[Party, datetime]:
    """Who has agreed to what was handed in last, and when."""
    last = filing.submissions.order_by("-number")[0]
    given = last.consents.values_list("person_id", "organisation_id", "given_at")
    return {(person_id, organisation_id): at for person_id, organisation_id, at in given}


def asked_of(actor: Actor, *more: QuerySet) -> list[dict[str, Any]]:
    """What waits for just this tenant, in one question: contracts to sign, changes, ends, deposits that go over.

    What a package above asks of them comes along as `more`: rows of the same four columns.
    """
    party = held.party_of(actor)
    if party is None:
        return []
    given = Consent.objects.filter(
        submission__filing=OuterRef("pk"),
        given_at__gte=OuterRef("submitted_at"),
        **({"person": party[0]} if party[0] else {"organisation": party[1]}),
    )
    columns = ("pk", "what", "no", "home")
    amendments = filings_to_consent(actor).select_related(None).order_by()
    amendments = amendments.filter(~Exists(given)).annotate(
        what=F("kind"), no=F("concerns__filing_no"), home=F("concerns__address")
    )
    deposits = held.carry_overs_to_consent(actor).annotate(
        what=Value(Kind.RENEWAL.value), no=F("from_lease__filing_no"), home=F("from_lease__address")
    )
    to_sign = signings.contracts_to_confirm(actor).order_by()
    to_sign = to_sign.annotate(what=Value(TO_SIGN), home=F("address"))
    asked = amendments.values(*columns).union(
        deposits.values(*columns), to_sign.values(*columns), *more, all=True
    )
    return list(asked)


def agreed_before(filing: Filing) -> LeaseTerms:
    """What the lease agreed when an application about it was handed in last: its terms, or those it had until then."""
    lease = lease_concerned(filing)
    terms = contracts.terms_of(lease)
    later = contracts.versions_of(lease).filter(replaced_at__gte=filing.submitted_at)
    version = later.order_by("number").first()
    if version is None:
        return terms
    plain = {name: getattr(version, name) for name in ("monthly_rent_fen", "deposit_fen")}
    days = {name: str(getattr(version, name)) for name in ("ends_on", "deposit_due_on")}
    return read_change({**plain, **days, "instalments": version.instalments}).of(terms)


def agreed_after(filing: Filing) -> LeaseChange:
    """What a change asks for."""
    if filing.amendment.changes is None:
        raise Broken(f"{filing.application_no} changes nothing")
    return read_change(filing.amendment.changes)


def filing_of_lease(actor: Actor, lease_id: int) -> Filing | None:
    """The application by which a lease was filed."""
    return filings_seen_by(actor).filter(lease=lease_id).first()


def sent_back_of(actor: Actor, contract_id: int, kind: Kind) -> Filing | None:
    """The application of a kind about a contract that was sent back, to be handed in again."""
    found = filings_seen_by(actor).filter(contract=contract_id, status=Status.RETURNED, kind=kind)
    return found.first()


def renewals_ready(actor: Actor, lease: Lease) -> list[Any]:
    """The signed contracts, not handed in yet, that renew a lease: the same home and tenants, afterwards."""
    first = filing_of_lease(actor, lease.pk)
    if first is None:
        return []
    ready = contracts_found(actor, first.certificate_no).filter(starts_on__gt=lease.ends_on)
    return [one for one in ready[:MOST_RENEWALS] if renews(signings.terms_of(one), lease)]


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
