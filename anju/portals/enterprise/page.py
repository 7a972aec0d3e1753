"""The menu 【住房租赁企业】, and every page in it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

MENU = {"leases": _("备案合同")}


def show(request: HttpRequest, template: str, here: str, **shown: Any) -> HttpResponse:
    """Lay a page out inside the portal; `here` is the entry of the menu that it belongs to."""
    menu = [
        {"url": reverse(f"enterprise:{name}"), "label": label, "is_here": name == here}
        for name, label in MENU.items()
    ]
    shown = {**shown, "menu_title": _("住房租赁企业"), "menu": menu}
    return render(request, f"enterprise/{template}.html", shown)
