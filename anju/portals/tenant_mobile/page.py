"""The tabs at the bottom of a phone's pages, and every page of the portal."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

PORTAL = "tenant_mobile"
TABS = {
    "home": _("首页"),
    "leases": _("缴款"),
    "orders": _("订单"),
    "balances": _("余额"),
    "me": _("我的"),
}


@cache
def tabs_at(here: str, language: str) -> list[dict[str, Any]]:
    """The tabs as they look from one of them."""
    return [
        {
            "url": reverse(f"{PORTAL}:{name}"),
            "label": str(label),
            "icon": f"{PORTAL}/icons/{name}.svg",
            "is_here": name == here,
        }
        for name, label in TABS.items()
    ]


def show(request: HttpRequest, template: str, **shown: Any) -> HttpResponse:
    """Lay a page out inside the portal. A page of the tab bar is named as its tab; the others have none."""
    tabs = tabs_at(template, get_language()) if template in TABS else []
    shown = {**shown, "tabs": tabs}
    return render(request, f"{PORTAL}/{template}.html", shown)
