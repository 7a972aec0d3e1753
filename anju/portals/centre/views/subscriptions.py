"""接口密钥 · 事件推送: where platforms and banks are told of what, what was told, what did not arrive. (OPS-04)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.people import queries as people
from anju.portals.centre.shown_programs import DESK
from anju.web.doors import staff
from anju.webhooks import actions
from anju.webhooks.rules import offered_to


@staff("api.keep")
@require_GET
def subscriptions(request: HttpRequest) -> HttpResponse:
    return DESK.listed(request)


@staff("api.keep")
@never_cache
@require_http_methods(["GET", "POST"])
def subscribe(request: HttpRequest, api_key_id: int) -> HttpResponse:
    """For a platform or a bank: what its key may do says what it can be told."""
    key = get_object_or_404(people.keys_of(request.actor), pk=api_key_id, organisation=None)
    offered, make = offered_to(key.scopes), actions.subscribe_platform
    return DESK.made(request, offered, make, whose=key.name, client_id=key.pk)


@staff("api.keep")
@require_GET
def subscription(request: HttpRequest, subscription_id: int) -> HttpResponse:
    return DESK.one(request, subscription_id)


@staff("api.keep")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, subscription_id: int) -> HttpResponse:
    return DESK.changed(request, subscription_id)


@staff("api.keep")
@never_cache
@require_POST
def rotate(request: HttpRequest, subscription_id: int) -> HttpResponse:
    return DESK.rotated(request, subscription_id)


@staff("api.keep")
@require_POST
def turn(request: HttpRequest, subscription_id: int, verb: str) -> HttpResponse:
    return DESK.turned(request, subscription_id, verb)


@staff("api.keep")
@require_GET
def deliveries(request: HttpRequest) -> HttpResponse:
    return DESK.deliveries(request)


@staff("api.keep")
@require_GET
def delivery(request: HttpRequest, delivery_id: int) -> HttpResponse:
    return DESK.delivery(request, delivery_id)


@staff("api.keep")
@require_POST
def resend(request: HttpRequest, delivery_id: int) -> HttpResponse:
    return DESK.resent(request, delivery_id)
