"""The pages of 开放接口, and how keys look on them."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core import clock
from anju.people.rules import KeyStatus, Scope
from anju.portals.enterprise.page import PORTAL, show
from anju.web.subscriptions import SubscriptionDesk


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
    name = template if "/" in template else f"programs/{template}"
    frame = f"{PORTAL}/base.html"
    return show(request, name, "programs", tabs=tabs, frame=frame, portal=PORTAL, **shown)


DESK = SubscriptionDesk(PORTAL, show_programs)


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
