"""Who acts, and for which institution: every action begins here."""

from __future__ import annotations

from anju.agencies import queries
from anju.agencies.models import Institution, InstitutionFiling
from anju.agencies.rules import Refusal, Status
from anju.core.actors import Actor
from anju.core.db import lock
from anju.core.refusals import Refused
from anju.people import queries as people
from anju.people.rules import Power


def applicant(by: Actor, head_id: int | None) -> Institution | None:
    """The head office that applies for its branch; None for an officer, who may enter any application. (AGY-01, AGY-02)

    A branch's administrator is told whom to ask instead.
    """
    own = queries.own_institution(by)
    if own is None:
        people.check_power(by, Power.AGENCY_ENTER)
        return None
    if own.head is not None:
        raise queries.head_must_apply(own.head)
    if head_id != own.pk:
        raise Refused(Refusal.ONLY_OWN_BRANCHES)
    return own


def applicant_for(by: Actor, institution: Institution) -> Institution | None:
    """As `applicant`, for what is filed already: the head office applies for itself and for its branches."""
    own = queries.own_institution(by)
    mine = own is not None and own.pk == institution.pk
    return applicant(by, own.pk if own and mine else institution.head_id)


def own_filing(filing_id: int, by: Actor) -> InstitutionFiling:
    """An application, locked, for those on whose side it was entered: the officers, or the head office."""
    filing: InstitutionFiling = lock(InstitutionFiling, pk=filing_id)
    own = queries.own_institution(by)
    if own is None:
        people.check_power(by, Power.AGENCY_ENTER)
    if filing.applicant_id != (own.pk if own else None):
        raise Refused(Refusal.NOT_YOURS)
    return filing


def filed_institution(institution_id: int) -> Institution:
    """The institution, locked. Refused when its filing was cancelled."""
    institution: Institution = lock(Institution, pk=institution_id)
    if institution.status != Status.FILED:
        raise Refused(Refusal.NOT_FILED)
    return institution


def keeper_of(institution_id: int, by: Actor) -> Institution:
    """The institution, locked, for who keeps its people and places: its administrator, its head's, an officer."""
    institution = filed_institution(institution_id)
    own = queries.own_institution(by)
    if own is None:
        people.check_power(by, Power.AGENCY_ENTER)
    elif own.pk not in (institution.pk, institution.head_id):
        raise Refused(Refusal.NOT_YOURS)
    return institution
