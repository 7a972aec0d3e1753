"""我要交款: from the homes with something to deposit to the payment. (manual 002, 2.4)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.fund import actions, queries
from anju.fund.rules import OPEN
from anju.portals.owner.forms import PayForm, VoluntaryForm
from anju.portals.owner.page import show
from anju.portals.owner.reach import Reached, reached, reached_deposit
from anju.portals.owner.shown import deposit_shown, home_shown, homes_shown, how_it_is_reckoned
from anju.portals.owner.shown_finding import prompts_shown
from anju.portals.owner.shown_paying import backs_shown, methods_shown, payment_shown
from anju.portals.owner.shown_receipts import receipt_of
from anju.portals.owner.starting import start, way_to_pay
from anju.web.doors import owner
from anju.web.forms import Form
from anju.web.paging import page_of


@owner
@require_GET
def pay(request: HttpRequest) -> HttpResponse:
    """待交存的房屋, what repairs ask for, and the others, for which one can deposit voluntarily. (OWN-20)"""
    page = page_of(queries.homes_of(request.actor), request)
    homes = homes_shown(page.rows)
    to_pay = [one for one in homes if one.due_fen]
    others = [one for one in homes if not one.due_fen]
    asked = [deposit_shown(one) for one in queries.shares_asked(request.actor)]
    return show(request, "pay", "pay", page=page, to_pay=to_pay, others=others, asked=asked)


@owner
@require_http_methods(["GET", "POST"])
def due(request: HttpRequest, dwelling_id: int) -> HttpResponse:
    """交存申请详情 of what is owed: the amount is fixed. POST is 【立即付款】. (OWN-20, OWN-21)"""
    found = reached(request, dwelling_id)
    channels = queries.channels_of(found.account)
    form = PayForm(request.POST or None, channels=channels)
    if form.is_valid() and form.attempt(
        actions.demand_deposit, account_id=found.account.pk, by=request.actor
    ):
        return start(request, form, form.done.pk) or show_due(request, found, form, channels)
    return show_due(request, found, form, channels)


def show_due(
    request: HttpRequest, found: Reached, form: PayForm, channels: list[str]
) -> HttpResponse:
    account = found.account
    owed, holding = queries.due_of(account), queries.holdings_of([account])[account.pk]
    reckoned = (
        how_it_is_reckoned(account, owed, holding.balance_fen) if owed.kind and found.is_own else []
    )
    looked_up = request.method == "GET" and request.GET.get("looked") == "up"
    return show(
        request,
        "due",
        "pay",
        found=found,
        form=form,
        shown=home_shown(account, owed, holding),
        reckoned=reckoned,
        owners="" if found.is_own else queries.home_shown(account, request.actor).owners,
        told=prompts_shown(account, request.actor) if looked_up else [],
        methods=methods_shown(channels, form["channel"].value()),
    )


@owner
@require_http_methods(["GET", "POST"])
def voluntary(request: HttpRequest, dwelling_id: int) -> HttpResponse:
    """自愿交存: as much as the payer wants. POST is 【立即付款】. (OWN-20)"""
    found = reached(request, dwelling_id)
    channels = queries.channels_of(found.account)
    form = VoluntaryForm(request.POST or None, channels=channels)
    if form.is_valid() and form.attempt(
        actions.pay_voluntarily,
        account_id=found.account.pk,
        amount_fen=form.cleaned_data["amount"],
        **way_to_pay(request, form),
        by=request.actor,
    ):
        return redirect("owner:payment", form.done.no)
    owed, holding = queries.due_of(found.account), queries.holdings_of([found.account])
    shown = home_shown(found.account, owed, holding[found.account.pk])
    methods = methods_shown(channels, form["channel"].value())
    return show(request, "voluntary", "pay", found=found, form=form, shown=shown, methods=methods)


@owner
@require_http_methods(["GET", "POST"])
def deposit(request: HttpRequest, no: str) -> HttpResponse:
    """One deposit; while it can be paid, POST begins to. (OWN-20, OWN-40)"""
    found = reached_deposit(request, no)
    is_theirs = queries.deposits_seen_by(request.actor).filter(pk=found.pk).exists()
    channels = queries.channels_of(found.account)
    form = PayForm(request.POST or None, channels=channels)
    if form.is_valid() and (sent_on := start(request, form, found.pk)):
        return sent_on
    return show(
        request,
        "deposit",
        "records",
        form=form,
        shown=deposit_shown(found),
        receipt=receipt_of(found, request.actor) if is_theirs else None,
        backs=backs_shown(found, request.actor),
        works_url=deposit_shown(found).works_url if is_theirs else "",
        can_pay=found.status in OPEN,
        can_withdraw=found.status in OPEN and queries.has_begun(found, request.actor),
        methods=methods_shown(channels, form["channel"].value()),
    )


@owner
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, no: str) -> HttpResponse:
    """【撤回】 of a voluntary deposit that is not paid; GET asks first, where there are no scripts."""
    found = reached_deposit(request, no)
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        actions.withdraw_deposit, deposit_id=found.pk, by=request.actor
    ):
        messages.success(request, _("这笔自愿交存已撤回，不用付款。"))
        return redirect("owner:deposit", no)
    return show(request, "withdraw", "records", form=form, shown=deposit_shown(found))


@owner
@require_GET
def payment(request: HttpRequest, no: str) -> HttpResponse:
    """支付页: the code to pay with, then what became of it. HTMX asks for the part that changes."""
    shown = payment_shown(request, deposit_shown(reached_deposit(request, no)))
    if shown is None:
        return HttpResponse(status=204)
    return show(request, "payment_part" if request.htmx else "payment", "pay", **shown)


@owner
@require_POST
def paid(request: HttpRequest, no: str) -> HttpResponse:
    """【已支付】 has the provider asked. (OWN-22)"""
    found = reached_deposit(request, no)
    actions.ask_whether_paid(deposit_id=found.pk, by=request.actor)
    return redirect(f"{reverse('owner:payment', args=[no])}?asked=1")
