"""The one page of a developer (开发单位), and what belongs to it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anju.core.actors import Actor
from anju.core.rules import DISTRICTS
from anju.desks.notices import Desk
from anju.web.session import home_url

PORTAL = "developer"
MENU = {"notices": _("交存通知"), "votes": _("待我表决")}


def show(request: HttpRequest, template: str, here: str, **shown: Any) -> HttpResponse:
    """Lay a page out: besides the notices the menu leads back to where the organisation begins."""
    menu = [
        *(
            {"url": reverse(f"{PORTAL}:{name}"), "label": label, "is_here": name == here}
            for name, label in MENU.items()
        ),
        {"url": home_url(request), "label": _("返回首页"), "is_here": False},
    ]
    frame = {"menu_title": _("开发单位"), "menu": menu, "frame": f"{PORTAL}/base.html"}
    name = template if "/" in template else f"{PORTAL}/{template}"
    return render(request, f"{name}.html", {**shown, **frame})


def districts(actor: Actor) -> list[tuple[str, str]]:
    return list(DISTRICTS.items())


DESK = Desk(PORTAL, show, districts)
