"""个人造册: one's own history, and the desk of a department. (OWN-14, CTR-05)"""

from datetime import date

from django.db.models import Count, Min, Q, QuerySet

from anju.core import clock
from anju.core.actors import Actor
from anju.fund.models import Addition, AdditionDocument
from anju.fund.rules import AdditionStatus
from anju.people import queries as people
from anju.people.rules import Power


def additions_seen_by(actor: Actor) -> QuerySet[Addition]:
    """历史记录: one's own, newest first; for who reviews them those of their department's district."""
    every = Addition.objects.select_related("dwelling", "person", "organisation").order_by("-id")
    if actor.staff_id is not None:
        return _of_department(every, actor)
    if actor.person_id is None and actor.organisation_id is None:
        return every.none()
    return every.filter(**people.who(actor))


def additions_to_review(actor: Actor) -> QuerySet[Addition]:
    """Those that wait for this member of staff's department, the next to be due first."""
    waiting = Addition.objects.filter(status=AdditionStatus.WAITING)
    return _of_department(waiting, actor).select_related("person").order_by("review_by", "id")


def additions_overdue(actor: Actor) -> QuerySet[Addition]:
    """Of these, those whose day is over."""
    return additions_to_review(actor).filter(review_by__lt=clock.today())


def additions_by_district() -> list[tuple[str, str, int, int, date | None]]:
    """What waits for each department: of what kind, how much, how much of it overdue, and the first day due."""
    waiting = Addition.objects.filter(status=AdditionStatus.WAITING)
    late = Q(review_by__lt=clock.today())
    rows = waiting.order_by().values_list("district")
    counted = rows.annotate(n=Count("pk"), late=Count("pk", filter=late), first=Min("review_by"))
    return [("addition", *row) for row in counted]


def additions_waiting(district: str) -> QuerySet[Addition]:
    """What waits for the department of a district, the first due first."""
    waiting = Addition.objects.filter(status=AdditionStatus.WAITING, district=district)
    return waiting.order_by("review_by", "pk")


def _of_department(additions: QuerySet[Addition], actor: Actor) -> QuerySet[Addition]:
    if actor.staff_id is None or Power.FUND_REVIEW not in actor.may:
        return additions.none()
    district = people.department_of(actor)
    return additions.filter(district=district) if district else additions


def addition_documents_seen_by(actor: Actor) -> QuerySet[AdditionDocument]:
    """What was handed in with the additions that somebody sees."""
    seen = additions_seen_by(actor).order_by()
    return AdditionDocument.objects.filter(addition__in=seen).select_related("file")


def is_overdue(addition: Addition) -> bool:
    return (
        addition.status == AdditionStatus.WAITING
        and addition.review_by is not None
        and addition.review_by < clock.today()
    )
