"""系统参数: what the housing authority settles; officers of filings read it. (CON-11; IDN-03) (CTR-06)"""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.desks import parameters
from anju.desks.parameters import Desk
from anju.people.rules import Office
from anju.portals.authority.page import OF_PARAMETERS, show
from anju.web.doors import staff

DESK = Desk("authority", show, Office.AUTHORITY, _("系统参数"))


@staff(*OF_PARAMETERS)
@require_GET
def all_parameters(request: HttpRequest) -> HttpResponse:
    return parameters.all_parameters(request, DESK)


@staff(*OF_PARAMETERS)
@require_GET
def texts(request: HttpRequest) -> HttpResponse:
    return parameters.texts(request, DESK)


@staff(*OF_PARAMETERS)
@require_GET
def one_parameter(request: HttpRequest, code: str) -> HttpResponse:
    return parameters.one_parameter(request, DESK, code)


@staff("parameter.keep")
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, code: str) -> HttpResponse:
    return parameters.propose(request, DESK, code)


@staff(*OF_PARAMETERS)
@require_GET
def one_value(request: HttpRequest, value_id: int) -> HttpResponse:
    return parameters.one_value(request, DESK, value_id)


@staff("parameter.check")
@require_POST
def approve(request: HttpRequest, value_id: int) -> HttpResponse:
    return parameters.approve(request, DESK, value_id)


@staff("parameter.check")
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, value_id: int) -> HttpResponse:
    return parameters.refuse(request, DESK, value_id)


@staff("parameter.keep")
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, value_id: int) -> HttpResponse:
    return parameters.withdraw(request, DESK, value_id)


@staff(*OF_PARAMETERS)
@require_GET
def document(request: HttpRequest, value_id: int, value_document_id: int) -> HttpResponse:
    return parameters.document(request, DESK, value_id, value_document_id)
