"""付款批次: what is to be paid, put together by one person and released by another. (CHN-06, CTR-03)"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.core.refusals import Refused
from anju.payments import actions, queries
from anju.people.rules import Power
from anju.portals.centre.forms import BatchForm, RejectForm
from anju.portals.centre.forms_of_payouts import FailedSearch
from anju.portals.centre.page import show
from anju.portals.centre.shown_payouts import (
    batch_shown,
    batches_shown,
    facts_of,
    facts_of_payout,
    payouts_shown,
    purpose_of,
    what_next,
    window_shown,
)
from anju.web.clicks import clicked
from anju.web.doors import staff
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of

MOST_ON_A_PAGE = 100
MOST_ATTEMPTS = 20


@staff("bank.read")
@require_GET
def payouts(request: HttpRequest) -> HttpResponse:
    """What waits to be batched, to be checked, to be sent, and the time left for it today. (REF-06)"""
    actor = request.actor
    groups = [(group, purpose_of(group.purpose)) for group in queries.due_groups(actor)]
    return show(
        request,
        "payouts",
        "payouts",
        window=window_shown(),
        groups=groups,
        may_make=Power.PAYOUT_MAKE in actor.may,
        to_check=batches_shown(queries.batches_to_check(actor), actor),
        under_way=batches_shown(queries.batches_under_way(actor), actor),
    )


@staff("payout.make")
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, bank: str) -> HttpResponse:
    """Payments of one bank, of which some go into a batch."""
    account = queries.account_of(bank)
    if account is None:
        raise Http404
    form = BatchForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        chosen = form.cleaned_data["payouts"]
        if form.attempt(actions.make_batch, bank=bank, payout_ids=chosen, by=request.actor):
            return made(request, form.done)
    groups = [one for one in queries.due_groups(request.actor) if one.bank == bank]
    purpose = purpose_asked_for(request, groups)
    due = queries.due_payouts(request.actor, bank=bank, purpose=purpose)
    page = page_of(due, request, MOST_ON_A_PAGE)
    return show(
        request,
        "choose_payouts",
        "payouts",
        account=account,
        form=form,
        page=page,
        rows=payouts_shown(page.rows),
        **choices_of(groups, purpose),
    )


def purpose_asked_for(request: HttpRequest, groups: list[Any]) -> str:
    asked = request.GET.get("purpose", "")
    return asked if asked in {one.purpose for one in groups} else ""


def choices_of(groups: list[Any], purpose: str) -> dict[str, Any]:
    """What is due at a bank by purpose, and how much of it the list shows. (CTR-03)"""
    shown = [one for one in groups if purpose in ("", one.purpose)]
    return {
        "purpose": purpose,
        "purposes": [(one.purpose, purpose_of(one.purpose), one.count) for one in groups],
        "count": sum(one.count for one in shown),
        "total_fen": sum(one.total_fen for one in shown),
    }


@staff("payout.make")
@require_POST
def batch_all(request: HttpRequest, bank: str) -> HttpResponse:
    """【全部编批】: everything that is due at a bank, as far as a batch goes."""
    if queries.account_of(bank) is None:
        raise Http404
    purpose = request.POST.get("purpose", "")[:20]
    try:
        batch = actions.make_batch(bank=bank, payout_ids=None, purpose=purpose, by=request.actor)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("centre:payouts")
    return made(request, batch)


def made(request: HttpRequest, batch: object) -> HttpResponse:
    messages.success(request, _("批次 {no} 已编制，请他人复核").format(no=batch))
    return redirect("centre:payouts")


@staff("bank.read")
@require_GET
def batches(request: HttpRequest) -> HttpResponse:
    """All batches, newest first."""
    page = page_of(queries.batches_seen_by(request.actor).order_by("-pk"), request)
    rows = batches_shown(page.rows, request.actor)
    return show(request, "batches", "payouts", page=page, rows=rows)


@staff("bank.read")
@require_GET
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    found = get_object_or_404(queries.batches_seen_by(request.actor), pk=batch_id)
    shown = batch_shown(found, request.actor)
    page = page_of(queries.payouts_in(found), request, MOST_ON_A_PAGE)
    return show(
        request,
        "batch",
        "payouts",
        shown=shown,
        facts=facts_of(shown),
        window=window_shown(),
        page=page,
        rows=payouts_shown(page.rows),
        steps=steps_of(found),
    )


@staff("payout.check")
@require_POST
def approve(request: HttpRequest, batch_id: int) -> HttpResponse:
    """【复核通过】: the batch goes to the bank, now or when it opens."""
    found = get_object_or_404(queries.batches_seen_by(request.actor), pk=batch_id)
    clicked(request, actions.approve_batch, told_when_it_goes(found.no), batch_id=found.pk)
    return redirect("centre:batch", found.pk)


def told_when_it_goes(no: str) -> str:
    window = window_shown()
    if window.is_open:
        return _("批次 {no} 已复核，即将发送银行").format(no=no)
    opens = window.opens_at.strftime("%Y-%m-%d %H:%M")
    return _("批次 {no} 已复核，银行已截止收单，将于 {opens} 发送").format(no=no, opens=opens)


@staff("payout.check")
@require_http_methods(["GET", "POST"])
def reject(request: HttpRequest, batch_id: int) -> HttpResponse:
    """【退回批次】: with a reason; its payments can be batched again."""
    found = get_object_or_404(queries.batches_seen_by(request.actor), pk=batch_id)
    form = RejectForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.reject_batch,
        batch_id=found.pk,
        because=form.cleaned_data["because"],
        by=request.actor,
    ):
        messages.success(request, _("批次 {no} 已退回，其中的付款可重新编批").format(no=found.no))
        return redirect("centre:batch", found.pk)
    shown = batch_shown(found, request.actor)
    texts = {
        "title": _("退回批次"),
        "lead": _("批次退回后，其中的付款回到待付款，可重新编批。"),
        "back_label": _("付款批次详情"),
        "submit": _("确认退回"),
    }
    return show(request, "reject_batch", "payouts", shown=shown, form=form, **texts)


@staff("bank.read")
@require_GET
def failed(request: HttpRequest) -> HttpResponse:
    """What the banks did not pay, or brought back, and why. Who has it paid again is its owner's matter."""
    search, page = FailedSearch(request.GET, actor=request.actor), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.failed_payouts(request.actor, **search.wanted), request)
    rows = payouts_shown(page.rows)
    return show(request, "failed_payouts", "payouts", search=search, page=page, rows=rows)


@staff("bank.read")
@require_GET
def payout(request: HttpRequest, payout_id: int) -> HttpResponse:
    """One payment: what the bank made of it, what happens next, and the other attempts to pay the same. (CTR-03)"""
    found = get_object_or_404(queries.payouts_seen_by(request.actor), pk=payout_id)
    [shown] = payouts_shown([found])
    others = queries.payouts_of(found.cause).select_related("bank_account").exclude(pk=found.pk)
    return show(
        request,
        "payout",
        "payouts",
        shown=shown,
        facts=facts_of_payout(shown),
        next=what_next(found),
        rows=payouts_shown(list(others[:MOST_ATTEMPTS])),
        steps=steps_of(found),
    )
