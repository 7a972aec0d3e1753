"""The association's menu, and every page in it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anju.refunds import queries
from anju.refunds.rules import DISPUTED
from anju.web.administration import administration_menu

MENU = {
    "home": _("工作台"),
    "disputes": _("争议案件"),
    "final_plans": _("最终退款方案复核"),
    "name_changes": _("承租人收款失败审批"),
    "overdue": _("逾期企业"),
}


def show(request: HttpRequest, template: str, here: str, **shown: Any) -> HttpResponse:
    """Lay a page out inside the portal; `here` is the entry of the menu that it belongs to."""
    counts = queries.association_counts(request.actor)
    waiting = {
        "disputes": sum(counts[status] for status in DISPUTED),
        "final_plans": counts["final_plans"],
        "name_changes": counts["name_changes"],
        "overdue": counts[f"overdue_{queries.alerts()[0]}"],
    }
    menu = [
        {
            "url": reverse(f"association:{name}"),
            "label": label,
            "is_here": name == here,
            "count": waiting.get(name, 0),
        }
        for name, label in MENU.items()
    ]
    shown = {
        **shown,
        "counts": counts,
        "menu_title": _("中介协会"),
        "menu": [*menu, *administration_menu(request.actor)],
    }
    return render(request, f"association/{template}.html", shown)
