"""Deposits that go over into the lease that renews theirs."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from anju.contracts import queries as contracts
from anju.core import clock
from anju.core.actors import Actor
from anju.custody.models import CarryOver, Consent, Lot
from anju.custody.queries.holds import in_force
from anju.custody.rules import CarryOverStatus, HoldReason, LotKind, LotStatus

Party = tuple[int | None, int | None]
"""The id of a person, or that of an organisation."""


def carry_overs_of(*lease_ids: int) -> QuerySet[CarryOver]:
    """Those out of or into these leases that were not cancelled."""
    return _standing(Q(from_lease__in=lease_ids) | Q(to_lease__in=lease_ids))


def carry_over_between(from_lease_id: int, to_lease_id: int) -> CarryOver | None:
    """What goes out of the one lease already, or into the other; a lease that got a deposit may pass it on."""
    return _standing(Q(from_lease=from_lease_id) | Q(to_lease=to_lease_id)).first()


def _standing(concerned: Q) -> QuerySet[CarryOver]:
    standing = CarryOver.objects.exclude(status=CarryOverStatus.CANCELLED).filter(concerned)
    return standing.select_related("from_lease", "to_lease").order_by("pk")


def carry_overs_seen_by(actor: Actor) -> QuerySet[CarryOver]:
    """A tenant sees those of their leases, an enterprise those of the leases it has let; newest first."""
    leases = (
        contracts.leases_let_by(actor).order_by().values("pk")
        if actor.is_enterprise
        else contracts.lease_ids_seen_by(actor)
    )
    concerned = Q(from_lease__in=leases) | Q(to_lease__in=leases)
    return (
        CarryOver.objects.filter(concerned).select_related("from_lease", "to_lease").order_by("-pk")
    )


def carry_overs_to_consent(actor: Actor) -> QuerySet[CarryOver]:
    """Those proposed that wait for just this tenant's consent."""
    party = party_of(actor)
    if party is None:
        return CarryOver.objects.none()
    mine = {"person": party[0]} if party[0] else {"organisation": party[1]}
    given = Consent.objects.filter(carry_over=OuterRef("pk"), **mine)
    seen = carry_overs_seen_by(actor).select_related(None).order_by()
    return seen.filter(~Exists(given), status=CarryOverStatus.PROPOSED)


def consents_given(carry_over: CarryOver) -> dict[Party, datetime]:
    """Who has consented, and when."""
    given = carry_over.consents.values_list("person_id", "organisation_id", "given_at")
    return {(person_id, organisation_id): at for person_id, organisation_id, at in given}


def carry_over_due() -> list[int]:
    """Those agreed whose new lease has begun, oldest first."""
    due = CarryOver.objects.filter(status=CarryOverStatus.AGREED, begins_on__lte=clock.today())
    return list(due.order_by("begins_on", "pk").values_list("pk", flat=True)[:1000])


def carried_into_fen(lease_id: int) -> int:
    """The deposit that comes over, or came, into a lease: it is not billed there."""
    counting = (CarryOverStatus.AGREED, CarryOverStatus.CARRIED)
    found = CarryOver.objects.filter(to_lease=lease_id, status__in=counting)
    return sum(found.values_list("amount_fen", flat=True))


def waits_to_be_carried(lease_id: int) -> bool:
    """Whether all have agreed that this lease's deposit goes over to another, and it has not gone yet."""
    return CarryOver.objects.filter(from_lease=lease_id, status=CarryOverStatus.AGREED).exists()


def parties_of(carry_over: CarryOver) -> list[Party]:
    """Whose consent is needed: every tenant of the lease whose deposit it is, and of the one that gets it."""
    both = (carry_over.from_lease, carry_over.to_lease)
    found = [
        (tenant.person_id, tenant.organisation_id)
        for lease in both
        for tenant in contracts.tenants_of(lease)
    ]
    return list(dict.fromkeys(found))


def party_of(actor: Actor) -> Party | None:
    """As which party of a lease somebody consents; None for who is no tenant. (IDN-13, NET-01)

    Who came by 网签直缴 for one lease consents to nothing that concerns two.
    """
    if not actor.is_tenant or actor.only_lease_id is not None:
        return None
    return (None, actor.organisation_id) if actor.organisation_id else (actor.person_id, None)


def parties_to_ask(carry_over: CarryOver) -> list[Party]:
    """Who has not consented yet."""
    given = set(carry_over.consents.values_list("person_id", "organisation_id"))
    return [party for party in parties_of(carry_over) if party not in given]


def deposit_lots(lease_id: int) -> QuerySet[Lot]:
    """A lease's deposit in custody, what came in first before the others."""
    held = Lot.objects.filter(lease=lease_id, kind=LotKind.DEPOSIT, status=LotStatus.HELD)
    return held.order_by("value_on", "pk")


def is_frozen(lease_id: int) -> bool:
    """Whether a court holds a lease's money today. (rule A8.6)"""
    return in_force().filter(lease=lease_id, reason=HoldReason.JUDICIAL).exists()
