"""事件推送, the same pages at each desk that keeps subscriptions: an enterprise its own, the office those of others.

A desk decides who comes in and where its lists stand; the pages find, ask one action and show. (OPS-04, BEY-11)
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.core.refusals import Refused
from anju.core.rules import CallbackStatus
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of
from anju.web.programs import DeliverySearch, SubscriptionForm
from anju.webhooks import actions, queries
from anju.webhooks.rules import GIVEN_UP_AFTER, Event, Status

TONES = {
    CallbackStatus.WAITING: "waiting",
    CallbackStatus.DELIVERED: "good",
    CallbackStatus.UNDELIVERED: "bad",
}
TURNS: dict[str, tuple[Callable[..., Any], Any]] = {
    "pause": (
        actions.pause_subscription,
        gettext_lazy("推送已暂停，期间的事件保留，恢复后一并推送"),
    ),
    "resume": (actions.resume_subscription, gettext_lazy("推送已恢复")),
    "end": (actions.end_subscription, gettext_lazy("推送已停用")),
    "test": (
        actions.send_test_event,
        gettext_lazy("测试事件已发出，几秒后可在推送记录中查看结果"),
    ),
}
LAST_SHOWN = 5
MOST_ADDRESSES = 50


@dataclass(frozen=True)
class SubscriptionDesk:
    """`portal` names its addresses, `show` lays a page out in its frame."""

    portal: str
    show: Callable[..., HttpResponse]

    def listed(self, request: HttpRequest) -> HttpResponse:
        page = page_of(queries.subscriptions_of(request.actor), request)
        rows = [subscription_shown(one) for one in page.rows]
        return self.show(request, "subscriptions", "subscriptions", page=page, rows=rows)

    def made(
        self,
        request: HttpRequest,
        offered: tuple[Event, ...],
        action: Callable[..., Any],
        whose: str = "",
        **about: Any,
    ) -> HttpResponse:
        """【新建推送】: the secret stands on the page that answers, and nowhere else. `whose`: for others."""
        typed = request.POST if request.method == "POST" else None
        form = SubscriptionForm(typed, offered=offered)
        if form.is_valid() and form.attempt(action, **about, **form.cleaned_data, by=request.actor):
            return self.told_once(request, form.done)
        return self.show(request, "web/programs/subscribe", "subscriptions", form=form, whose=whose)

    def told_once(self, request: HttpRequest, subscription: Any) -> HttpResponse:
        shown, secret = subscription_shown(subscription), subscription.secret
        name = "web/programs/secret_told"
        return self.show(request, name, "subscriptions", shown=shown, secret=secret)

    def one(self, request: HttpRequest, subscription_id: int) -> HttpResponse:
        """One address: its events, whether it answers, the last it was told."""
        found = self.found(request, subscription_id)
        last = queries.deliveries_of(request.actor, subscription_id=found.pk)[:LAST_SHOWN]
        return self.show(
            request,
            "web/programs/subscription",
            "subscriptions",
            shown=subscription_shown(found),
            kept_days=GIVEN_UP_AFTER.days,
            rows=[delivery_shown(one) for one in last],
            steps=steps_of(found),
        )

    def changed(self, request: HttpRequest, subscription_id: int) -> HttpResponse:
        found = self.found(request, subscription_id)
        form = SubscriptionForm(
            request.POST if request.method == "POST" else None,
            initial={"url": found.url, "events": found.events},
            offered=queries.offered_for(found),
        )
        if form.is_valid() and form.attempt(
            actions.change_subscription,
            subscription_id=found.pk,
            **form.cleaned_data,
            by=request.actor,
        ):
            messages.success(request, _("推送已修改，从现在起按新的设置推送"))
            return redirect(f"{self.portal}:subscription", found.pk)
        shown = subscription_shown(found)
        return self.show(request, "web/programs/subscribe", "subscriptions", form=form, shown=shown)

    def rotated(self, request: HttpRequest, subscription_id: int) -> HttpResponse:
        """【更换签名密钥】: the new one stands on the page that answers; the old one is good for another day."""
        found = self.found(request, subscription_id)
        try:
            changed = actions.rotate_secret(subscription_id=found.pk, by=request.actor)
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect(f"{self.portal}:subscription", found.pk)
        return self.told_once(request, changed)

    def turned(self, request: HttpRequest, subscription_id: int, verb: str) -> HttpResponse:
        """【暂停】【恢复】【停用】【发送测试事件】"""
        found = self.found(request, subscription_id)
        action, done = TURNS[verb]
        try:
            action(subscription_id=found.pk, by=request.actor)
            messages.success(request, done)
        except Refused as refused:
            messages.error(request, refused.message)
        return redirect(f"{self.portal}:subscription", found.pk)

    def deliveries(self, request: HttpRequest) -> HttpResponse:
        """推送记录"""
        own = list(queries.subscriptions_of(request.actor)[:MOST_ADDRESSES])
        search, page = DeliverySearch(request.GET, actor=request.actor, own=own), PageOfRows([])
        if search.is_valid():
            page = page_of(queries.deliveries_of(request.actor, **search.wanted), request)
        rows = [delivery_shown(one) for one in page.rows]
        return self.show(request, "deliveries", "deliveries", search=search, page=page, rows=rows)

    def delivery(self, request: HttpRequest, delivery_id: int) -> HttpResponse:
        """One event: what was sent, every try, what was answered."""
        found = get_object_or_404(queries.deliveries_of(request.actor), pk=delivery_id)
        return self.show(
            request,
            "web/programs/delivery",
            "deliveries",
            shown=delivery_shown(found),
            body=body_shown(found),
            attempts=queries.attempts_of(found),
        )

    def resent(self, request: HttpRequest, delivery_id: int) -> HttpResponse:
        """【重新发送】"""
        found = get_object_or_404(queries.deliveries_of(request.actor), pk=delivery_id)
        try:
            actions.resend(delivery_id=found.pk, by=request.actor)
            messages.success(request, _("已重新发送，几秒后刷新本页查看结果"))
        except Refused as refused:
            messages.error(request, refused.message)
        return redirect(f"{self.portal}:delivery", found.pk)

    def found(self, request: HttpRequest, subscription_id: int) -> Any:
        return get_object_or_404(queries.subscriptions_of(request.actor), pk=subscription_id)


@dataclass(frozen=True)
class SubscriptionShown:
    one: Any
    events: list[str]
    status: str
    tone: str
    is_sending: bool
    is_paused: bool
    is_ended: bool


def subscription_shown(one: Any) -> SubscriptionShown:
    labels = {event.value: str(event.label) for event in Event}
    status, tone = one.get_status_display(), "quiet"
    if queries.is_silent(one):
        status, tone = _("无应答，稍后重试"), "bad"
    elif one.status == Status.ACTIVE:
        tone = "good"
    elif one.paused_because:
        status, tone = _("因长期无应答已暂停"), "bad"
    elif one.status == Status.PAUSED:
        tone = "waiting"
    return SubscriptionShown(
        one,
        [labels.get(event, event) for event in one.events],
        status,
        tone,
        one.status == Status.ACTIVE,
        one.status == Status.PAUSED,
        one.status == Status.ENDED,
    )


@dataclass(frozen=True)
class DeliveryShown:
    one: Any
    event: str
    status: str
    tone: str


def delivery_shown(one: Any) -> DeliveryShown:
    status = one.get_status_display()
    if one.status == CallbackStatus.WAITING and one.attempts:
        status = _("等待第{n}次重试").format(n=one.attempts)
    return DeliveryShown(one, one.get_event_display(), status, TONES[CallbackStatus(one.status)])


def body_shown(one: Any) -> str:
    """What is sent, laid out to be read."""
    return json.dumps(json.loads(queries.body_of(one)), ensure_ascii=False, indent=2)
