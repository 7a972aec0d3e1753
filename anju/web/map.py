"""场所分布: how many places each district has, and where the places that somebody asks for are. (AGY-04)"""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

from anju.agencies import queries
from anju.agencies.rules import EAST, SOUTH
from anju.web.paging import address

MARGIN = 60  # around a district that the map is drawn nearer to, in units of the page
SHADES = 4
COUNTS, COUNTED_SECONDS = "places", 300


@dataclass(frozen=True)
class DistrictShown:
    """A district on the map: how many places it has, how dark it is, and the address that asks for it alone."""

    shape: Any
    count: int
    shade: int
    is_here: bool
    url: str


@dataclass(frozen=True)
class PointShown:
    """A dot; whose it is a mouse is told, and everybody else by the list."""

    x: int
    y: int
    title: str


@dataclass(frozen=True)
class MapShown:
    view_box: str
    districts: list[DistrictShown]
    points: list[PointShown]
    are_all: bool
    dot: int
    letter: str


def map_of(request: HttpRequest, premises: Any, wanted: dict[str, Any]) -> MapShown:
    """Of some places those wanted as dots on the whole city, or nearer on the district; all of the kind are counted."""
    counts, district = place_counts(wanted["kind"]), wanted["district"]
    most = max(counts.values()) or 1
    districts = [
        DistrictShown(
            shape,
            counts[shape.code],
            -(-counts[shape.code] * SHADES // most),
            shape.code == district,
            address(request, district=shape.code),
        )
        for shape in queries.district_shapes()
    ]
    box, dot = (around(district), 4) if district else ((0, 0, *queries.on_page(EAST, SOUTH)), 9)
    shown = queries.points_found(premises, **wanted)
    points = [point_shown(point) for point in shown.points]
    view_box = " ".join(map(str, box))
    letter = "near" if district else "far"
    return MapShown(view_box, districts, points, shown.are_all, dot, letter)


def place_counts(kind: str) -> dict[str, int]:
    """How many places of a kind each district has.

    All places are counted for it, so it is done every five minutes at most, and for every kind at once.
    """
    counts = cache.get(COUNTS)
    if counts is None:
        counts = queries.premises_by_district()
        cache.set(COUNTS, counts, COUNTED_SECONDS)
    return dict(counts[kind])


def around(district: str) -> tuple[int, int, int, int]:
    """The part of the page that a district fills, as corner and size."""
    corners = [queries.on_page(*corner) for corner in queries.outline(district)]
    left, top = min(x for x, _y in corners), min(y for _x, y in corners)
    right, bottom = max(x for x, _y in corners), max(y for _x, y in corners)
    return (
        left - MARGIN,
        top - MARGIN,
        right - left + 2 * MARGIN,
        bottom - top + 2 * MARGIN,
    )


def point_shown(point: Any) -> PointShown:
    x, y = queries.on_page(point.longitude, point.latitude)
    title = f"{point.institution} · {point.name} · {point.address}"
    return PointShown(x, y, title)
