"""暂停划转: releases stopped by an authority or a court, and let go on. (ENT-03, rule A5.8)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.closings import queries as closings
from anju.core import clock
from anju.custody import actions, queries
from anju.payments import queries as payments
from anju.portals.centre.forms_of_custody import HoldForm, LiftForm
from anju.portals.centre.page import show
from anju.portals.centre.shown_custody import facts_of_hold, gathered_by, hold_shown
from anju.web.doors import staff
from anju.web.history import steps_of
from anju.web.paging import page_of


@staff("release.hold")
@require_GET
def holds(request: HttpRequest) -> HttpResponse:
    page = page_of(queries.holds_seen_by(request.actor), request)
    blocked = payments.bank_names(closings.blocked_accounts(clock.today()))
    rows = [hold_shown(one) for one in page.rows]
    return show(request, "holds", "holds", page=page, rows=rows, blocked=blocked)


@staff("release.hold")
@require_http_methods(["GET", "POST"])
def place(request: HttpRequest) -> HttpResponse:
    """【登记暂停】"""
    form = HoldForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(actions.hold_releases, **form.ordered, by=request.actor):
        messages.success(request, _("已暂停划转，到期的租金累积，不会丢失"))
        return redirect("centre:hold", form.done.pk)
    return show(request, "place_hold", "holds", form=form)


@staff("release.hold")
@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest, hold_id: int) -> HttpResponse:
    """One hold with what it holds back; 【解除暂停】 with a reason."""
    found = get_object_or_404(queries.holds_seen_by(request.actor), pk=hold_id)
    form = LiftForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        actions.lift_hold,
        hold_id=found.pk,
        because=form.cleaned_data["because"],
        by=request.actor,
    ):
        messages.success(request, _("已解除，累积的租金将一并划转"))
        return redirect("centre:hold", found.pk)
    shown = hold_shown(found)
    return show(
        request,
        "hold",
        "holds",
        shown=shown,
        facts=facts_of_hold(shown),
        waits=gathered_by(found),
        steps=steps_of(found),
        form=form,
    )
