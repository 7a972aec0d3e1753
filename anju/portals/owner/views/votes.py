"""待我表决: the votes of one's homes. (OWN-90, WDR-09, BEY-02)"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.core.actors import Actor
from anju.portals.owner.page import PORTAL, show
from anju.web import voting
from anju.web.doors import owner
from anju.works import queries as works

OF_WORKS = "works:"


def cause(vote: Any, actor: Actor) -> dict[str, Any]:
    """What is repaired, what it costs, and what one's homes would bear."""
    if not vote.cause.startswith(OF_WORKS):
        return {}
    order = works.orders_seen_by(actor).filter(no=vote.cause.removeprefix(OF_WORKS)).first()
    if order is None:
        return {}
    shares = works.shares_seen_by(actor).filter(order=order)
    return {
        "order": order,
        "shares": [(one.dwelling.address, one.share_fen) for one in shares],
        "order_url": reverse("owner:works_order", args=[order.no]),
    }


DESK = voting.Desk(PORTAL, show, cause)


@owner
@require_GET
def votes(request: HttpRequest) -> HttpResponse:
    return voting.all_votes(request, DESK)


@owner
@require_GET
def vote(request: HttpRequest, vote_id: int) -> HttpResponse:
    return voting.one_vote(request, DESK, vote_id)


@owner
@require_POST
def code(request: HttpRequest, vote_id: int) -> HttpResponse:
    return voting.send_code(request, DESK, vote_id)


@owner
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, vote_id: int) -> HttpResponse:
    return voting.confirm(request, DESK, vote_id)


@owner
@require_POST
def object_to(request: HttpRequest, vote_id: int) -> HttpResponse:
    return voting.object_to(request, DESK, vote_id)


@owner
@require_POST
def take_back(request: HttpRequest, vote_id: int) -> HttpResponse:
    return voting.take_back(request, DESK, vote_id)
