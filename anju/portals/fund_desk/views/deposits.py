"""票据 and 交存单: a deposit with its receipt; paper receipts, voiding before a refund, the printed notice. (OWN-12)"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.core.money import yuan
from anju.fund import actions, queries
from anju.fund.rules import OPEN
from anju.fund_notices import queries as notices
from anju.people.rules import Power
from anju.portals.fund_desk.forms_of_homes import WithdrawForm
from anju.portals.fund_desk.forms_of_money import DepositSearch, PaperForm, VoidForm
from anju.portals.fund_desk.page import ALL, show, show_form
from anju.portals.fund_desk.shown_money import (
    deposit_row,
    deposit_rows,
    facts_of_deposit,
    facts_of_receipt,
    receipt_acts,
)
from anju.receipts import queries as receipts_queries
from anju.web.doors import staff
from anju.web.downloads import note_look, pdf, stored_file
from anju.web.forms import Form
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of


def deposit_of(request: HttpRequest, deposit_id: int) -> Any:
    return get_object_or_404(queries.deposits_at_desk(request.actor), pk=deposit_id)


@staff(*ALL)
@require_GET
def receipts(request: HttpRequest) -> HttpResponse:
    """Deposits, newest first, each with its receipt; found by 业务流水号."""
    search, page = DepositSearch(request.GET), PageOfRows([])
    if search.is_valid():
        no, every = search.cleaned_data["no"], queries.deposits_at_desk(request.actor)
        found = queries.deposit_at_desk(request.actor, no) if no else None
        page = PageOfRows([found] if found else []) if no else page_of(every, request)
    rows = deposit_rows(page.rows)
    return show(request, "receipts", "receipts", search=search, page=page, rows=rows)


@staff(*ALL)
@require_GET
def deposit(request: HttpRequest, deposit_id: int) -> HttpResponse:
    found = deposit_of(request, deposit_id)
    receipt, may = queries.receipt_of(found), request.actor.may
    return show(
        request,
        "deposit",
        "receipts",
        row=deposit_row(found, receipt),
        facts=facts_of_deposit(found),
        receipt_facts=facts_of_receipt(receipt),
        acts=receipt_acts(found, receipt, may),
        has_file=receipt is not None and receipt.file_id is not None,
        is_open=found.status in OPEN,
        may_withdraw=found.status in OPEN and Power.FUND_ENTER in may,
        steps=steps_of(found),
        receipt_steps=steps_of(receipt) if receipt else [],
    )


@staff(*ALL)
@require_GET
def notice(request: HttpRequest, deposit_id: int) -> HttpResponse:
    """交存通知单 of one home, to print: it names the owner, so that the look is written down."""
    found = deposit_of(request, deposit_id)
    if found.status not in OPEN:
        raise Http404
    note_look(request, of=found, whose=found.no, purpose=_("打印交存通知单"))
    return pdf(notices.notices_pdf([found]), f"{found.no}.pdf")


@staff(*ALL)
@require_GET
def receipt_file(request: HttpRequest, deposit_id: int) -> HttpResponse:
    """The e-receipt as the platform issued it: it names the payer, so that the look is written down."""
    found = deposit_of(request, deposit_id)
    receipt = queries.receipt_of(found)
    if receipt is None or receipt.file_id is None:
        raise Http404
    note_look(request, of=receipt, whose=found.no, purpose=_("查看电子票据"))
    return stored_file(receipts_queries.file_of(receipt))


@staff("fund.enter")
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, deposit_id: int) -> HttpResponse:
    """撤回 a notice that nobody has paid: its number finds nothing any more."""
    found, form = deposit_of(request, deposit_id), WithdrawForm(request.POST or None)
    if found.status not in OPEN:
        raise Http404
    if form.is_valid() and form.attempt(
        actions.close_deposit, deposit_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("交存通知已撤回"))
        return redirect("fund_desk:deposit", found.pk)
    return form_page(request, found, form, title=_("撤回交存通知"), submit=_("撤回"))


@staff("fund.enter")
@require_http_methods(["GET", "POST"])
def record_paper(request: HttpRequest, deposit_id: int) -> HttpResponse:
    """登记纸质票据: an e-receipt is then refused. (manual 002, 2.3.2(2))"""
    found, form = deposit_of(request, deposit_id), PaperForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.record_paper_receipt, deposit_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("纸质票据已登记，不能再开具电子票据"))
        return redirect("fund_desk:deposit", found.pk)
    return form_page(request, found, form, title=_("登记纸质票据"), submit=_("登记"))


@staff("fund.pay")
@require_http_methods(["GET", "POST"])
def void_receipt(request: HttpRequest, deposit_id: int) -> HttpResponse:
    """作废 before money of it goes back. (rule B9.5)"""
    found, form = deposit_of(request, deposit_id), VoidForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.void_receipt, deposit_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("已作废；电子票据由票据平台冲红后才能退款"))
        return redirect("fund_desk:deposit", found.pk)
    return form_page(request, found, form, title=_("作废票据"), submit=_("作废"))


@staff("fund.enter")
@require_POST
def issue_receipt(request: HttpRequest, deposit_id: int) -> HttpResponse:
    """我要开票, 重新开票 for the owner at the counter."""
    found, form = deposit_of(request, deposit_id), Form(request.POST)
    if form.is_valid() and form.attempt(
        actions.request_receipt, deposit_id=found.pk, by=request.actor
    ):
        messages.success(request, _("已提交票据平台，开票中"))
    else:
        messages.error(request, form.why_not)
    return redirect("fund_desk:deposit", found.pk)


def form_page(request: HttpRequest, found: Any, form: Any, **about: Any) -> HttpResponse:
    back = (reverse("fund_desk:deposit", args=[found.pk]), found.no)
    facts = [
        (_("业务流水号"), found.no),
        (_("房屋坐落"), found.account.dwelling.address),
        (_("金额（元）"), yuan(found.amount_fen)),
    ]
    return show_form(request, "receipts", form, back=back, facts=facts, **about)
