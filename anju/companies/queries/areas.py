"""Which communities a company serves, has asked for, and may ask for. (PRP-12)"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from anju.companies.models import Area, AreaApplication, AreaDocument, AreaRequest, Company
from anju.companies.queries.companies import company_of
from anju.companies.serving import MOST_OFFERED, OPEN, Paper, Status, WhyNot, papers_not_among
from anju.core import clock
from anju.core.actors import Actor
from anju.core.identity_numbers import normalise
from anju.core.search import words_in
from anju.homes import queries as homes
from anju.homes.estate import CustodyMode
from anju.people import queries as people
from anju.people.rules import Power

if TYPE_CHECKING:
    from anju.homes.models import Community


FOUND_AT_MOST = 100
"""Of what a number or name may mean so many are looked at."""


def areas_now(actor: Actor) -> QuerySet[Area]:
    """What a company serves now; nothing for everybody who has not signed in as one."""
    if not actor.is_company:
        return Area.objects.none()
    return Area.objects.filter(
        company__organisation=actor.organisation_id, until__isnull=True
    ).select_related("community")


def communities_of(actor: Actor) -> QuerySet[Any]:
    """The communities a company serves now, by name."""
    return homes.communities_among(areas_now(actor).values("community"))


def manages(actor: Actor, community_id: int) -> bool:
    """Whether a company serves a community now."""
    return areas_now(actor).filter(community=community_id).exists()


def area_of(community_id: int) -> Area | None:
    """By which company a community is served now."""
    found = Area.objects.filter(community=community_id, until__isnull=True)
    return found.select_related("company").first()


def areas_of(company: Company) -> QuerySet[Area]:
    """All that a company serves or served, what it serves now first."""
    every = Area.objects.filter(company=company).select_related("community", "application")
    return every.order_by("until", "-pk")


def areas_seen_by(actor: Actor) -> QuerySet[Area]:
    """For who looks after companies: the areas in the department's district, or in the city."""
    every = Area.objects.select_related("company", "community").order_by("-pk")
    return _of_department(every, actor, "community__district")


@dataclass(frozen=True)
class Offered:
    """A community that was found, and why it cannot be asked for ("" when it can)."""

    community: Any
    why_not: WhyNot | None


def communities_offered(actor: Actor, *, district: str, developer: str) -> list[Offered]:
    """The communities of a district whose developer's name holds these words, some at the most. (manual 004, 7.2 ①)"""
    found = homes.communities_of_developer(district, developer)[:MOST_OFFERED]
    return offered(company_of(actor), list(found))


def communities_chosen(actor: Actor, *, district: str, ids: Iterable[int]) -> list[Offered]:
    """Those of a district that were ticked before."""
    found = homes.communities_among(list(ids)).filter(district=district)
    return offered(company_of(actor), list(found[:MOST_OFFERED]))


def offered(
    company: Company, communities: list["Community"], but: AreaApplication | None = None
) -> list[Offered]:
    """Each with why it is not offered to this company; what the application `but` asks for does not count."""
    ids = [one.pk for one in communities]
    served = dict(
        Area.objects.filter(community__in=ids, until__isnull=True).values_list(
            "community_id", "company_id"
        )
    )
    asked = set(
        AreaRequest.objects.filter(
            community__in=ids, application__company=company, application__status__in=OPEN
        )
        .exclude(application=but)
        .values_list("community_id", flat=True)
    )
    return [Offered(one, _why_not(one, company, served, asked)) for one in communities]


def _why_not(
    community: "Community", company: Company, served: dict[int, int], asked: set[int]
) -> WhyNot | None:
    if community.custody_mode == CustodyMode.SELF_MANAGED:
        return WhyNot.SELF_MANAGED
    if community.pk in served:
        return WhyNot.SERVED_BY_US if served[community.pk] == company.pk else WhyNot.SERVED
    return WhyNot.ASKED if community.pk in asked else None


