"""How keys, subscriptions and deliveries look on an enterprise's pages."""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core import clock
from anju.core.rules import CallbackStatus
from anju.people.rules import KeyStatus, Scope
from anju.portals.enterprise.page import show
from anju.webhooks import queries
from anju.webhooks.rules import Event, Status

TONES = {
    CallbackStatus.WAITING: "waiting",
    CallbackStatus.DELIVERED: "good",
    CallbackStatus.UNDELIVERED: "bad",
}


def show_programs(request: HttpRequest, template: str, here: str, **shown: Any) -> HttpResponse:
    """A page of 开放接口, with the ways between its pages."""
    labels = {
        "programs": _("密钥"),
        "subscriptions": _("事件推送"),
        "deliveries": _("推送记录"),
        "calls": _("调用记录"),
    }
    tabs = [
        {"url": reverse(f"enterprise:{name}"), "label": label, "is_here": name == here}
        for name, label in labels.items()
    ]
    return show(request, f"programs/{template}", "programs", tabs=tabs, **shown)


def base_url() -> str:
    return f"{settings.PUBLIC_URL}/api/v1/"


def scope_labels(scopes: list[str]) -> list[str]:
    known = {scope.value: scope.label for scope in Scope}
    return [str(known.get(scope, scope)) for scope in scopes]


@dataclass(frozen=True)
class KeyShown:
    key: Any
    scopes: list[str]
    status: str
    tone: str
    is_active: bool


def key_shown(key: Any) -> KeyShown:
    is_over = key.expires_on is not None and key.expires_on < clock.today()
    if key.status == KeyStatus.ACTIVE and is_over:
        return KeyShown(key, scope_labels(key.scopes), _("已过期"), "quiet", True)
    is_active = key.status == KeyStatus.ACTIVE
    tone = "good" if is_active else "quiet"
    return KeyShown(key, scope_labels(key.scopes), key.get_status_display(), tone, is_active)


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
