"""The pages of 接口密钥, and how keys look on them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core import clock
from anju.people.rules import KeyStatus, Scope
from anju.portals.centre.page import show_of_desks
from anju.web.subscriptions import SubscriptionDesk
from anju.webhooks.rules import offered_to


def show_programs(request: HttpRequest, template: str, here: str, **shown: Any) -> HttpResponse:
    """A page of 接口密钥, with the ways between its pages."""
    labels = {
        "programs": _("密钥"),
        "subscriptions": _("事件推送"),
        "deliveries": _("推送记录"),
        "programs_in_trouble": _("推送异常"),
    }
    tabs = [
        {"url": reverse(f"centre:{name}"), "label": label, "is_here": name == here}
        for name, label in labels.items()
    ]
    name = template if "/" in template else f"centre/programs/{template}"
    return show_of_desks(request, name, "programs", tabs=tabs, portal="centre", **shown)


DESK = SubscriptionDesk("centre", show_programs)


def key_shown(key: Any) -> dict[str, Any]:
    known = {scope.value: str(scope.label) for scope in Scope}
    is_active = key.status == KeyStatus.ACTIVE
    is_over = is_active and key.expires_on is not None and key.expires_on < clock.today()
    return {
        "key": key,
        "whose": key.organisation.name if key.organisation else key.name,
        "scopes": [known.get(scope, scope) for scope in key.scopes],
        "status": _("已过期") if is_over else key.get_status_display(),
        "tone": "good" if is_active and not is_over else "quiet",
        "is_active": is_active,
        "is_told": is_active and key.organisation is None and bool(offered_to(key.scopes)),
    }
