"""Scorings: the history of an organisation, the work of who applies, reviews and decides, what a cycle comes to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from anju.agencies import queries as agencies
from anju.core import clock
from anju.core.actors import Actor
from anju.core.search import found
from anju.credit.models import CreditEvent, CreditRule, CreditTotal, Evidence, Measure, Objection
from anju.credit.queries.standard import scheme_of
from anju.credit.rules import (
    COUNTED,
    UPHELD_COMPLAINT,
    EventStatus,
    MeasureStatus,
    ObjectionStatus,
    Operation,
    Scheme,
)
from anju.parameters import queries as parameters
from anju.people.rules import Power

OWN_PORTALS = ("agency", "enterprise")
OFFICERS = frozenset({Power.CREDIT_APPLY, Power.CREDIT_REVIEW, Power.RULE_KEEP, Power.LIST_KEEP})


def is_of(organisation_id: int, actor: Actor) -> bool:
    """Whether somebody acts for this organisation, as the enterprise or agency that it is."""
    return actor.portal in OWN_PORTALS and actor.organisation_id == organisation_id


def events_seen_by(actor: Actor) -> QuerySet[CreditEvent]:
    """Officers of credit see all; an institution its own, once they are effective. The newest first."""
    every = CreditEvent.objects.select_related("organisation", "rule", "objection").order_by("-id")
    if OFFICERS & actor.may:
        return every
    if actor.portal in OWN_PORTALS and actor.organisation_id is not None:
        told = (*COUNTED, EventStatus.ANNULLED)
        return every.filter(organisation=actor.organisation_id, status__in=told)
    return every.none()


def events_found(
    actor: Actor,
    *,
    organisation_id: int | None = None,
    text: str = "",
    rule_code: str = "",
    status: str = "",
    year: int | None = None,
) -> QuerySet[CreditEvent]:
    """The search of 信用管理: by organisation or words of an institution's name, rule, state and cycle. (CRD-01)"""
    events = events_seen_by(actor)
    exactly = {"organisation": organisation_id, "status": status, "year": year}
    events = events.filter(**{name: value for name, value in exactly.items() if value})
    if code := rule_code.strip().upper():
        versions = CreditRule.objects.filter(code=code).values_list("pk", flat=True)
        events = events.filter(rule__in=list(versions))
    if not text.strip():
        return events
    return found(events, agencies.is_named(text, institution="organisation__institution"))


def evidence_seen_by(actor: Actor) -> QuerySet[Evidence]:
    """The files of the events that somebody sees."""
    seen = events_seen_by(actor).order_by()
    return Evidence.objects.filter(event__in=seen).select_related("file")


def events_to_review(actor: Actor) -> QuerySet[CreditEvent]:
    """Applications of others that wait for this reviewer, the oldest first."""
    if Power.CREDIT_REVIEW not in actor.may:
        return CreditEvent.objects.none()
    waiting = events_seen_by(actor).filter(status=EventStatus.APPLIED)
    return waiting.exclude(applied_by=actor.name).order_by("applied_at", "id")


def events_to_answer(actor: Actor) -> QuerySet[CreditEvent]:
    """Scorings to which an institution may still object, and has not. (rule C5.6)"""
    in_time = events_seen_by(actor).filter(
        status=EventStatus.EFFECTIVE, object_until__gte=clock.today()
    )
    return in_time.filter(objection__isnull=True)


def objections_to_decide(actor: Actor) -> QuerySet[Objection]:
    """Objections that this reviewer may decide, those first whose time is up first."""
    if Power.CREDIT_REVIEW not in actor.may:
        return Objection.objects.none()
    waiting = Objection.objects.filter(status=ObjectionStatus.OPEN)
    others = waiting.exclude(applied_by=actor.name).exclude(reviewed_by=actor.name)
    return others.select_related("event__organisation", "event__rule").order_by(
        "decide_until", "id"
    )


