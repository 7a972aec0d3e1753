"""The public site: nobody signs in, and every page of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

MENU = {
    "home": _("首页"),
    "verify": _("凭证核验"),
    "ledger": _("账簿摘要值公布"),
}


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
