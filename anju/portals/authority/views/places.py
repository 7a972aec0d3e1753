"""场所分布: where institutions work, on a map of the districts and on a list beside it. (AGY-04)"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.agencies import actions, queries
from anju.agencies.rules import EAST, SOUTH, PremisesStatus
from anju.core.rules import DISTRICTS
from anju.desks.forms import ReasonForm
from anju.desks.forms_of_agencies import PlaceSearch
from anju.people.rules import Office, Power
from anju.portals.authority.page import show, show_form
from anju.web.doors import staff
from anju.web.paging import PageOfRows, address, page_of

MARGIN = 60  # around a district that the map is drawn nearer to, in units of the page
SHADES = 4


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


@staff(office=Office.AUTHORITY)
@require_GET
def places(request: HttpRequest) -> HttpResponse:
    search, page, map_shown = PlaceSearch(request.GET), PageOfRows([]), None
    if search.is_valid():
        wanted = search.cleaned_data
        in_use = queries.premises_seen_by(request.actor).filter(status=PremisesStatus.IN_USE)
        found = queries.premises_found(in_use, **wanted)
        page = page_of(found, request)
        map_shown = map_of(request, found, wanted)
    may_keep = Power.AGENCY_ENTER in request.actor.may
    rows = [(place, DISTRICTS[place.district]) for place in page.rows]
    return show(
        request,
        "places",
        "places",
        search=search,
        page=page,
        rows=rows,
        map=map_shown,
        may_keep=may_keep,
    )


def map_of(request: HttpRequest, found: Any, wanted: dict[str, str]) -> MapShown:
    counts = queries.premises_by_district(wanted["kind"])
    most = max(counts.values()) or 1
    here = wanted["district"]
    districts = [
        DistrictShown(
            shape,
            counts[shape.code],
            -(-counts[shape.code] * SHADES // most),
            shape.code == here,
            address(request, district=shape.code),
        )
        for shape in queries.district_shapes()
    ]
    box, dot = ((0, 0, *queries.on_page(EAST, SOUTH)), 9) if not here else (around(here), 4)
    shown = queries.points_within(found, queries.Box())
    points = [point_shown(point) for point in shown.points]
    view_box = " ".join(map(str, box))
    letter = "near" if here else "far"
    return MapShown(view_box, districts, points, shown.are_all, dot, letter)


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


@staff("agency.enter")
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, place_id: int) -> HttpResponse:
    """关闭场所: it leaves the map."""
    found = get_object_or_404(queries.premises_seen_by(request.actor), pk=place_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.close_premises, premises_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("场所已关闭，不再显示在地图上"))
        return redirect("authority:places")
    facts = [
        (_("机构"), found.institution.name),
        (_("场所"), found.name),
        (_("地址"), found.address),
    ]
    back = (reverse("authority:places"), _("场所分布"))
    title, submit = _("关闭场所"), _("关闭")
    return show_form(request, "places", form, title=title, back=back, submit=submit, facts=facts)
