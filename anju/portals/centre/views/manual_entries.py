"""记账凭证: made by one, checked by another. (CTR-03)"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.closings import actions, queries
from anju.people.rules import Power
from anju.portals.centre.forms_of_closings import (
    DenyForm,
    EntryForm,
    OfDifference,
    RejectEntryForm,
    ReverseForm,
    SettlingEntryForm,
)
from anju.portals.centre.page import show
from anju.portals.centre.shown_closings import address_of
from anju.portals.centre.shown_differences import difference_shown, is_offered
from anju.portals.centre.shown_entries import entries_shown, facts_of_entry, related
from anju.web.clicks import clicked
from anju.web.doors import staff
from anju.web.downloads import file_for_staff
from anju.web.history import steps_of
from anju.web.paging import page_of

READS = ("entry.make", "entry.check", "ledger.read", "proof.close")


@staff(*READS)
@require_GET
def entries(request: HttpRequest) -> HttpResponse:
    """The entries that wait for who looks, and all of them, newest first."""
    actor = request.actor
    page = page_of(queries.entries_seen_by(actor).order_by("-pk"), request)
    return show(
        request,
        "manual_entries",
        "manual_entries",
        page=page,
        waiting=entries_shown(list(queries.entries_to_check(actor)[:100]), actor),
        rows=entries_shown(list(page.rows), actor),
        may_make=Power.ENTRY_MAKE in actor.may,
    )


@staff("entry.make")
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """【编制凭证】"""
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form = EntryForm(*sent, actor=request.actor)
    if form.is_valid() and form.attempt(actions.make_entry, **form.terms, by=request.actor):
        messages.success(request, _("凭证已提交，复核通过后入账"))
        return redirect("centre:manual_entry", form.done.pk)
    return show(request, "make_entry", "manual_entries", form=form)


@staff("entry.make")
@require_http_methods(["GET", "POST"])
def for_difference(request: HttpRequest, difference_id: int) -> HttpResponse:
    """【记账凭证调整】 of a difference: the amount is known, the way is chosen."""
    return settle(
        request,
        difference_id,
        SettlingEntryForm,
        actions.settle_by_entry,
        told=_("凭证已提交，复核通过后入账，差异随之解决"),
        title=_("编制记账凭证"),
        lead=_("金额等于差额。由另一人复核入账后，这项差异解决。"),
    )


@staff("entry.make")
@require_http_methods(["GET", "POST"])
def deny(request: HttpRequest, difference_id: int) -> HttpResponse:
    """【银行确认没有这一笔】 of a credit that the statement has not got."""
    return settle(
        request,
        difference_id,
        DenyForm,
        actions.deny_credit,
        told=_("凭证已提交。复核以前这笔挂账不能认领，也不会退回"),
        title=_("银行确认没有这一笔"),
        lead=_("银行书面确认没有收到这笔钱。由另一人核对银行的文件并复核以后，这笔挂账全额撤销。"),
    )


def settle(
    request: HttpRequest,
    difference_id: int,
    kind_of_form: type[OfDifference],
    action: Callable[..., Any],
    *,
    told: Any,
    **texts: Any,
) -> HttpResponse:
    """A difference, and the entry by which it is to be settled once another person has checked it."""
    found = get_object_or_404(queries.differences_found(request.actor), pk=difference_id)
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form = kind_of_form(*sent, actor=request.actor, difference=found)
    if form.is_valid() and form.attempt(
        action, difference_id=found.pk, **form.terms, by=request.actor
    ):
        messages.success(request, told)
        return redirect("centre:manual_entry", form.done.pk)
    shown = difference_shown(found, request.actor, {}, queries.entry_in_hand(found))
    about = {"shown": shown, "back": address_of(found.closing), "submit": _("提交复核")}
    about["is_offered"] = form.is_bound or is_offered(shown, request.path)
    return show(request, "settle_difference", "closings", form=form, **about, **texts)


@staff(*READS)
@require_GET
def entry(request: HttpRequest, manual_id: int) -> HttpResponse:
    found = get_object_or_404(queries.entries_seen_by(request.actor), pk=manual_id)
    [shown] = entries_shown([found], request.actor)
    files = [
        (one.name, reverse("centre:entry_document", args=[found.pk, one.pk]))
        for one in found.files.defer("content").order_by("pk")
    ]
    day = found.difference.closing if found.difference else None
    sees_days = request.actor.may.intersection((Power.PROOF_READ, Power.PROOF_CLOSE))
    return show(
        request,
        "manual_entry",
        "manual_entries",
        shown=shown,
        facts=facts_of_entry(shown),
        **related(found, request.actor),
        documents=files,
        day=day,
        day_url=address_of(day) if day and sees_days else "",
        steps=steps_of(found),
    )


@staff("entry.check")
@require_POST
def approve(request: HttpRequest, manual_id: int) -> HttpResponse:
    """【复核入账】"""
    found = get_object_or_404(queries.entries_seen_by(request.actor), pk=manual_id)
    clicked(request, actions.book_entry, _("凭证已入账"), entry_id=found.pk)
    return redirect("centre:manual_entry", found.pk)


@staff("entry.check")
@require_http_methods(["GET", "POST"])
def reject(request: HttpRequest, manual_id: int) -> HttpResponse:
    """【退回】 with a reason."""
    found = get_object_or_404(queries.entries_seen_by(request.actor), pk=manual_id)
    form = RejectEntryForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        actions.reject_entry,
        entry_id=found.pk,
        because=form.cleaned_data["because"],
        by=request.actor,
    ):
        messages.success(request, _("凭证已退回，没有入账"))
        return redirect("centre:manual_entry", found.pk)
    [shown] = entries_shown([found], request.actor)
    texts = {
        "title": _("退回凭证"),
        "submit": _("确认退回"),
        "lead": _("编制人会看到退回原因，可以重新编制。"),
    }
    about = {"shown": shown, "facts": facts_of_entry(shown), "back_label": _("记账凭证")}
    return show(request, "reject", "manual_entries", form=form, **texts, **about)


@staff("entry.make")
@require_POST
def withdraw(request: HttpRequest, manual_id: int) -> HttpResponse:
    """【撤回】"""
    found = get_object_or_404(queries.entries_seen_by(request.actor), pk=manual_id)
    clicked(request, actions.withdraw_entry, _("凭证已撤回"), entry_id=found.pk)
    return redirect("centre:manual_entry", found.pk)


@staff("entry.make")
@require_http_methods(["GET", "POST"])
def reverse_entry(request: HttpRequest, manual_id: int) -> HttpResponse:
    """【冲销】"""
    found = get_object_or_404(queries.entries_seen_by(request.actor), pk=manual_id)
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form = ReverseForm(*sent, actor=request.actor)
    if form.is_valid() and form.attempt(
        actions.reverse_entry,
        entry_id=found.pk,
        reason=form.cleaned_data["reason"],
        file_ids=form.cleaned_data["uploads"],
        by=request.actor,
    ):
        messages.success(request, _("冲销凭证已提交，复核通过后入账"))
        return redirect("centre:manual_entry", form.done.pk)
    [shown] = entries_shown([found], request.actor)
    facts = facts_of_entry(shown)
    return show(request, "reverse_entry", "manual_entries", form=form, shown=shown, facts=facts)


@staff(*READS)
@require_GET
def document(request: HttpRequest, manual_id: int, evidence_id: int) -> HttpResponse:
    found = get_object_or_404(queries.entries_seen_by(request.actor), pk=manual_id)
    file = get_object_or_404(found.files, pk=evidence_id)
    return file_for_staff(request, file, of=found, whose=found.no, purpose=_("查看凭证附件"))
