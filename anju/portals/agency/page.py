"""The menu 【中介机构】, and every page in it. An institution on the black list reads so on each of them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anju.agencies import queries as agencies
from anju.core.rules import DISTRICTS
from anju.credit import queries as credit
from anju.desks.page import FormDesk
from anju.people.rules import InstitutionPower

PORTAL = "agency"
POWER_OF = {
    "home_files": InstitutionPower.HOMES,
    "contracts": InstitutionPower.CONTRACTS,
    "contract_filings": InstitutionPower.CONTRACTS,
    "users": InstitutionPower.USERS,
}
"""Which entries of the menu not every user of an institution opens. (IDN-04)"""
MENU = {
    "home": _("工作台"),
    "homes": _("房源核验"),
    "home_files": _("批量核验"),
    "contracts": _("合同网签"),
    "contract_filings": _("合同备案"),
    "own": _("本机构"),
    "practitioners": _("从业人员"),
    "filings": _("机构备案申请"),
    "credit": _("信用信息"),
    "users": _("本机构用户"),
}


def own_institution(request: HttpRequest) -> Any:
    """The institution that has signed in."""
    own = agencies.own_institution(request.actor)
    if own is None:
        raise Http404
    return own


def show(request: HttpRequest, template: str, here: str, **shown: Any) -> HttpResponse:
    """Lay a page out inside the portal; `here` is the entry of the menu that it belongs to."""
    menu = [
        {"url": reverse(f"{PORTAL}:{name}"), "label": label, "is_here": name == here}
        for name, label in MENU.items()
        if name not in POWER_OF or POWER_OF[name] in request.actor.may
    ]
    frame = {
        "menu_title": _("中介机构"),
        "menu": menu,
        "frame": f"{PORTAL}/base.html",
        "barred": barred(request),
    }
    name = template if "/" in template else f"{PORTAL}/{template}"
    return render(request, f"{name}.html", {**shown, **frame})


DESK = FormDesk(PORTAL, show)
show_form = DESK.show_form


def barred(request: HttpRequest) -> dict[str, Any]:
    """While the institution is on the black list: until when, and whom to ask. (CRD-04)"""
    organisation_id = request.actor.organisation_id or 0
    entry = credit.blacklisted([organisation_id]).get(organisation_id)
    if entry is None:
        return {}
    district = DISTRICTS[own_institution(request).district]
    return {"name": entry.name, "until": entry.valid_until, "district": district}
