"""待领资金: money whose owner has not come: how long, how much, who tried to reach whom. (BEY-14)"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.people.rules import Power
from anju.portals.centre.forms_of_oversight import AttemptForm, LookForm, UnclaimedSearch
from anju.portals.centre.page import show
from anju.portals.centre.shown_unclaimed import (
    COLUMNS,
    contacts_of,
    facts_of_money,
    money_shown,
    reminder_shown,
    rows_of_file,
)
from anju.unclaimed import actions, queries
from anju.unclaimed.rules import Kind
from anju.web.doors import staff
from anju.web.downloads import note_look
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of
from anju.web.tables import as_file, first_rows


@staff(Power.UNCLAIMED_KEEP)
@require_GET
def unclaimed(request: HttpRequest) -> HttpResponse:
    search, page = UnclaimedSearch(request.GET, actor=request.actor), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.money_found(request.actor, **search.wanted), request)
    return show(
        request,
        "unclaimed",
        "unclaimed",
        search=search,
        page=page,
        rows=[money_shown(one) for one in page.rows],
        classes=queries.age_classes(request.actor),
        file_url=f"{reverse('centre:unclaimed_file')}?{request.GET.urlencode()}",
    )


@staff(Power.UNCLAIMED_KEEP)
@require_GET
def file(request: HttpRequest) -> HttpResponse:
    """The list as it was searched, as a spreadsheet."""
    search = UnclaimedSearch(request.GET, actor=request.actor)
    if not search.is_valid():
        return redirect("centre:unclaimed")
    rows, advice = first_rows(queries.money_found(request.actor, **search.wanted))
    return as_file("unclaimed", COLUMNS, rows_of_file(rows), advice)


@staff(Power.UNCLAIMED_KEEP)
@require_http_methods(["GET", "POST"])
def money(request: HttpRequest, money_id: int) -> HttpResponse:
    """One sum that waits; 【登记联系情况】."""
    found = get_object_or_404(queries.money_seen_by(request.actor), pk=money_id)
    form = AttemptForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        actions.note_attempt, money_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("已登记"))
        return redirect("centre:unclaimed_money", found.pk)
    return show_money(request, found, form=form, look=LookForm())


@staff(Power.UNCLAIMED_KEEP)
@require_http_methods(["POST"])
def contact(request: HttpRequest, money_id: int) -> HttpResponse:
    """【查看完整联系方式】: what for is written down with the look. (SEC-01)"""
    found = get_object_or_404(queries.money_seen_by(request.actor), pk=money_id)
    if found.person is None and found.organisation is None:
        raise Http404
    look = LookForm(request.POST)
    contacts = []
    if look.is_valid():
        purpose = look.cleaned_data["purpose"]
        note_look(request, of=found, whose=found.about, purpose=purpose)
        contacts = contacts_of(found, queries.check_of_money(found))
    response = show_money(request, found, form=AttemptForm(), look=look, contacts=contacts)
    response["Cache-Control"] = "private, no-store"
    return response


def show_money(request: HttpRequest, found: Any, **shown: Any) -> HttpResponse:
    one = money_shown(found)
    entry_url = ""
    if found.kind == Kind.TRANSFER and Power.BANK_READ in request.actor.may:
        entry_url = reverse("centre:entry", args=[found.source_id])
    return show(
        request,
        "unclaimed_money",
        "unclaimed",
        shown=one,
        facts=facts_of_money(one),
        entry_url=entry_url,
        notes=queries.notes_of(found),
        reminders=[reminder_shown(each) for each in queries.reminders_of(found)],
        steps=steps_of(found),
        **shown,
    )
