"""开放接口 · 事件推送: where events are told, what was told, and what did not arrive. (OPS-04, BEY-11)"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.portals.enterprise.shown_programs import DESK
from anju.web.doors import enterprise
from anju.webhooks import actions
from anju.webhooks.rules import OFFERED


@enterprise
@require_GET
def subscriptions(request: HttpRequest) -> HttpResponse:
    return DESK.listed(request)


@enterprise
@never_cache
@require_http_methods(["GET", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    return DESK.made(request, OFFERED, actions.subscribe)


@enterprise
@require_GET
def subscription(request: HttpRequest, subscription_id: int) -> HttpResponse:
    return DESK.one(request, subscription_id)


@enterprise
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, subscription_id: int) -> HttpResponse:
    return DESK.changed(request, subscription_id)


@enterprise
@never_cache
@require_POST
def rotate(request: HttpRequest, subscription_id: int) -> HttpResponse:
    return DESK.rotated(request, subscription_id)


@enterprise
@require_POST
def turn(request: HttpRequest, subscription_id: int, verb: str) -> HttpResponse:
    return DESK.turned(request, subscription_id, verb)


@enterprise
@require_GET
def deliveries(request: HttpRequest) -> HttpResponse:
    return DESK.deliveries(request)


@enterprise
@require_GET
def delivery(request: HttpRequest, delivery_id: int) -> HttpResponse:
    return DESK.delivery(request, delivery_id)


@enterprise
@require_POST
def resend(request: HttpRequest, delivery_id: int) -> HttpResponse:
    return DESK.resent(request, delivery_id)
