"""批量核验 at the office: a spreadsheet of homes and what became of each row. (HVF-05)"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from anju.desks import home_files as desks
from anju.portals.authority.forms_of_homes import OfficeHomeFileForm
from anju.portals.authority.page import PORTAL, show
from anju.web.doors import staff

DESK = desks.FileDesk(PORTAL, show, OfficeHomeFileForm, lambda _request, form: form.for_whom)


@staff("home.verify")
@require_http_methods(["GET", "POST"])
def home_files(request: HttpRequest) -> HttpResponse:
    return desks.listed(DESK, request)


@staff("home.verify")
@require_GET
def home_file(request: HttpRequest, upload_id: int) -> HttpResponse:
    """How far a file is; the page asks for its changing part by itself."""
    return desks.followed(DESK, request, upload_id)


@staff("home.verify")
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    return desks.template()


@staff("home.verify")
@require_GET
def result(request: HttpRequest, upload_id: int) -> HttpResponse:
    """The rows with their outcomes, to take along; also while some still wait."""
    return desks.result(request, upload_id)
