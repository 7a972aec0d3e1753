"""Places: on a list, in numbers by district, as points within a part of the map. (AGY-04)"""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Count, F, Func, QuerySet

from anju.agencies.models import Institution, Premises
from anju.agencies.queries.institutions import is_officer, own_institution
from anju.agencies.rules import (
    EAST,
    MOST_POINTS,
    NORTH,
    SOUTH,
    WEST,
    PremisesKind,
    PremisesStatus,
)
from anju.core.actors import Actor
from anju.core.rules import DISTRICTS
from anju.core.search import found, some_ids, words_in


@dataclass(frozen=True)
class Box:
    """A part of the map, in millionths of a degree."""

    west: int = WEST
    south: int = SOUTH
    east: int = EAST
    north: int = NORTH


@dataclass(frozen=True)
class Point:
    """A place on the map."""

    premises_id: int
    institution_id: int
    institution: str
    name: str
    address: str
    longitude: int
    latitude: int


@dataclass(frozen=True)
class Points:
    """The places in a part of the map; `are_all` is False when there are more than one map shows."""

    points: list[Point]
    are_all: bool


def premises_seen_by(actor: Actor) -> QuerySet[Premises]:
    """Officers see all, an institution its own and those of its branches; the newest first."""
    every = Premises.objects.select_related("institution").order_by("-id")
    if is_officer(actor):
        return every
    own = own_institution(actor)
    if own is None:
        return every.none()
    return every.filter(institution__in=[own.pk, *own.branches.values_list("pk", flat=True)])


def premises_published() -> QuerySet[Premises]:
    """The places where filed institutions work: addresses of businesses, nobody's own. (CRD-05)"""
    in_use = Premises.objects.filter(status=PremisesStatus.IN_USE)
    return in_use.select_related("institution").order_by("-id")


def premises_found(
    premises: QuerySet[Premises], *, text: str = "", **exactly: Any
) -> QuerySet[Premises]:
    """Of some places those that somebody looks for: by words of name and address, by district and kind."""
    narrowed = premises_of(premises, **exactly)
    return found(narrowed, words_in("pairs", text)) if text.strip() else narrowed


def premises_of(
    premises: QuerySet[Premises],
    *,
    district: str = "",
    kind: str = "",
    institution_kind: str = "",
    institution_id: int | None = None,
) -> QuerySet[Premises]:
    exactly = {
        "district": district,
        "kind": kind,
        "institution__kind": institution_kind,
        "institution": institution_id,
    }
    return premises.filter(**{name: value for name, value in exactly.items() if value})


def points_found(premises: QuerySet[Premises], *, text: str = "", **exactly: Any) -> Points:
    """The places that somebody looks for as points of the whole city: of many any, their list has the newest first."""
    narrowed = premises_of(premises, **exactly)
    if text.strip():
        some = some_ids(narrowed.filter(words_in("pairs", text)), MOST_POINTS + 1)
        narrowed = narrowed.filter(pk__in=some)
    return points_within(narrowed, Box())


def points_within(premises: QuerySet[Premises], box: Box) -> Points:
    """Some places as points of a part of the map, at most so many as one map shows. The whole city has them all."""
    corners = [
        Func(box.west, box.south, function="point"),
        Func(box.east, box.north, function="point"),
    ]
    inside = Func(
        Func(F("longitude"), F("latitude"), function="point"),
        Func(*corners, function="box"),
        template="(%(expressions)s)",
        arg_joiner=" <@ ",
        output_field=BooleanField(),
    )
    within = premises if box == Box() else premises.filter(inside)
    some = list(within.select_related(None).order_by()[: MOST_POINTS + 1])
    shown = {each.institution_id for each in some}
    names = dict(Institution.objects.filter(pk__in=shown).values_list("pk", "name"))
    points = [
        Point(
            each.pk,
            each.institution_id,
            names[each.institution_id],
            each.name,
            each.address,
            each.longitude,
            each.latitude,
        )
        for each in some[:MOST_POINTS]
    ]
    return Points(points, are_all=len(some) <= MOST_POINTS)


def premises_by_district() -> dict[str, dict[str, int]]:
    """How many places in use each district has, by kind, and under "" those of all kinds; every district is there."""
    counts = {kind: dict.fromkeys(DISTRICTS, 0) for kind in ("", *PremisesKind.values)}
    in_use = Premises.objects.filter(status=PremisesStatus.IN_USE).order_by()
    grouped = in_use.values_list("district", "kind").annotate(count=Count("*"))
    for district, kind, count in grouped:
        counts[kind][district] = count
        counts[""][district] += count
    return counts
