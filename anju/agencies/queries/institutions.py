"""Who is filed, and what each may see of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from anju.agencies.models import FilingVersion, Institution
from anju.agencies.rules import FILING_SINCE, Kind, Status
from anju.core.actors import Actor
from anju.core.identity_numbers import normalise
from anju.core.search import found, words_in
from anju.parameters import queries as parameters
from anju.people.rules import POWERS_OF, Office

OWN_PORTALS = ("agency", "enterprise")


def own_institution(actor: Actor) -> Institution | None:
    """The institution for which somebody acts; None for officers and for everybody else."""
    if actor.organisation_id is None or actor.portal not in OWN_PORTALS:
        return None
    found = Institution.objects.filter(organisation=actor.organisation_id, status=Status.FILED)
    return found.select_related("head").first()


def is_officer(actor: Actor) -> bool:
    """Whether somebody works at the housing authority, with whatever power."""
    return bool(POWERS_OF[Office.AUTHORITY] & actor.may)


def institutions_seen_by(actor: Actor) -> QuerySet[Institution]:
    """Officers see all; an institution itself, and a head office its branches, too."""
    every = Institution.objects.select_related("head").order_by("-id")
    if is_officer(actor):
        return every
    own = own_institution(actor)
    return every.filter(Q(pk=own.pk) | Q(head=own.pk)) if own else every.none()


def institutions_found(
    institutions: QuerySet[Institution],
    *,
    text: str = "",
    uscc: str = "",
    filing_no: str = "",
    kind: str = "",
    district: str = "",
    status: str = "",
) -> QuerySet[Institution]:
    """Of some institutions those that somebody looks for: by words of name and address, by number, by kind. (AGY-03)"""
    exactly = {
        "uscc": normalise(uscc),
        "filing_no": normalise(filing_no),
        "kind": kind,
        "district": district,
        "status": status,
    }
    institutions = institutions.filter(**{name: value for name, value in exactly.items() if value})
    return found(institutions, words_in("pairs", text)) if text.strip() else institutions


def institutions_published() -> QuerySet[Institution]:
    """What everybody may read of filed institutions, the newest first. Nothing here is personal. (CRD-05)"""
    return Institution.objects.filter(status=Status.FILED).select_related("head").order_by("-id")


def institution_by_filing_no(filing_no: str) -> Institution | None:
    return institutions_published().filter(filing_no=normalise(filing_no)).first()


def institutions_by_district(day: date) -> dict[str, int]:
    """How many institutions each district had at the end of a day, by when they were filed and cancelled."""
    filed = Institution.objects.filter(filed_on__lte=day)
    filed = filed.filter(Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=day))
    return dict(filed.order_by().values_list("district").annotate(count=Count("pk")))


def institution_ever_filed(filing_no: str) -> Institution | None:
    """The institution that has, or had, this number: who was cancelled is told to be so, not to be unknown."""
    every = Institution.objects.select_related("head", "facts")
    return every.filter(filing_no=normalise(filing_no)).first()


def accounts_published() -> QuerySet[Institution]:
    """The rental enterprises that stated a supervision account; it is in their `facts`. (rules A1.7, C7)"""
    stated = institutions_published().filter(kind=Kind.RENTAL, facts__supervision_bank__gt="")
    return stated.select_related("head", "facts")


@dataclass(frozen=True)
class SupervisionAccount:
    """The account of an enterprise that is supervised, for its tenants to compare. (rule C7)"""

    bank: str
    account_no: str


def supervision_published(institution_id: int) -> SupervisionAccount | None:
    """The supervision account that a filed enterprise stated; None where it needs none."""
    found = institutions_published().select_related("facts").filter(pk=institution_id).first()
    if found is None or not found.facts.supervision_account:
        return None
    return SupervisionAccount(found.facts.supervision_bank, found.facts.supervision_account)


def institution_of_organisation(organisation_id: int) -> Institution | None:
    """The institution that an organisation is, filed or cancelled."""
    return Institution.objects.filter(organisation=organisation_id).first()


def heads_of(organisation_ids: Iterable[int]) -> dict[int, int]:
    """Of those of these organisations that are branches, the organisation of the head office."""
    branches = Institution.objects.filter(
        organisation__in=list(organisation_ids), head__isnull=False
    )
    return dict(branches.values_list("organisation_id", "head__organisation_id"))


def is_named(text: str, *, institution: str) -> Q:
    """The condition that words find a record's institution, for lists of what is known of institutions."""
    return words_in(f"{institution}__pairs", text)


def organisations_filed_throughout(year: int, ids: list[int]) -> set[int]:
    """Those of these organisations that were filed during a whole year, by when they were filed and cancelled."""
    filed = Institution.objects.filter(
        organisation__in=ids, status=Status.FILED, filed_on__lte=date(year, 1, 1)
    )
    return set(filed.values_list("organisation_id", flat=True))


def filing_due_on(version: FilingVersion) -> date | None:
    """Until when this was to be filed: thirty days from the licence; None where the rule was not in force. (C4.1)"""
    if version.licensed_on is None or version.licensed_on < FILING_SINCE:
        return None
    return version.licensed_on + timedelta(days=parameters.number("agency.days_to_file"))
