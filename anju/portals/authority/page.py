"""The housing authority's menu, and every page in it. An entry stands in the menu of those who may open it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from anju.desks.page import FormDesk
from anju.homes import queries as homes
from anju.parameters.rules import READ
from anju.people.rules import Office, Power
from anju.web.administration import administration_menu
from anju.web.menus import place_of

PORTAL = "authority"
OF_CREDIT = (Power.CREDIT_APPLY, Power.CREDIT_REVIEW, Power.RULE_KEEP, Power.LIST_KEEP)
OF_CONTRACTS = (Power.FILING_ENTER, Power.FILING_REVIEW)
OF_PARAMETERS = tuple(sorted(READ[Office.AUTHORITY]))
OF_HOMES = (Power.HOME_VERIFY, Power.HOME_OBJECT, Power.HOME_TROUBLE)
OF_WORKS = (Power.WORKS_REVIEW, Power.WORKS_APPROVE, Power.VOTE_OBJECT)


@dataclass(frozen=True)
class Entry:
    """One entry of the menu, and the powers of which one opens it (none for everybody of the office)."""

    name: str
    label: Any
    powers: tuple[Power, ...] = ()


MENU = (
    Entry("home", _("工作台")),
    Entry("contract_filings", _("合同备案"), OF_CONTRACTS),
    Entry("parameters", _("系统参数"), OF_PARAMETERS),
    Entry("filings", _("机构备案")),
    Entry("institutions", _("从业主体管理")),
    Entry("practitioners", _("从业人员")),
    Entry("places", _("场所分布")),
    Entry("events", _("信用管理"), OF_CREDIT),
    Entry("rules", _("记分标准")),
    Entry("lists", _("红黑名单"), (Power.LIST_KEEP,)),
    Entry("overdue_refunds", _("退款逾期企业"), OF_CREDIT),
    Entry("homes", _("房源核验"), OF_HOMES),
    Entry("home_objections", _("核验异议复核"), (Power.HOME_OBJECT,)),
    Entry("troubles", _("问题单"), (Power.HOME_TROUBLE,)),
    Entry("vote_objections", _("表决异议"), (Power.VOTE_OBJECT,)),
    Entry("works", _("维修支取审批"), OF_WORKS),
    Entry("spending", _("维修支出对比"), OF_WORKS),
)


def show(request: HttpRequest, template: str, here: str, **shown: Any) -> HttpResponse:
    """Lay a page out inside the portal; `here` is the entry of the menu that it belongs to.

    While the line to the title registry is down, whoever works on its troubles reads it on every page. (ERR-01)
    """
    menu = [
        {
            "url": place_of(f"{PORTAL}:{entry.name}"),
            "label": entry.label,
            "is_here": entry.name == here,
        }
        for entry in MENU
        if not entry.powers or request.actor.may.intersection(entry.powers)
    ]
    frame = {
        "menu_title": _("住建委"),
        "menu": [*menu, *administration_menu(request.actor)],
        "frame": f"{PORTAL}/base.html",
        "alerts": homes.troubles_open(request.actor),
    }
    name = template if "/" in template else f"{PORTAL}/{template}"
    return render(request, f"{name}.html", {**shown, **frame})


DESK = FormDesk(PORTAL, show)
show_form = DESK.show_form
