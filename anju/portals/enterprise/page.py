"""The menu 【住房租赁企业】, and every page in it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anju.web.developer import developer_menu

PORTAL = "enterprise"
MENU = {
    "home": _("工作台"),
    "bills": _("企业代缴"),
    "uploads": _("批量代缴"),
    "orders": _("代缴订单查询"),
    "leases": _("备案合同"),
    "cases": _("合同结束"),
    "plans": _("退款方案"),
    "refund_uploads": _("批量退款"),
    "failed_payouts": _("承租人收款失败"),
    "releases": _("划转查询"),
    "account": _("收款账户"),
    "programs": _("开放接口"),
    "warnings": _("风险预警"),
}


def show(request: HttpRequest, template: str, here: str, **shown: Any) -> HttpResponse:
    """Lay a page out inside the portal; `here` is the entry of the menu that it belongs to."""
    menu = [
        {"url": reverse(f"{PORTAL}:{name}"), "label": label, "is_here": name == here}
        for name, label in MENU.items()
    ]
    shown = {**shown, "menu_title": _("住房租赁企业"), "menu": [*menu, *developer_menu()]}
    name = template if template.startswith("web/") else f"{PORTAL}/{template}"
    return render(request, f"{name}.html", shown)
