"""已认证用户 by key and password; 未认证用户 by password alone."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from anju.portals.property.page import show
from anju.web.doors import anyone


@anyone
@require_GET
def sign_in(request: HttpRequest) -> HttpResponse:
    return show(request, "sign_in", "sign_in")


@anyone
@require_GET
def sign_in_unverified(request: HttpRequest) -> HttpResponse:
    return show(request, "sign_in", "sign_in")
