"""The tenant's menu 【租押金】, and every page in it."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from anju.web.developer import developer_menu

PORTAL = "tenant_web"
MENU = {
    "home": _("首页"),
    "contracts": _("合同签约"),
    "my_leases": _("我的合同"),
    "leases": _("我要缴款"),
    "refunds": _("退款待办"),
    "unclaimed": _("待领资金"),
    "balances": _("租押金余额查询"),
    "all_bills": _("账单查询"),
    "orders": _("缴纳订单查询"),
    "documents": _("我的凭证"),
}


@cache
def menu_at(here: str, language: str, is_organisation: bool = False) -> list[dict[str, Any]]:
    """The menu as it looks from one of its entries; it is read a million times a day and never changes.

    An organisation may be a developer, too: its notices are a portal of their own.
    """
    menu = [
        {"url": reverse(f"{PORTAL}:{name}"), "label": str(label), "is_here": name == here}
        for name, label in MENU.items()
    ]
    return [*menu, *developer_menu()] if is_organisation else menu


def show(request: HttpRequest, template: str, here: str, **shown: Any) -> HttpResponse:
    """Lay a page out inside the portal; `here` is the entry of the menu that it belongs to."""
    is_organisation = request.actor.organisation_id is not None
    menu = menu_at(here, get_language(), is_organisation)
    shown = {**shown, "menu_title": _("租押金"), "menu": menu}
    return render(request, f"{PORTAL}/{template}.html", shown)