def area_applications_seen_by(actor: Actor) -> QuerySet[AreaApplication]:
    """A company's own, newest first; for its department those that were handed in for the district."""
    every = AreaApplication.objects.select_related("company").order_by("-pk")
    if actor.is_company:
        return every.filter(company__organisation=actor.organisation_id)
    handed_in = every.filter(submitted_at__isnull=False)
    return _of_department(handed_in, actor, "district")


def area_applications_to_review(actor: Actor) -> QuerySet[AreaApplication]:
    """Those that wait for this member of staff's department, the next to be due first."""
    waiting = AreaApplication.objects.filter(status=Status.SUBMITTED).select_related("company")
    return _of_department(waiting, actor, "district").order_by("due_on", "id")


def area_applications_overdue(actor: Actor) -> QuerySet[AreaApplication]:
    """Of these, those whose day is over."""
    return area_applications_to_review(actor).filter(due_on__lt=clock.today())


def area_applications_found(
    actor: Actor, *, text: str = "", status: str = "", district: str = ""
) -> QuerySet[AreaApplication]:
    """With this number or of the company with this code or name; those that wait in the order in which they are due."""
    is_desk = status == Status.SUBMITTED and not text.strip()
    found = area_applications_to_review(actor) if is_desk else area_applications_seen_by(actor)
    if status and not is_desk:
        found = found.filter(status=status)
    if district:
        found = found.filter(district=district)
    return found.filter(pk__in=_named(text)) if text.strip() else found


def _named(text: str) -> list[int]:
    """The ids of what a text may name, each asked by an index of its own."""
    plain, name = normalise(text), text.strip()
    companies = [
        *Company.objects.filter(uscc=plain).values_list("pk", flat=True),
        *Company.objects.filter(words_in("pairs", name), name=name).values_list("pk", flat=True),
    ]
    ids: set[int] = set()
    for one in (Q(no=plain), Q(company__in=companies)):
        newest = AreaApplication.objects.filter(one).order_by("-pk")
        ids.update(newest.values_list("pk", flat=True)[:FOUND_AT_MOST])
    return sorted(ids)


def area_documents_seen_by(actor: Actor) -> QuerySet[AreaDocument]:
    """What was handed in with the applications that somebody sees."""
    seen = area_applications_seen_by(actor).order_by()
    return AreaDocument.objects.filter(application__in=seen).select_related("file", "application")


def requests_of(application: AreaApplication) -> list[AreaRequest]:
    """The communities that an application names, by name."""
    return list(application.requests.select_related("community").order_by("community__name"))


def documents_of(application: AreaApplication) -> list[AreaDocument]:
    """Its attachments in the order of the list of papers, without what is in them."""
    attached = application.documents.select_related("file").defer("file__content").order_by("pk")
    order = list(Paper)
    return sorted(attached, key=lambda one: order.index(Paper(one.paper)))


def papers_missing(application: AreaApplication) -> list[Paper]:
    """The required papers that were neither attached nor handed in at the counter."""
    attached = application.documents.values_list("paper", flat=True)
    return papers_not_among(*attached, *application.papers_seen)


def served_by_others(application: AreaApplication) -> dict[int, Area]:
    """Which of the communities that it names are served by now, and by whom."""
    wanted = application.requests.values("community")
    served = Area.objects.filter(community__in=wanted, until__isnull=True)
    return {one.community_id: one for one in served.select_related("company")}


def is_overdue(application: AreaApplication) -> bool:
    return (
        application.status == Status.SUBMITTED
        and application.due_on is not None
        and application.due_on < clock.today()
    )


def _of_department(records: QuerySet[Any], actor: Actor, place: str) -> QuerySet[Any]:
    if actor.staff_id is None or Power.FUND_COMPANY not in actor.may:
        return records.none()
    district = people.department_of(actor)
    return records.filter(**{place: district}) if district else records
