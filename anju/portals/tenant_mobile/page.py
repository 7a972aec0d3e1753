"""The tabs at the bottom of a phone's pages, and every page of the portal."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

PORTAL = "tenant_mobile"
TABS = {
    "home": _("首页"),
    "leases": _("缴款"),
    "orders": _("订单"),
    "balances": _("余额"),
    "me": _("我的"),
}


def show(request: HttpRequest, template: str, **shown: Any) -> HttpResponse:
    """Lay a page out inside the portal. A page of the tab bar is named as its tab; the others have none."""
    tabs = [
        {
            "url": reverse(f"{PORTAL}:{name}"),
            "label": label,
            "icon": f"{PORTAL}/icons/{name}.svg",
            "is_here": name == template,
        }
        for name, label in TABS.items()
    ]
    shown = {**shown, "tabs": tabs if template in TABS else []}
    return render(request, f"{PORTAL}/{template}.html", shown)
