"""开放接口 · 事件推送: where events are told, what was told, and what did not arrive. (OPS-04, BEY-11)"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.core.refusals import Refused
from anju.portals.enterprise.forms_of_programs import DeliverySearch, SubscriptionForm
from anju.portals.enterprise.shown_programs import (
    body_shown,
    delivery_shown,
    show_programs,
    subscription_shown,
)
from anju.web.doors import enterprise
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of
from anju.webhooks import actions, queries

TURNS: dict[str, tuple[Callable[..., Any], Any]] = {
    "pause": (actions.pause_subscription, _("推送已暂停，期间的事件保留，恢复后一并推送")),
    "resume": (actions.resume_subscription, _("推送已恢复")),
    "end": (actions.end_subscription, _("推送已停用")),
    "test": (actions.send_test_event, _("测试事件已发出，几秒后可在推送记录中查看结果")),
}


def own(request: HttpRequest, subscription_id: int) -> Any:
    return get_object_or_404(queries.subscriptions_of(request.actor), pk=subscription_id)


@enterprise
@require_GET
def subscriptions(request: HttpRequest) -> HttpResponse:
    page = page_of(queries.subscriptions_of(request.actor), request)
    rows = [subscription_shown(one) for one in page.rows]
    return show_programs(request, "subscriptions", "subscriptions", page=page, rows=rows)


@enterprise
@never_cache
@require_http_methods(["GET", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """【新建推送】: the secret stands on the page that answers, and nowhere else."""
    form = SubscriptionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(actions.subscribe, **form.cleaned_data, by=request.actor):
        return told_once(request, form.done)
    return show_programs(request, "subscribe", "subscriptions", form=form)


def told_once(request: HttpRequest, subscription: Any) -> HttpResponse:
    shown = subscription_shown(subscription)
    secret = subscription.secret
    return show_programs(request, "secret_told", "subscriptions", shown=shown, secret=secret)


@enterprise
@require_GET
def subscription(request: HttpRequest, subscription_id: int) -> HttpResponse:
    """One address: its events, whether it answers, the last it was told."""
    found = own(request, subscription_id)
    last = queries.deliveries_of(request.actor, subscription_id=found.pk)[:5]
    return show_programs(
        request,
        "subscription",
        "subscriptions",
        shown=subscription_shown(found),
        rows=[delivery_shown(one) for one in last],
        steps=steps_of(found),
    )


@enterprise
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, subscription_id: int) -> HttpResponse:
    found = own(request, subscription_id)
    typed = request.POST if request.method == "POST" else None
    form = SubscriptionForm(typed, initial={"url": found.url, "events": found.events})
    if form.is_valid() and form.attempt(
        actions.change_subscription,
        subscription_id=found.pk,
        **form.cleaned_data,
        by=request.actor,
    ):
        messages.success(request, _("推送已修改，从现在起按新的设置推送"))
        return redirect("enterprise:subscription", found.pk)
    shown = subscription_shown(found)
    return show_programs(request, "subscribe", "subscriptions", form=form, shown=shown)


@enterprise
@never_cache
@require_POST
def rotate(request: HttpRequest, subscription_id: int) -> HttpResponse:
    """【更换签名密钥】: the new one stands on the page that answers; the old one is good for another day."""
    found = own(request, subscription_id)
    try:
        changed = actions.rotate_secret(subscription_id=found.pk, by=request.actor)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("enterprise:subscription", found.pk)
    return told_once(request, changed)


@enterprise
@require_POST
def turn(request: HttpRequest, subscription_id: int, verb: str) -> HttpResponse:
    """【暂停】【恢复】【停用】【发送测试事件】"""
    found = own(request, subscription_id)
    action, done = TURNS[verb]
    try:
        action(subscription_id=found.pk, by=request.actor)
        messages.success(request, done)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("enterprise:subscription", found.pk)


@enterprise
@require_GET
def deliveries(request: HttpRequest) -> HttpResponse:
    """推送记录"""
    addresses = list(queries.subscriptions_of(request.actor)[:50])
    search, page = DeliverySearch(request.GET, own=addresses), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.deliveries_of(request.actor, **search.wanted), request)
    rows = [delivery_shown(one) for one in page.rows]
    return show_programs(request, "deliveries", "deliveries", search=search, page=page, rows=rows)


@enterprise
@require_GET
def delivery(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """One event: what was sent, every try, what was answered."""
    found = get_object_or_404(queries.deliveries_of(request.actor), pk=delivery_id)
    return show_programs(
        request,
        "delivery",
        "deliveries",
        shown=delivery_shown(found),
        body=body_shown(found),
        attempts=queries.attempts_of(found),
    )


@enterprise
@require_POST
def resend(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """【重新发送】"""
    found = get_object_or_404(queries.deliveries_of(request.actor), pk=delivery_id)
    try:
        actions.resend(delivery_id=found.pk, by=request.actor)
        messages.success(request, _("已重新发送，几秒后刷新本页查看结果"))
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("enterprise:delivery", found.pk)
