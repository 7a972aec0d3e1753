"""工作台: what waits for the institution, each number with the list behind it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from anju.credit import queries as credit
from anju.desks.shown_agencies import kind_of
from anju.desks.shown_homes import home_row
from anju.homes import queries as homes
from anju.portals.agency.page import PORTAL, own_institution, show
from anju.portals.agency.waiting import tiles_of
from anju.web.doors import agency

LATEST = 5


@agency()
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    own = own_institution(request)
    latest = homes.verifications_seen_by(request.actor)[:LATEST]
    return show(
        request,
        "home",
        "home",
        own=own,
        kind=kind_of(own),
        tiles=tiles_of(request.actor),
        standing=credit.standing_of(own.organisation_id),
        latest=[home_row(one, PORTAL) for one in latest],
    )
