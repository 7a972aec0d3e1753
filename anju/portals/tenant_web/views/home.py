from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from anju.portals.tenant_web.page import PORTAL, show
from anju.web.doors import tenant
from anju.web.tenant.home import home_of


@tenant
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What is due, what waits for an answer, where my money is."""
    return show(request, "home", "home", **home_of(request.actor, PORTAL))
