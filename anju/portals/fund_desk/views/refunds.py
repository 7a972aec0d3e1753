"""柜台退款 (多退少补): entered by one, checked by another, with what the bank made of it. (rules B2.6, B9)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.core.money import yuan
from anju.desks.shown import staff_named
from anju.fund import actions, queries
from anju.fund.rules import RefundStatus, Status
from anju.fund_runs import actions as runs
from anju.homes import queries as homes
from anju.people.rules import Power
from anju.portals.fund_desk.forms_of_money import RefundForm, RefundSearch, ReviewForm
from anju.portals.fund_desk.page import ALL, show, show_form
from anju.portals.fund_desk.shown import due_told
from anju.portals.fund_desk.shown_money import (
    advice_on_check,
    closing_told,
    facts_of_refund,
    refund_rows,
)
from anju.portals.fund_desk.views.homes import account_of
from anju.web.doors import staff
from anju.web.downloads import note_look
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of


def refund_of(request: HttpRequest, refund_id: int) -> Any:
    return get_object_or_404(queries.refunds_seen_by(request.actor), pk=refund_id)


@staff(*ALL)
@require_GET
def refunds(request: HttpRequest) -> HttpResponse:
    """Those that wait for who looks, and all of them, newest first."""
    search, page = RefundSearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.refunds_found(request.actor, **search.wanted), request)
    waiting = refund_rows(queries.refunds_to_check(request.actor)[:20])
    rows = refund_rows(page.rows)
    return show(request, "refunds", "refunds", search=search, page=page, rows=rows, waiting=waiting)


@staff("fund.pay")
@require_http_methods(["GET", "POST"])
def enter_refund(request: HttpRequest, account_id: int) -> HttpResponse:
    """录入退款; nothing moves until somebody else has checked it. The owners to choose from stand there in full."""
    found = account_of(request, account_id)
    note_look(request, of=found, whose=found.dwelling.address, purpose=_("办理退款，选择收款人"))
    of_home = list(queries.deposits_of_account(found))
    deposits = [one for one in of_home if one.status == Status.DEPOSITED]
    names = [owner.name for owner in homes.owners_now(found.dwelling)]
    form = RefundForm(*([request.POST] if request.POST else []), deposits=deposits, owners=names)
    if form.is_valid() and form.attempt(
        runs.enter_refund, account_id=found.pk, by=request.actor, **form.stated
    ):
        messages.success(request, _("已录入，请他人复核；复核通过后才付款"))
        return redirect("fund_desk:refund", form.done.pk)
    standing = queries.standing_with(found, of_home)
    facts = [
        (_("房屋坐落"), found.dwelling.address),
        (_("余额（元）"), yuan(standing.balance_fen)),
        (_("应交或者应退"), due_told(standing.due)),
        (_("销户结息"), closing_told(found)),
    ]
    back = (reverse("fund_desk:home_detail", args=[found.pk]), _("分户账"))
    title, submit = _("办理退款"), _("提交复核")
    return show_form(request, "refunds", form, title=title, back=back, submit=submit, facts=facts)


@staff(*ALL)
@require_GET
def refund(request: HttpRequest, refund_id: int) -> HttpResponse:
    return lay_out(request, refund_of(request, refund_id), ReviewForm())


@staff("fund.check")
@require_POST
def check_refund(request: HttpRequest, refund_id: int) -> HttpResponse:
    """复核 by another person."""
    found, form = refund_of(request, refund_id), ReviewForm(request.POST)
    about = {"refund_id": found.pk, "by": request.actor}
    if form.is_valid() and form.decide(actions.approve_refund, actions.reject_refund, **about):
        messages.success(request, _("已复核"))
        return redirect("fund_desk:refund", found.pk)
    return lay_out(request, found, form)


def lay_out(request: HttpRequest, found: Any, form: ReviewForm) -> HttpResponse:
    actor = request.actor
    waits = found.status == RefundStatus.ENTERED
    advice = advice_on_check(actor, found.entered_by) if waits else ""
    named = staff_named(found.entered_by, found.checked_by)
    [row] = refund_rows([found])
    return show(
        request,
        "refund",
        "refunds",
        row=row,
        facts=facts_of_refund(found, named),
        may_check=waits and not advice and Power.FUND_CHECK in actor.may,
        advice=advice,
        form=form,
        steps=steps_of(found),
    )
