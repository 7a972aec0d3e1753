"""The menu of the maintenance fund, and every page in it. An entry stands in the menu of those who may open it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from anju.core.actors import Actor
from anju.core.rules import DISTRICTS
from anju.desks.centre import other_desks
from anju.desks.page import FORM, form_shown
from anju.fund_openings import queries as openings
from anju.people import queries as people
from anju.people.rules import OF_FUND, Power
from anju.receipts import queries as receipts
from anju.receipts.rules import WORKING_ON_TROUBLES
from anju.web.menus import place_of

PORTAL = "fund_desk"
OF_TROUBLES = tuple(sorted(WORKING_ON_TROUBLES))
OF_COMPANIES = (Power.FUND_COMPANY, Power.FUND_KEY)
OF_OPENINGS = tuple(sorted(openings.OF_OPENINGS))
ALL = tuple(sorted(OF_FUND))


@dataclass(frozen=True)
class Entry:
    """One entry of the menu, and the powers of which one opens it (none for everybody of the fund).

    What is the whole city's (`is_citys`) is not in a department's menu.
    """

    name: str
    label: Any
    powers: tuple[Power, ...] = ()
    is_citys: bool = False


MENU = (
    Entry("home", _("工作台")),
    Entry("additions", _("个人造册审核"), (Power.FUND_REVIEW,)),
    Entry("homes", _("房屋与分户账")),
    Entry("communities", _("小区")),
    Entry("notices", _("交存通知"), (Power.FUND_ENTER,)),
    Entry("refunds", _("柜台退款")),
    Entry("works", _("维修支取付款")),
    Entry("receipts", _("票据")),
    Entry("troubles", _("票据平台问题单"), OF_TROUBLES),
    Entry("runs", _("公共收益和结息")),
    Entry("registrations", _("物业单位注册"), OF_COMPANIES),
    Entry("keys", _("物业密钥"), OF_COMPANIES),
    Entry("area_reviews", _("物业区域关联审核"), (Power.FUND_COMPANY,)),
    Entry("companies", _("物业服务企业"), OF_COMPANIES),
    Entry("openings", _("期初建账"), OF_OPENINGS, is_citys=True),
)


def show(request: HttpRequest, template: str, here: str, **shown: Any) -> HttpResponse:
    """Lay a page out inside the portal; `here` is the entry of the menu that it belongs to.

    While the line to the receipt platform is down, whoever works on it reads it on every page. (ERR-01)
    """
    menu = [
        {
            "url": place_of(f"{PORTAL}:{entry.name}"),
            "label": entry.label,
            "is_here": entry.name == here,
        }
        for entry in MENU
        if is_for(entry, request.actor)
    ]
    frame = {
        "menu_title": _("维修资金"),
        "menu": [*menu, *other_desks(request.actor, PORTAL)],
        "frame": f"{PORTAL}/base.html",
        "alerts": receipts.troubles_open(request.actor),
    }
    name = template if "/" in template else f"{PORTAL}/{template}"
    return render(request, f"{name}.html", {**shown, **frame})


def is_for(entry: Entry, actor: Actor) -> bool:
    if entry.is_citys and people.department_of(actor):
        return False
    return not entry.powers or bool(actor.may.intersection(entry.powers))


def show_form(request: HttpRequest, here: str, form: Any, **about: Any) -> HttpResponse:
    """A page with one form, what it is about above it, and the way back."""
    return show(request, FORM, here, **form_shown(form, **about))


def districts_of(actor: Actor) -> list[tuple[str, str]]:
    """The districts in which a member of staff enters something: a department's own, or all."""
    own = people.department_of(actor)
    return [(code, name) for code, name in DISTRICTS.items() if own in ("", code)]
