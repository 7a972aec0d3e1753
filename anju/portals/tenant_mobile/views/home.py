from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from anju.portals.tenant_mobile.page import PORTAL, show
from anju.web.doors import tenant
from anju.web.tenant.home import home_of


@tenant
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """【住房租赁押金 租金】: what is due, what waits, where the money is, and the menu. (manual 000, §3)"""
    return show(request, "home", **home_of(request.actor, PORTAL))


@tenant
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """Who is signed in and in which capacity, how they like to read, and the way out."""
    return show(request, "me")
