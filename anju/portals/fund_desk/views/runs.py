"""公共收益, 售后公房交存 and 结息: made by one, checked by another, booked in chunks. (B2.7, B2.11, B3)"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.core.money import yuan
from anju.fund_runs import actions, queries
from anju.fund_runs.rules import Status
from anju.homes import queries as homes
from anju.payments import queries as payments
from anju.payments.rules import Business
from anju.people import queries as people
from anju.people.rules import Power
from anju.portals.fund_desk.forms_of_money import (
    CreditForm,
    InterestForm,
    RevenueForm,
    ReviewForm,
    UnitForm,
)
from anju.portals.fund_desk.page import ALL, show, show_form
from anju.portals.fund_desk.shown import moment
from anju.portals.fund_desk.shown_money import (
    advice_on_check,
    facts_of_run,
    line_rows,
    rate_rows,
    run_row,
    run_rows,
)
from anju.portals.fund_desk.views.homes import account_of
from anju.web.doors import staff
from anju.web.forms import Form
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of

MOST_ENTRIES = 200
ROWS_ON_A_PAGE = 50


def run_of(request: HttpRequest, run_id: int) -> Any:
    return get_object_or_404(queries.runs_seen_by(request.actor), pk=run_id)


@staff(*ALL)
@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    page = page_of(queries.runs_seen_by(request.actor), request)
    may_pay = Power.FUND_PAY in request.actor.may
    return show(
        request,
        "runs",
        "runs",
        page=page,
        rows=run_rows(page.rows),
        rates=rate_rows(queries.rate_table()[:10]),
        may_pay=may_pay,
        may_settle=may_pay and not people.department_of(request.actor),
    )


@staff("fund.pay")
@require_http_methods(["GET", "POST"])
def start_interest(request: HttpRequest) -> HttpResponse:
    """年度结息 by hand: the clock starts it every July, staff again after it was sent back."""
    banks = [(one.bank, one.bank_name) for one in payments.accounts_of(Business.FUND)]
    form = InterestForm(*([request.POST] if request.POST else []), banks=banks)
    if form.is_valid() and form.attempt(
        actions.start_interest_run, by=request.actor, **form.cleaned_data
    ):
        if form.done is not None:
            return redirect("fund_desk:run", form.done.pk)
        messages.info(request, _("没有需要结息的期间"))
        return redirect("fund_desk:runs")
    back, title, submit = back_to_runs(), _("年度结息"), _("开始计算")
    lead = _("按每户的余额和天数计算到最近一个6月30日；计算完成后由另一人复核，再逐批入账。")
    return show_form(request, "runs", form, title=title, back=back, submit=submit, lead=lead)


@staff("fund.pay")
@require_POST
def close_interest(request: HttpRequest, account_id: int) -> HttpResponse:
    """销户结息 of a home that is given up or lost, before all that it holds goes back. (rule B3.8)"""
    found, form = account_of(request, account_id), Form(request.POST)
    if not (
        form.is_valid()
        and form.attempt(actions.close_interest, account_id=found.pk, by=request.actor)
    ):
        messages.error(request, form.why_not)
    elif form.done is not None:
        messages.success(request, _("已开始计算；由另一人复核入账后再办理退款"))
        return redirect("fund_desk:run", form.done.pk)
    else:
        messages.info(request, _("没有需要结息的期间，可以直接办理退款"))
    return redirect("fund_desk:home_detail", found.pk)


@staff("fund.pay")
@require_http_methods(["GET", "POST"])
def enter_revenue(request: HttpRequest) -> HttpResponse:
    """公共收益转入: a credit is shared over all homes of a community by area."""
    lead = _("到账资金按建筑面积分摊到小区内每一户；由另一人复核后入账。")
    about = {"title": _("公共收益转入"), "submit": _("计算分摊"), "lead": lead}
    return use_credit(request, RevenueForm, actions.enter_revenue, **about)


@staff("fund.pay")
@require_http_methods(["GET", "POST"])
def enter_unit_deposit(request: HttpRequest) -> HttpResponse:
    """售后公房交存: the selling unit's transfer goes to its homes as its list says. (rule B2.7)"""
    lead = _("售房单位转来的资金按逐户清单分别记入业主部分和售房单位部分；由另一人复核后入账。")
    about = {"title": _("售后公房交存"), "submit": _("提交复核"), "lead": lead}
    return use_credit(request, UnitForm, actions.enter_unit_deposit, **about)


def use_credit(
    request: HttpRequest, kind: type[CreditForm], action: Callable[..., Any], **about: Any
) -> HttpResponse:
    form = kind(
        *([request.POST] if request.POST else []),
        actor=request.actor,
        entries=entries_offered(request),
    )
    if form.is_valid() and shared(form, action, request):
        return redirect("fund_desk:run", form.done.pk)
    return show_form(request, "runs", form, back=back_to_runs(), **about)


def entries_offered(request: HttpRequest) -> list[tuple[int, str]]:
    found = queries.credits_to_share(request.actor)[:MOST_ENTRIES]
    told = _("{day} {amount}元 {text}")
    return [
        (one.pk, told.format(day=moment(one.booked_at), amount=yuan(one.amount_fen), text=one.text))
        for one in found
    ]


def shared(form: Any, action: Callable[..., Any], request: HttpRequest) -> bool:
    typed = form.cleaned_data
    community = homes.community_named(typed["district"], typed["community"])
    if community is None:
        form.add_error("community", _("没有登记这个名称的小区"))
        return False
    return form.attempt(
        action,
        community_id=community.pk,
        entry_id=int(typed["entry"]),
        by=request.actor,
        **form.stated,
    )


@staff(*ALL)
@require_GET
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """How far a run is; the page asks for its changing part by itself, without scripts by 【刷新】."""
    found = run_of(request, run_id)
    if request.htmx:
        return render(request, "fund_desk/run_part.html", part_of(found))
    return lay_out(request, found, ReviewForm())


@staff("fund.check")
@require_POST
def check_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """复核 by another person; a job then books it."""
    found, form = run_of(request, run_id), ReviewForm(request.POST)
    about = {"run_id": found.pk, "by": request.actor}
    if form.is_valid() and form.decide(actions.approve_run, actions.reject_run, **about):
        messages.success(request, _("已复核"))
        return redirect("fund_desk:run", found.pk)
    return lay_out(request, found, form)


def part_of(found: Any) -> dict[str, Any]:
    booked, every = queries.progress_of(found)
    is_working = found.status in (Status.COUNTING, Status.BOOKING)
    return {"row": run_row(found), "booked": booked, "every": every, "is_working": is_working}


def lay_out(request: HttpRequest, found: Any, form: ReviewForm) -> HttpResponse:
    actor = request.actor
    waits = found.status == Status.COUNTED
    advice = advice_on_check(actor, found.made_by) if waits else ""
    page = page_of(queries.lines_of(found), request, size=ROWS_ON_A_PAGE)
    if (
        request.method == "POST"
    ):  # the answer to a decision has no further pages: they are the run's own
        page = PageOfRows(page.rows)
    return show(
        request,
        "run",
        "runs",
        **part_of(found),
        facts=facts_of_run(found),
        page=page,
        rows=line_rows(page.rows),
        may_check=waits and not advice and Power.FUND_CHECK in actor.may,
        advice=advice,
        form=form,
        steps=steps_of(found),
    )


def back_to_runs() -> tuple[str, str]:
    return reverse("fund_desk:runs"), _("公共收益和结息")
