from dataclasses import dataclass

from anju.companies.models import Applicant, Company, Key
from anju.companies.rules import APPLICANT_PORTAL, PORTAL, ApplicantStatus, KeyStatus
from anju.core.actors import NOBODY, Actor


@dataclass(frozen=True)
class Account:
    """Who acts for a company by a key: the holder's user name, and for which organisation."""

    username: str
    organisation_id: int
    applicant_id: int
    must_choose_password: bool


def account(key_id: int) -> Account | None:
    """Whom a key in use stands for; None once it is suspended, revoked, or its holder is locked."""
    found = Key.objects.filter(
        pk=key_id,
        status=KeyStatus.ACTIVE,
        application__applicant__status=ApplicantStatus.ACTIVE,
    ).values_list(
        "application__applicant__username",
        "application__company__organisation",
        "application__applicant",
        "application__applicant__must_choose_password",
    )
    return next((Account(*one) for one in found), None)


def actor_of_key(key_id: int) -> Actor:
    """The holder who has signed in with password and key; nobody when the key is no longer in use.

    Whoever has yet to choose a password acts for no company. (rule C4.8)
    """
    found = account(key_id)
    if found is None:
        return NOBODY
    return Actor(
        found.username,
        PORTAL,
        organisation_id=None if found.must_choose_password else found.organisation_id,
        applicant_id=found.applicant_id,
    )


def actor_of_applicant(applicant_id: int) -> Actor:
    """Who has signed in without a key; nobody when locked meanwhile."""
    found = Applicant.objects.filter(pk=applicant_id, status=ApplicantStatus.ACTIVE).first()
    if found is None:
        return NOBODY
    return Actor(found.username, APPLICANT_PORTAL, applicant_id=found.pk)


def company(company_id: int) -> Company:
    return Company.objects.get(pk=company_id)


def company_of(actor: Actor) -> Company:
    """The company for which somebody has signed in by a key."""
    return Company.objects.get(organisation=actor.organisation_id if actor.is_company else None)
