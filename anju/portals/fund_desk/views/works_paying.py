"""拨付: entered by one, checked by another, and what the bank made of it. (rules B7.5, B7.8, B8.5)"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.desks.shown import staff_named
from anju.desks.shown_works import PAYMENT_TONES, facts_of_works
from anju.people.rules import Power
from anju.portals.fund_desk.forms_of_works import CheckForm, FinishForm, PayForm
from anju.portals.fund_desk.page import ALL, show, show_form
from anju.portals.fund_desk.shown_money import advice_on_check
from anju.portals.fund_desk.shown_works import facts_of_payable, facts_of_payment
from anju.portals.fund_desk.views.works import order_of
from anju.web.doors import staff
from anju.web.downloads import note_look
from anju.web.history import steps_of
from anju.works import actions, queries
from anju.works.rules import PaymentStatus, Stage


@staff("fund.pay")
@require_http_methods(["GET", "POST"])
def pay(request: HttpRequest, order_id: int, stage: str) -> HttpResponse:
    """录入拨付; nothing moves until somebody else has checked it."""
    if stage not in Stage.values:
        raise Http404
    found, label = order_of(request, order_id), Stage(stage).label
    payable = queries.payable_of(found)
    form = pay_form(found, payable, stage, *([request.POST] if request.POST else []))
    if form.is_valid() and form.attempt(
        actions.enter_payment, order_id=found.pk, stage=stage, by=request.actor, **form.stated
    ):
        messages.success(request, _("已录入，请他人复核；复核通过后才付款"))
        return redirect("fund_desk:works_order", found.pk)
    title = _("录入{stage}").format(stage=label)
    facts = [*facts_of_payable(found, payable), *facts_of_works(found)]
    back = (reverse("fund_desk:works_order", args=[found.pk]), _("任务单"))
    about = {"title": title, "back": back, "submit": _("提交复核"), "facts": facts}
    return show_form(request, "works", form, **about)


def pay_form(order: Any, payable: queries.Payable, stage: str, *sent: Any) -> PayForm:
    """The whole of what may go is proposed; another account, once the bank has not paid to the first."""
    last = queries.payments_of(order).first()
    most = payable.first_fen if stage == Stage.FIRST else payable.final_fen
    has_failed = last is not None and last.status == PaymentStatus.FAILED
    return PayForm(*sent, order=order, most_fen=most, has_failed=has_failed)


def payment_of(request: HttpRequest, payment_id: int) -> Any:
    return get_object_or_404(queries.payments_seen_by(request.actor), pk=payment_id)


@staff(*ALL)
@require_GET
def payment(request: HttpRequest, payment_id: int) -> HttpResponse:
    return lay_out(request, payment_of(request, payment_id), CheckForm())


@staff("fund.check")
@require_POST
def check(request: HttpRequest, payment_id: int) -> HttpResponse:
    """复核 by another person: the money leaves the frozen shares for the bank."""
    found, form = payment_of(request, payment_id), CheckForm(request.POST)
    about = {"payment_id": found.pk, "by": request.actor}
    if form.is_valid() and form.decide(actions.approve_payment, actions.reject_payment, **about):
        messages.success(request, _("已复核"))
        return redirect("fund_desk:works_payment", found.pk)
    return lay_out(request, found, form)


@staff("fund.pay", "fund.check")
@require_GET
def payee(request: HttpRequest, payment_id: int) -> HttpResponse:
    """The account in full, to hold against the contract: the look is written down. (SEC-01)"""
    found = payment_of(request, payment_id)
    note_look(request, of=found, whose=found.no, purpose=_("核对维修支取收款账号"))
    facts = [
        (_("收款户名"), found.payee_name),
        (_("收款账号"), found.payee_account),
        (_("开户行"), found.payee_bank),
    ]
    return show(request, "works_payee", "works", payment=found, facts=facts)


@staff("fund.pay")
@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest, order_id: int) -> HttpResponse:
    """完结 of what was paid as far as there is money, though some homes still owe."""
    found, form = order_of(request, order_id), FinishForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.finish_order, order_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("任务单已完结"))
        return redirect("fund_desk:works_order", found.pk)
    title, lead = _("完结任务单"), _("能拨付的已全部拨付，仍欠的款项由物业服务企业向业主收取。")
    back = (reverse("fund_desk:works_order", args=[found.pk]), _("任务单"))
    facts = facts_of_payable(found, queries.payable_of(found))
    about = {"title": title, "lead": lead, "back": back, "submit": _("完结"), "facts": facts}
    return show_form(request, "works", form, **about)


def lay_out(request: HttpRequest, found: Any, form: CheckForm) -> HttpResponse:
    actor, waits = request.actor, found.status == PaymentStatus.ENTERED
    advice = advice_on_check(actor, found.entered_by) if waits else ""
    named = staff_named(found.entered_by, found.checked_by)
    return show(
        request,
        "works_payment",
        "works",
        payment=found,
        tone=PAYMENT_TONES[PaymentStatus(found.status)],
        facts=facts_of_payment(found, named),
        may_check=waits and not advice and Power.FUND_CHECK in actor.may,
        may_pay_anew=found.status == PaymentStatus.FAILED and Power.FUND_PAY in actor.may,
        may_see_payee=bool(actor.may & {Power.FUND_PAY, Power.FUND_CHECK}),
        advice=advice,
        form=form,
        steps=steps_of(found),
    )
