from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from anju.core import clock
from anju.orders import queries
from anju.portals.tenant_web.page import PORTAL, show
from anju.web.doors import tenant
from anju.web.tenant.shown import order_shown

SHOWN = 3


@tenant
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What is due, what waits for an answer, where my money is."""
    now = clock.now()
    waiting = queries.open_orders(request.actor)[:SHOWN]
    return show(
        request,
        "home",
        "home",
        due=queries.due_of(request.actor),
        held=queries.held_for(request.actor),
        waiting=[order_shown(order, now, PORTAL) for order in waiting],
    )
