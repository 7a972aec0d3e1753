"""The menu 【维修资金（物业）】, and every page of a property company and of those who are to become one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anju.desks.page import FORM, form_shown
from anju.portals.property import captcha

PORTAL = "property"
MENU = {
    "home": _("首页"),
    "orders": _("商品房维修支取申请"),
    "votes": _("业主表决"),
    "areas": _("物业区域关联"),
    "unit": _("单位信息变更"),
    "flows": _("其他：业务流水查询"),
    "reprints": _("其他：补打"),
}
"""By the name of the page; in the order of the manual. (manual 004, 4 to 8)"""

OF_APPLICANTS = {"application": _("物业单位注册申请")}
"""For who has no key yet. (manual 004, 2.2)"""


def show(request: HttpRequest, template: str, here: str, **shown: Any) -> HttpResponse:
    """Lay a page out inside the portal; `here` is the entry of the menu that it belongs to."""
    frame = {
        "menu_title": _("维修资金（物业）"),
        "menu": entries(MENU if request.actor.is_company else OF_APPLICANTS, here),
        "frame": f"{PORTAL}/base.html",
    }
    name = template if "/" in template else f"{PORTAL}/{template}"
    return render(request, f"{name}.html", {**shown, **frame})


def show_form(request: HttpRequest, here: str, form: Any, **about: Any) -> HttpResponse:
    """A page with one form, what it is about above it, and the way back."""
    return show(request, FORM, here, **form_shown(form, **about))


def show_entry(request: HttpRequest, template: str, **shown: Any) -> HttpResponse:
    """A page on the way in: without a menu."""
    return render(request, f"{PORTAL}/{template}.html", shown)


def show_with_captcha(request: HttpRequest, template: str, **shown: Any) -> HttpResponse:
    """The same with another sum each time."""
    return show_entry(request, template, captcha=captcha.drawn(), **shown)


def entries(menu: dict[str, Any], here: str) -> list[dict[str, Any]]:
    return [
        {"url": reverse(f"{PORTAL}:{name}"), "label": label, "is_here": name == here}
        for name, label in menu.items()
    ]
