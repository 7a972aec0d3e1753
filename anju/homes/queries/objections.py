"""The objection desk, and what whoever objected sees of it. (rule C1.8)"""

from django.db.models import QuerySet

from anju.core import clock
from anju.core.actors import Actor
from anju.homes.models import Objection, ObjectionDocument, Verification
from anju.homes.queries.verifications import verifications_seen_by
from anju.homes.rules import ObjectionStatus
from anju.people.rules import Power


def objections_to_review(actor: Actor) -> QuerySet[Objection]:
    """Those open, the next to be due first; none for who may not review them."""
    if Power.HOME_OBJECT not in actor.may:
        return Objection.objects.none()
    open_ones = Objection.objects.filter(status=ObjectionStatus.OPEN)
    return open_ones.select_related("verification__home").order_by("review_by", "id")


def objections_seen_by(actor: Actor) -> QuerySet[Objection]:
    """All, for who reviews them; one's own verifications' otherwise. Newest first."""
    every = Objection.objects.select_related("verification__home").order_by("-id")
    if Power.HOME_OBJECT in actor.may:
        return every
    return every.filter(verification__in=verifications_seen_by(actor).order_by())


def objections_of(verification: Verification) -> QuerySet[Objection]:
    return verification.objections.prefetch_related("documents__file").order_by("-id")


def documents_seen_by(actor: Actor) -> QuerySet[ObjectionDocument]:
    """What was handed in with the objections that somebody sees."""
    seen = objections_seen_by(actor).order_by()
    return ObjectionDocument.objects.filter(objection__in=seen).select_related("file")


def is_overdue(objection: Objection) -> bool:
    return objection.status == ObjectionStatus.OPEN and objection.review_by < clock.today()


def may_review(objection: Objection, actor: Actor) -> bool:
    """Another person than who raised it or asked: for them the page says why there is no button."""
    return Power.HOME_OBJECT in actor.may and actor.name not in (
        objection.raised_by,
        objection.verification.asked_by,
    )