def measures_open(actor: Actor) -> QuerySet[Measure]:
    """What follows a threshold and has not been done yet, the oldest first."""
    if Power.CREDIT_REVIEW not in actor.may:
        return Measure.objects.none()
    waiting = Measure.objects.filter(status=MeasureStatus.OPEN).select_related("organisation")
    return waiting.order_by("opened_at", "id")


def events_to_expire(limit: int) -> list[int]:
    over = CreditEvent.objects.filter(
        status=EventStatus.EFFECTIVE, expires_on__lt=clock.today()
    ).order_by("expires_on", "id")
    return list(over.values_list("pk", flat=True)[:limit])


def ran_to_the_end(event: CreditEvent) -> bool:
    """Whether an event counts in its cycle to the last day."""
    return event.expires_on is not None and (event.expires_on.month, event.expires_on.day) == (
        12,
        31,
    )


# What a cycle comes to


@dataclass(frozen=True)
class Standing:
    """Where an organisation stands in a cycle, counted as that year counts."""

    year: int
    points: int
    score: int
    grade: str


def standing_of(organisation_id: int, year: int | None = None) -> Standing:
    """The standing in a cycle, the present one unless told otherwise; nobody scored is in the best class."""
    return standings([organisation_id], year)[organisation_id]


def standings(organisation_ids: Iterable[int], year: int | None = None) -> dict[int, Standing]:
    """The standings of several organisations, for the rows of a list; two queries."""
    wanted, year = list(organisation_ids), year or clock.today().year
    scheme = scheme_of(year)
    totals = {
        total.organisation_id: total
        for total in CreditTotal.objects.filter(organisation__in=wanted, year=year)
    }
    return {pk: _standing(scheme, year, totals.get(pk)) for pk in wanted}


def _standing(scheme: Scheme, year: int, total: CreditTotal | None) -> Standing:
    points = total.points if total else 0
    score = scheme.base + scheme.weight * points
    good_is_much = scheme.weight < 0
    grade = next(
        name
        for name, bound in scheme.classes
        if (score >= bound if good_is_much else score <= bound)
    )
    return Standing(year, points, score, grade)


def totals_seen_by(actor: Actor, year: int) -> QuerySet[CreditTotal]:
    """What the organisations with events in a cycle come to, the worst first; an institution sees its own."""
    totals = CreditTotal.objects.filter(year=year).select_related("organisation")
    totals = totals.order_by("-demerits", "-id")
    if OFFICERS & actor.may:
        return totals
    if actor.portal in OWN_PORTALS and actor.organisation_id is not None:
        return totals.filter(organisation=actor.organisation_id)
    return totals.none()


def scored_since(organisation_id: int, day: date) -> bool:
    """Whether something new was scored after a day."""
    return CreditEvent.objects.filter(
        organisation=organisation_id,
        status__in=COUNTED,
        effective_on__gt=day,
        rule__operation=Operation.DEMERIT,
    ).exists()


def has_serious_event(organisation_id: int, since_year: int) -> bool:
    """Whether a single event of this or a later cycle counts so much that it bars from the red list."""
    return CreditEvent.objects.filter(
        organisation=organisation_id,
        status__in=COUNTED,
        year__gte=since_year,
        points__gte=parameters.number("credit.serious_points"),
        rule__operation=Operation.DEMERIT,
    ).exists()


def has_upheld_complaint(organisation_id: int, since_year: int) -> bool:
    return CreditEvent.objects.filter(
        organisation=organisation_id,
        status__in=COUNTED,
        year__gte=since_year,
        rule__code=UPHELD_COMPLAINT,
    ).exists()


def commended_in(year: int) -> list[int]:
    """The organisations with something to their credit in a cycle: who may come on the red list by itself."""
    commended = CreditTotal.objects.filter(year=year, merits__gt=0).order_by("organisation")
    return list(commended.values_list("organisation_id", flat=True))
