"""挂账处理: bank entries and notifications that nobody could match, and what is done with them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.core.crypto import mask_name
from anju.orders import actions as order_actions
from anju.orders import queries as orders
from anju.payments import actions, queries
from anju.portals.centre.forms import BroughtBackForm, EntrySearch, MatchForm, ReturnForm
from anju.portals.centre.page import show
from anju.portals.centre.shown import entry_shown, facts_of, order_shown
from anju.web.doors import staff
from anju.web.forms import Form
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of

MOST_CANDIDATES = 20


@staff("bank.read")
@require_GET
def entries(request: HttpRequest) -> HttpResponse:
    """Credits and debits that nobody could match, and those on their way back. (CHN-04)"""
    search = EntrySearch(request.GET)
    page = PageOfRows([])
    if search.is_valid():
        page = page_of(queries.entries_found(request.actor, **search.wanted), request)
    rows = [entry_shown(entry, request.actor) for entry in page.rows]
    waiting = queries.notifications_to_work_on(request.actor).count()
    return show(
        request, "entries", "entries", search=search, page=page, rows=rows, notifications=waiting
    )


@staff("bank.read")
@require_GET
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    found = get_object_or_404(queries.entries_seen_by(request.actor), pk=entry_id)
    shown = entry_shown(found, request.actor)
    matching = orders.orders_matching(found)[:MOST_CANDIDATES] if shown.match_url else []
    return show(
        request,
        "entry",
        "entries",
        shown=shown,
        facts=facts_of(shown),
        candidates=[order_shown(order, found) for order in matching],
        returns=[(each, mask_name(each.creditor_name)) for each in queries.returns_of(found)],
        steps=steps_of(found),
        form=MatchForm(),
    )


@staff("bank.match")
@require_http_methods(["GET", "POST"])
def match(request: HttpRequest, entry_id: int) -> HttpResponse:
    """【认领到订单】: both sides are shown before it is done. (CHN-04)"""
    found = get_object_or_404(queries.entries_seen_by(request.actor), pk=entry_id)
    form = MatchForm(request.POST if request.method == "POST" else request.GET or None)
    order = named_order(form)
    if request.method == "POST" and order is not None:
        done = form.attempt(
            order_actions.match_credit, entry_id=found.pk, order_no=order.no, by=request.actor
        )
        if done:
            told = _("已认领到订单 {no}，款项已监管").format(no=order.no)
            messages.success(request, told)
            return redirect("centre:entry", found.pk)
    shown = entry_shown(found, request.actor)
    candidate = order_shown(order, found) if order is not None else None
    return show(request, "match", "entries", shown=shown, form=form, candidate=candidate)


def named_order(form: MatchForm) -> Any:
    """The order that the form names; told at the field when there is none."""
    if not form.is_valid():
        return None
    no = form.cleaned_data["order_no"]
    try:
        return orders.order_by_no(no)
    except ObjectDoesNotExist:
        form.add_error("order_no", _("没有编号为 {no} 的订单，请核对").format(no=no))
        return None


@staff("bank.return")
@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, entry_id: int) -> HttpResponse:
    """【退回付款人】: with a reason, after a look at what goes back to whom. (CHN-04)"""
    found = get_object_or_404(queries.entries_seen_by(request.actor), pk=entry_id)
    form = ReturnForm(request.POST or None, initial={"because": found.because})
    if form.is_valid() and form.attempt(
        actions.return_credit,
        entry_id=found.pk,
        because=form.cleaned_data["because"],
        by=request.actor,
    ):
        messages.success(request, _("退回指令已提交，银行处理后状态变为「已退回」"))
        return redirect("centre:entry", found.pk)
    return step(
        request,
        found,
        form,
        "return",
        title=_("退回付款人"),
        lead=_("款项全额退回到原付款账户。确认后银行即开始办理，不能撤回。"),
        submit=_("确认退回"),
        gives_back=True,
    )


def step(request: HttpRequest, found: Any, form: Form, way: str, **about: Any) -> HttpResponse:
    """A line of the bank, and what is about to be done with it, as long as that is offered: `way` names its address."""
    shown = entry_shown(found, request.actor)
    is_offered = bool(getattr(shown, f"{way}_url"))
    return show(
        request, "entry_step", "entries", shown=shown, form=form, is_offered=is_offered, **about
    )


@staff("bank.match")
@require_http_methods(["GET", "POST"])
def interest(request: HttpRequest, entry_id: int) -> HttpResponse:
    """【认作结息】: the bank's own interest, whose message did not say so."""
    found = get_object_or_404(queries.entries_seen_by(request.actor), pk=entry_id)
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        actions.claim_as_interest, entry_id=found.pk, by=request.actor
    ):
        messages.success(request, _("已认作银行结息，记入待分配利息"))
        return redirect("centre:entry", found.pk)
    return step(
        request,
        found,
        form,
        "interest",
        title=_("认作结息"),
        lead=_("确认后这笔到账记入该银行的待分配利息，不再自动退回。"),
        submit=_("确认是结息"),
    )


@staff("bank.match")
@require_http_methods(["GET", "POST"])
def brought_back(request: HttpRequest, entry_id: int) -> HttpResponse:
    """【认作退汇】: a payment of ours that comes back, whose message did not say so."""
    found = get_object_or_404(queries.entries_seen_by(request.actor), pk=entry_id)
    form = BroughtBackForm(request.POST or None, initial={"payout_no": found.end_to_end_id})
    if form.is_valid() and form.attempt(
        actions.claim_as_given_back,
        entry_id=found.pk,
        payout_no=form.cleaned_data["payout_no"],
        by=request.actor,
    ):
        messages.success(request, _("已认作退汇，款项退回原账户"))
        return redirect("centre:entry", found.pk)
    return step(
        request,
        found,
        form,
        "brought_back",
        title=_("认作退汇"),
        lead=_("确认后款项退回当时付出的各个账户，由原经办业务重新处理。"),
        submit=_("确认是退汇"),
    )


@staff("bank.read")
@require_GET
def notifications(request: HttpRequest) -> HttpResponse:
    """Notifications of the provider that fit no payment."""
    page = page_of(queries.notifications_to_work_on(request.actor), request)
    return show(request, "notifications", "entries", page=page)
