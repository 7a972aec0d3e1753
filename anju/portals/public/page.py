"""The public site: nobody signs in, and every page of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

MENU = {
    "home": _("首页"),
    "homes": _("房源核验"),
    "contracts": _("合同核验"),
    "filings": _("备案核验"),
    "verify": _("凭证核验"),
    "receipts": _("票据核验"),
    "work_cards": _("工作牌核验"),
    "sheets": _("签字表核验"),
    "unclaimed": _("待领资金"),
    "institutions": _("备案机构"),
    "practitioners": _("从业人员"),
    "lists": _("红黑名单"),
    "rules": _("记分标准"),
    "places": _("场所分布"),
    "accounts": _("监管账户"),
    "board": _("服务公示"),
    "figures": _("统计数据"),
    "open_data": _("开放数据"),
    "spending": _("维修支出公示"),
    "ledger": _("账簿摘要值公布"),
    "open_api": _("开放接口"),
}
KEPT_SECONDS = 60


def show(
    request: HttpRequest, template: str, here: str, status: int = 200, **shown: Any
) -> HttpResponse:
    """Lay a page out inside the site; `here` is the entry of the menu that it belongs to."""
    menu = [
        {"url": reverse(f"public:{name}"), "label": label, "is_here": name == here}
        for name, label in MENU.items()
    ]
    shown = {**shown, "menu_title": _("公众服务"), "menu": menu}
    return render(request, f"public/{template}.html", shown, status=status)


def show_published(request: HttpRequest, template: str, here: str, **shown: Any) -> HttpResponse:
    """A page that is the same for everybody: a browser may show it again for a minute, unless somebody signed in."""
    response = show(request, template, here, **shown)
    if request.session.is_empty():
        response["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return response


def show_found(
    request: HttpRequest, template: str, here: str, status: int = 200, **shown: Any
) -> HttpResponse:
    """What belongs to one paper: its number or code stands in the address, so nobody keeps the page or lists it."""
    response = show(request, template, here, status=status, **shown)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
