"""What a department sees of registrations and keys: those of its own district. (PRP-04, PRP-05)"""

from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from anju.companies.models import Application, AreaApplication, Key
from anju.companies.rules import ApplicationStatus, KeyStatus
from anju.companies.serving import Status as AreaStatus
from anju.core import clock
from anju.core.actors import Actor
from anju.core.identity_numbers import normalise
from anju.people import queries as people
from anju.people.rules import Power

OF_COMPANIES = frozenset({Power.FUND_COMPANY, Power.FUND_KEY})


def applications_seen_by(actor: Actor) -> QuerySet[Application]:
    if not actor.may & OF_COMPANIES:
        return Application.objects.none()
    every = Application.objects.select_related("applicant", "company")
    district = people.department_of(actor)
    return every.filter(district=district) if district else every


def applications_found(
    actor: Actor, *, text: str = "", status: str = "", district: str = ""
) -> QuerySet[Application]:
    """By number, name, 社会信用代码 or certificate, each written out; the newest first."""
    found = applications_seen_by(actor)
    if text.strip():
        said, code = text.strip(), normalise(text)
        found = found.filter(Q(no=code) | Q(name=said) | Q(uscc=code) | Q(certificate_no=code))
    if status:
        found = found.filter(status=status)
    if district:
        found = found.filter(district=district)
    return found.order_by("-pk")


def applications_to_review(actor: Actor) -> QuerySet[Application]:
    """What waits for the department, the oldest first."""
    waiting = applications_seen_by(actor).filter(status=ApplicationStatus.SUBMITTED)
    return waiting.order_by("submitted_at", "pk")


def applications_without_key(actor: Actor) -> QuerySet[Application]:
    """What was approved by somebody else and has no key yet, or no more: this one may issue it."""
    approved = applications_seen_by(actor).filter(status=ApplicationStatus.APPROVED)
    return approved.exclude(decided_by=actor.name).order_by("pk")


def applications_overdue(actor: Actor) -> QuerySet[Application]:
    """Registrations not reviewed, and keys not handed out, though their day is over. (CTR-05)"""
    waiting = (ApplicationStatus.SUBMITTED, ApplicationStatus.APPROVED)
    return applications_seen_by(actor).filter(status__in=waiting, due_on__lt=clock.today())


def registration_is_overdue(application: Application) -> bool:
    waits = application.status in (ApplicationStatus.SUBMITTED, ApplicationStatus.APPROVED)
    return waits and application.due_on is not None and application.due_on < clock.today()


def reviews_by_district() -> list[tuple[str, str, int, int, date | None]]:
    """What waits for each department: of what kind, how much, how much of it overdue, and the first day due.

    Registrations, keys to hand out, and areas; three small questions over what is open.
    """
    open_ones = [
        ("registration", Application.objects.filter(status=ApplicationStatus.SUBMITTED)),
        ("key", Application.objects.filter(status=ApplicationStatus.APPROVED)),
        ("area", AreaApplication.objects.filter(status=AreaStatus.SUBMITTED)),
    ]
    late = Q(due_on__lt=clock.today())
    return [
        (kind, district, waiting, overdue, first)
        for kind, rows in open_ones
        for district, waiting, overdue, first in rows.filter(due_on__isnull=False)
        .order_by()
        .values_list("district")
        .annotate(n=Count("pk"), late=Count("pk", filter=late), first=Min("due_on"))
    ]


def keys_seen_by(actor: Actor) -> QuerySet[Key]:
    if not actor.may & OF_COMPANIES:
        return Key.objects.none()
    every = Key.objects.select_related("application__applicant", "application__company")
    district = people.department_of(actor)
    return every.filter(district=district) if district else every


def keys_found(actor: Actor, *, text: str = "", status: str = "") -> QuerySet[Key]:
    """By number, or by the name or 社会信用代码 of the company; the newest first."""
    found = keys_seen_by(actor)
    if text.strip():
        said, code = text.strip(), normalise(text)
        named = Application.objects.filter(Q(name=said) | Q(uscc=code))
        by_number = Key.objects.filter(number=code)
        found = found.filter(
            **({"number": code} if by_number.exists() else {"application__in": named})
        )
    if status:
        found = found.filter(status=status)
    return found.order_by("-pk")


def keys_suspended(actor: Actor) -> QuerySet[Key]:
    """Of which there seems to be a copy: the department calls the holder in. (PRP-05)"""
    return keys_seen_by(actor).filter(status=KeyStatus.SUSPENDED).order_by("pk")


def keys_of(application: Any) -> QuerySet[Key]:
    """Every key the holder has had, the newest first."""
    of_it = Key.objects.filter(application=application)
    return of_it.select_related("application__applicant").order_by("-pk")


def reviews_waiting(kind: str, district: str) -> QuerySet[Any]:
    """What waits of one kind for a department, the first due first: the cases that `reviews_by_district` counts."""
    rows: QuerySet[Any]
    if kind == "area":
        rows = AreaApplication.objects.filter(status=AreaStatus.SUBMITTED)
    else:
        status = ApplicationStatus.APPROVED if kind == "key" else ApplicationStatus.SUBMITTED
        rows = Application.objects.filter(status=status)
    return rows.filter(district=district, due_on__isnull=False).order_by("due_on", "pk")
