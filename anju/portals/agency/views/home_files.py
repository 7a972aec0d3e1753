"""批量核验 by an institution: a spreadsheet of homes and what became of each row. (HVF-05)"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from anju.agencies.rules import VERIFIES_AS, Kind
from anju.desks import home_files as desks
from anju.desks.forms_of_homes import HomeFileForm
from anju.people.rules import InstitutionPower
from anju.portals.agency.page import PORTAL, own_institution, show
from anju.web.doors import agency


def in_ones_own_name(request: HttpRequest, _form: HomeFileForm) -> dict[str, Any]:
    return {"role": VERIFIES_AS[Kind(own_institution(request).kind)]}


DESK = desks.FileDesk(PORTAL, show, HomeFileForm, in_ones_own_name)


@agency(InstitutionPower.HOMES)
@require_http_methods(["GET", "POST"])
def home_files(request: HttpRequest) -> HttpResponse:
    return desks.listed(DESK, request)


@agency(InstitutionPower.HOMES)
@require_GET
def home_file(request: HttpRequest, file_id: int) -> HttpResponse:
    """How far a file is; the page asks for its changing part by itself."""
    return desks.followed(DESK, request, file_id)


@agency(InstitutionPower.HOMES)
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    return desks.template()


@agency(InstitutionPower.HOMES)
@require_GET
def result(request: HttpRequest, file_id: int) -> HttpResponse:
    """The rows with their outcomes, to take along; also while some still wait."""
    return desks.result(request, file_id)
