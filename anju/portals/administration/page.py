"""The menu of 【系统管理】, and every page in it: the same for every office."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anju.people.rules import Office
from anju.web.administration import administration_menu


def show(request: HttpRequest, template: str, here: str, **shown: Any) -> HttpResponse:
    """Lay a page out inside the portal; `here` is the entry of the menu that it belongs to."""
    office = Office(request.actor.portal)
    desk = {"url": reverse(f"{office.value}:home"), "label": office.label, "is_here": False}
    menu = [*administration_menu(request.actor, here), desk]
    shown = {**shown, "menu_title": _("系统管理"), "menu": menu}
    return render(request, f"administration/{template}.html", shown)


def show_form(
    request: HttpRequest,
    here: str,
    form: Any,
    *,
    title: Any,
    back: tuple[str, Any],
    submit: Any,
    lead: Any = "",
) -> HttpResponse:
    """A page with one form, and the way back."""
    back_url, back_label = back
    return show(
        request,
        "form",
        here,
        form=form,
        title=title,
        lead=lead,
        back_url=back_url,
        back_label=back_label,
        submit=submit,
    )
