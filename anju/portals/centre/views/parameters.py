"""参数管理: what the fund centre settles. (CTR-06)"""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.desks import parameters
from anju.desks.parameters import Desk
from anju.people.rules import Office
from anju.portals.centre.page import show_of_desks
from anju.web.doors import staff

DESK = Desk("centre", show_of_desks, Office.CENTRE, _("参数管理"))


@staff("centre_parameter.keep", "centre_parameter.check")
@require_GET
def all_parameters(request: HttpRequest) -> HttpResponse:
    return parameters.all_parameters(request, DESK)


@staff("centre_parameter.keep", "centre_parameter.check")
@require_GET
def texts(request: HttpRequest) -> HttpResponse:
    return parameters.texts(request, DESK)


@staff("centre_parameter.keep", "centre_parameter.check")
@require_GET
def one_parameter(request: HttpRequest, code: str) -> HttpResponse:
    return parameters.one_parameter(request, DESK, code)


@staff("centre_parameter.keep")
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, code: str) -> HttpResponse:
    return parameters.propose(request, DESK, code)


@staff("centre_parameter.keep", "centre_parameter.check")
@require_GET
def one_value(request: HttpRequest, value_id: int) -> HttpResponse:
    return parameters.one_value(request, DESK, value_id)


@staff("centre_parameter.check")
@require_POST
def approve(request: HttpRequest, value_id: int) -> HttpResponse:
    return parameters.approve(request, DESK, value_id)


@staff("centre_parameter.check")
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, value_id: int) -> HttpResponse:
    return parameters.refuse(request, DESK, value_id)


@staff("centre_parameter.keep")
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, value_id: int) -> HttpResponse:
    return parameters.withdraw(request, DESK, value_id)


@staff("centre_parameter.keep", "centre_parameter.check")
@require_GET
def document(request: HttpRequest, value_id: int, value_document_id: int) -> HttpResponse:
    return parameters.document(request, DESK, value_id, value_document_id)
