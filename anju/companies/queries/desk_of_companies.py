"""物业服务企业 as a department sees them: those that have to do with its district. (PRP-12, PRP-13)"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from anju.companies.models import Application, Area, AreaApplication, Company, UnitChange
from anju.companies.queries.desk import OF_COMPANIES, keys_seen_by
from anju.core.actors import Actor
from anju.core.identity_numbers import normalise
from anju.core.search import found as by_words
from anju.core.search import words_in
from anju.people import queries as people


def companies_seen_by(actor: Actor) -> QuerySet[Company]:
    """Those of a department's district, that serve a community there, or have applied there; of the city, all."""
    if actor.staff_id is None or not actor.may & OF_COMPANIES:
        return Company.objects.none()
    every, district = Company.objects.order_by("-pk"), people.department_of(actor)
    if not district:
        return every
    serving = Area.objects.filter(company=OuterRef("pk"), community__district=district)
    asking, registered = (
        model.objects.filter(company=OuterRef("pk"), district=district)  # type: ignore[attr-defined]
        for model in (AreaApplication, Application)
    )
    return every.filter(
        Q(district=district) | Exists(serving) | Exists(asking) | Exists(registered)
    )


def companies_found(actor: Actor, *, words: str = "", uscc: str = "") -> QuerySet[Company]:
    """By words of the name, or by the whole 社会信用代码; the newest first."""
    seen = companies_seen_by(actor)
    if uscc.strip():
        seen = seen.filter(uscc=normalise(uscc))
    return by_words(seen, words_in("pairs", words)) if words.strip() else seen


def areas_at_desk(actor: Actor, company: Company) -> QuerySet[Area]:
    """What a company serves or served in the department's district, what it serves now first."""
    every = Area.objects.filter(company=company).select_related("community", "application")
    district = people.department_of(actor)
    there = every.filter(community__district=district) if district else every
    return there.order_by("until", "-pk")


def changes_at_desk(actor: Actor, company: Company) -> QuerySet[UnitChange]:
    """How a company's data changed, newest first."""
    seen = companies_seen_by(actor).filter(pk=company.pk).values("pk")
    return UnitChange.objects.filter(company__in=seen).prefetch_related("lines").order_by("-pk")


def keys_of_company(actor: Actor, company: Company) -> QuerySet:
    """The keys of its holders that the department sees, the newest first."""
    return keys_seen_by(actor).filter(application__company=company).order_by("-pk")
