"""日终结账: the days of every bank account, what differs on them, and closing them. (CTR-02, rule A11.9)"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.closings import actions, queries
from anju.closings.rules import EntryStatus
from anju.core import clock, documents
from anju.core.refusals import Refused
from anju.payments import queries as payments
from anju.people.rules import Power
from anju.portals.centre.forms import OLDEST_DAY
from anju.portals.centre.forms_of_closings import MonthSearch, WordsForm
from anju.portals.centre.page import show
from anju.portals.centre.shown_closings import (
    MOST_DIFFERENCES,
    closing_shown,
    day_shown,
    month_of,
    months_shown,
    report_facts,
)
from anju.portals.centre.shown_differences import difference_shown, is_offered
from anju.web.doors import staff
from anju.web.downloads import file_for_staff, pdf

SHOWN = 40
"""So many open days are listed below the months; who has more works them off first."""


@staff("proof.read", "proof.close")
@require_GET
def closings(request: HttpRequest) -> HttpResponse:
    """A month of every account, and the days that wait to be closed."""
    search = MonthSearch(request.GET or {"month": f"{clock.today():%Y-%m}"})
    first = month_of(search.cleaned_data["month"] if search.is_valid() else None)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    of_month = list(queries.closings_between(request.actor, first, last))
    accounts, blocked = list(payments.bank_accounts()), queries.blocked_accounts(clock.today())
    return show(
        request,
        "closings",
        "closings",
        search=search,
        first=first,
        earlier=(first - timedelta(days=1)).replace(day=1) if first > OLDEST_DAY else None,
        later=last + timedelta(days=1) if last < clock.today() else None,
        months=months_shown(first, of_month, accounts, blocked),
        rows=[closing_shown(one, {}) for one in queries.to_close(request.actor)[:SHOWN]],
        most=SHOWN,
        again=[closing_shown(one, {}) for one in queries.days_open_again(request.actor)[:SHOWN]],
        blocked=[one.bank_name for one in accounts if one.pk in blocked],
    )


@staff("proof.read", "proof.close")
@require_GET
def closing(request: HttpRequest, bank: str, day: date) -> HttpResponse:
    """One day of an account: both sides, each difference with what can be done about it, and 【日结】."""
    days = queries.days_in_full(request.actor)
    found = get_object_or_404(days, bank_account__bank=bank, day=day)
    full = day_shown(found, request.actor)
    return show(
        request,
        "closing",
        "closings",
        shown=full.shown,
        facts=full.shown.facts,
        differences=full.differences,
        waiting=found.waiting,
        most=MOST_DIFFERENCES,
        left_out=full.left_out,
        versions=list(payments.statements_of(found.bank_account_id, day)),
        asked=payments.last_request(found.bank_account_id, day),
        entries=full.entries,
        unchecked=next((one for one in full.entries if one.status == EntryStatus.PROPOSED), None),
        earlier_on=found.earlier_on,
        later_on=found.later_on,
        may_close=Power.PROOF_CLOSE in request.actor.may,
        is_blocked=found.is_blocked,
        steps=full.steps,
    )


def _found(request: HttpRequest, bank: str, day: date) -> Any:
    days = queries.closings_seen_by(request.actor)
    return get_object_or_404(days, bank_account__bank=bank, day=day)


@staff("proof.close")
@require_POST
def ask(request: HttpRequest, bank: str, day: date) -> HttpResponse:
    """【再次索取对账单】"""
    found = _found(request, bank, day)
    actions.ask_the_bank(closing_id=found.pk, by=request.actor)
    messages.success(request, _("已请银行再次发送对账单，收到后自动重新核对"))
    return redirect("centre:closing", bank, day)


@staff("proof.close")
@require_POST
def close(request: HttpRequest, bank: str, day: date) -> HttpResponse:
    """【日结】"""
    found = _found(request, bank, day)
    try:
        actions.close_day(closing_id=found.pk, by=request.actor)
        messages.success(request, _("{day}已日结，次日已开启").format(day=day))
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("centre:closing", bank, day)


@staff("proof.read", "proof.close")
@require_GET
def report(request: HttpRequest, bank: str, day: date) -> HttpResponse:
    """日终结账报告 on paper."""
    found = _found(request, bank, day)
    facts = report_facts(found, request.actor)
    return pdf(documents.pdf("day_closing", facts), f"day-closing-{bank}-{day}.pdf")


@staff("proof.close")
@require_http_methods(["GET", "POST"])
def explain(request: HttpRequest, difference_id: int) -> HttpResponse:
    """【说明原因】"""
    texts = {
        "title": _("说明原因"),
        "submit": _("确认说明"),
        "lead": _("余额没有差额，写明原因即可日结。"),
    }
    return _settle(request, difference_id, actions.explain, texts)


@staff("proof.close")
@require_http_methods(["GET", "POST"])
def transit(request: HttpRequest, difference_id: int) -> HttpResponse:
    """【在途】"""
    texts = {
        "title": _("登记为在途"),
        "submit": _("确认在途"),
        "lead": _("银行答复次日补记的登记为在途。三个工作日内没有出现在对账单上，会重新列为差异。"),
    }
    return _settle(request, difference_id, actions.mark_in_transit, texts)


@staff("proof.close")
@require_http_methods(["GET", "POST"])
def admit(request: HttpRequest, difference_id: int) -> HttpResponse:
    """【确为另一笔】"""
    texts = {
        "title": _("确为另一笔，登记入账"),
        "submit": _("确认登记"),
        "lead": _("与付款人或者银行核实确实付了两次以后才登记。登记后按普通到账处理。"),
    }
    return _settle(request, difference_id, actions.admit_line, texts)


def _settle(
    request: HttpRequest, difference_id: int, action: Callable[..., Any], texts: dict[str, str]
) -> HttpResponse:
    found = get_object_or_404(queries.differences_found(request.actor), pk=difference_id)
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form = WordsForm(*sent, actor=request.actor)
    day = found.closing
    if form.is_valid() and form.attempt(
        action,
        difference_id=found.pk,
        because=form.cleaned_data["because"],
        file_ids=form.cleaned_data["uploads"],
        by=request.actor,
    ):
        messages.success(request, _("差异已处理"))
        return redirect("centre:closing", day.bank_account.bank, day.day)
    in_hand = queries.entry_in_hand(found)
    shown = difference_shown(found, request.actor, {}, in_hand)
    back = reverse("centre:closing", args=[day.bank_account.bank, day.day])
    about = {
        "shown": shown,
        "back": back,
        "is_offered": form.is_bound or is_offered(shown, request.path),
    }
    return show(request, "settle_difference", "closings", form=form, **about, **texts)


@staff("proof.read", "proof.close")
@require_GET
def document(request: HttpRequest, difference_id: int, paper_id: int) -> HttpResponse:
    found = get_object_or_404(queries.differences_found(request.actor), pk=difference_id)
    file = found.files.filter(pk=paper_id).first()
    if file is None:
        raise Http404
    whose = found.bank_ref or str(found.closing)
    return file_for_staff(request, file, of=found, whose=whose, purpose=_("查看差异附件"))
