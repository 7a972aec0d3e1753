"""从业人员 of the institution and its branches, with the card that everybody can check. (AGY-03)"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from anju.agencies import queries
from anju.agencies.rules import PractitionerStatus
from anju.desks import practitioners as desks
from anju.desks.forms_of_agencies import PractitionerSearch
from anju.desks.shown import steps_told
from anju.desks.shown_agencies import cards_shown, practitioner_row
from anju.people.rules import InstitutionPower
from anju.portals.agency.page import DESK, PORTAL, show
from anju.web.doors import agency
from anju.web.paging import PageOfRows, page_of


@agency()
@require_GET
def practitioners(request: HttpRequest) -> HttpResponse:
    search, page = PractitionerSearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.practitioners_found(request.actor, **search.cleaned_data), request)
    rows = [practitioner_row(one, PORTAL) for one in page.rows]
    return show(request, "practitioners", "practitioners", search=search, page=page, rows=rows)


@agency()
@require_GET
def practitioner(request: HttpRequest, practitioner_id: int) -> HttpResponse:
    found = desks.practitioner_of(request, practitioner_id)
    return show(
        request,
        "practitioner",
        "practitioners",
        row=practitioner_row(found, PORTAL),
        cards=cards_shown(found),
        steps=steps_told(found),
        is_active=found.status == PractitionerStatus.ACTIVE,
    )


@agency()
@require_GET
def print_card(request: HttpRequest, practitioner_id: int) -> HttpResponse:
    """打印工作牌: the card in force, with the code by which anyone checks it."""
    return desks.print_card(request, practitioner_id)


@agency(InstitutionPower.FILING)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, practitioner_id: int) -> HttpResponse:
    return desks.correct(DESK, request, practitioner_id)


@agency(InstitutionPower.FILING)
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, practitioner_id: int) -> HttpResponse:
    """离职移除: the card is void from now on."""
    return desks.remove(DESK, request, practitioner_id)


@agency(InstitutionPower.FILING)
@require_http_methods(["GET", "POST"])
def replace_card(request: HttpRequest, practitioner_id: int) -> HttpResponse:
    """补发工作牌: the card before is void."""
    return desks.replace_card(DESK, request, practitioner_id)
