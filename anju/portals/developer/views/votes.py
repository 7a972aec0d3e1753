"""待我表决 of an organisation: of the homes that it owns, or has not sold yet. (WDR-09, rule B4.6)"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.core.actors import Actor
from anju.portals.developer.page import PORTAL, show
from anju.web import voting
from anju.web.doors import organisation


def cause(vote: Any, actor: Actor) -> dict[str, Any]:
    """The shares of an organisation's homes are told by the company's papers."""
    return {}


DESK_OF_VOTES = voting.Desk(PORTAL, show, cause)


@organisation
@require_GET
def votes(request: HttpRequest) -> HttpResponse:
    return voting.all_votes(request, DESK_OF_VOTES)


@organisation
@require_GET
def vote(request: HttpRequest, vote_id: int) -> HttpResponse:
    return voting.one_vote(request, DESK_OF_VOTES, vote_id)


@organisation
@require_POST
def code(request: HttpRequest, vote_id: int) -> HttpResponse:
    return voting.send_code(request, DESK_OF_VOTES, vote_id)


@organisation
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, vote_id: int) -> HttpResponse:
    return voting.confirm(request, DESK_OF_VOTES, vote_id)


@organisation
@require_POST
def object_to(request: HttpRequest, vote_id: int) -> HttpResponse:
    return voting.object_to(request, DESK_OF_VOTES, vote_id)


@organisation
@require_POST
def take_back(request: HttpRequest, vote_id: int) -> HttpResponse:
    return voting.take_back(request, DESK_OF_VOTES, vote_id)
