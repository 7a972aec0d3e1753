"""楼幢公示: the fund of a whole building, for anybody, without signing in. (rule B1.6; OWN-91)"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from anju.fund import queries
from anju.homes import queries as homes
from anju.portals.owner.forms_of_homes import BuildingSearch
from anju.portals.owner.page import show, show_quick
from anju.web.doors import anyone

MOST_COMMUNITIES = 20


@anyone
@require_GET
def buildings(request: HttpRequest) -> HttpResponse:
    """By district and name of the community."""
    search = BuildingSearch(request.GET or None)
    found: list[Any] = []
    if search.is_valid():
        asked = search.cleaned_data
        found = homes.buildings_found(asked["district"], asked["name"], MOST_COMMUNITIES)
    return laid_out(request, "buildings", form=search, found=found, is_asked=search.is_valid())


@anyone
@require_GET
def building(request: HttpRequest, building_id: int) -> HttpResponse:
    found = homes.building(building_id)
    if found is None:
        raise Http404
    book = queries.building_book(found)
    return laid_out(request, "building", book=book, years=book.years[::-1])


def laid_out(request: HttpRequest, template: str, **shown: Any) -> HttpResponse:
    """An owner who has signed in keeps the menu."""
    if request.actor.person_id is None:
        return show_quick(request, template, **shown)
    return show(request, template, "homes", **shown)
