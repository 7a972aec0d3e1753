"""The owner's menu 【维修资金】, and every page in it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anju.fund import queries

PORTAL = "owner"
MENU = {
    "home": _("首页"),
    "homes": _("我的房屋"),
    "pay": _("我要交款"),
    "find": _("我要查询"),
    "records": _("我的交存记录"),
    "business": _("维修资金管理"),
    "add": _("添加房屋"),
    "votes": _("待我表决"),
    "works": _("维修支取"),
}
NEEDS_A_HOME = ("homes", "pay", "works", "votes", "business")


def show_quick(
    request: HttpRequest, template: str, status: int = 200, **shown: Any
) -> HttpResponse:
    """Lay a page of 快速交存 out: it has no menu, and nobody keeps or lists it."""
    shown = {**shown, "frame": "owner/quick_base.html"}
    response = render(request, f"{PORTAL}/{template}.html", shown, status=status)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def show(
    request: HttpRequest, template: str, here: str, *, owns: bool | None = None, **shown: Any
) -> HttpResponse:
    """Lay a page out inside the portal; `here` is the entry of the menu that it belongs to.

    Who owns no home is offered only what needs none. (OWN-01) `owns` says so where the page knows it already.
    """
    has_homes = queries.has_homes(request.actor) if owns is None else owns
    menu = [
        {"url": reverse(f"{PORTAL}:{name}"), "label": label, "is_here": name == here}
        for name, label in MENU.items()
        if has_homes or name not in NEEDS_A_HOME
    ]
    shown = {
        "frame": "owner/base.html",
        **shown,
        "menu_title": _("维修资金"),
        "menu": menu,
        "has_homes": has_homes,
    }
    name = template if "/" in template else f"{PORTAL}/{template}"
    return render(request, f"{name}.html", shown)
