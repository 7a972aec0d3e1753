"""期初建账: homes and balances of an older system, to the fen what the bank has; checked by another. (LED-04)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.desks.shown import staff_named
from anju.fund_openings import actions, queries, reading
from anju.fund_openings.rules import FileStatus, Status
from anju.payments import queries as payments
from anju.payments.rules import Business
from anju.people.rules import Power
from anju.portals.fund_desk.forms_of_openings import (
    OpeningFileForm,
    OpeningForm,
    OpeningReviewForm,
)
from anju.portals.fund_desk.page import OF_OPENINGS, show, show_form
from anju.portals.fund_desk.shown_money import advice_on_check
from anju.portals.fund_desk.views.runs import entries_offered
from anju.web.doors import staff
from anju.web.downloads import spreadsheet
from anju.web.forms import Form
from anju.web.history import steps_of
from anju.web.paging import page_of

ROWS_ON_A_PAGE = 50


def opening_of(request: HttpRequest, opening_id: int) -> Any:
    return get_object_or_404(queries.openings_seen_by(request.actor), pk=opening_id)


def file_of(request: HttpRequest, opening_file_id: int) -> Any:
    return get_object_or_404(queries.files_seen_by(request.actor), pk=opening_file_id)


@staff(*OF_OPENINGS)
@require_GET
def openings(request: HttpRequest) -> HttpResponse:
    page = page_of(queries.openings_seen_by(request.actor), request)
    may_start = Power.FUND_PAY in request.actor.may
    return show(request, "openings", "openings", page=page, rows=page.rows, may_start=may_start)


@staff("fund.pay")
@require_http_methods(["GET", "POST"])
def start_opening(request: HttpRequest) -> HttpResponse:
    banks = [(one.bank, one.bank_name) for one in payments.accounts_of(Business.FUND)]
    sent = [request.POST] if request.POST else []
    form = OpeningForm(*sent, banks=banks, entries=entries_offered(request))
    if form.is_valid() and form.attempt(actions.start_opening, by=request.actor, **form.stated):
        return redirect("fund_desk:opening", form.done.pk)
    back = (reverse("fund_desk:openings"), _("期初建账"))
    title, submit = _("开始期初建账"), _("开始")
    lead = _("各户余额合计须与银行一致，由另一人复核后逐户建账。")
    return show_form(request, "openings", form, title=title, back=back, submit=submit, lead=lead)


@staff(*OF_OPENINGS)
@require_http_methods(["GET", "POST"])
def opening(request: HttpRequest, opening_id: int) -> HttpResponse:
    """What has been handed in and what is missing; a further file is handed in here."""
    found = opening_of(request, opening_id)
    form = OpeningFileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    about = {"opening_id": found.pk, "by": request.actor}
    if form.is_valid() and form.attempt(actions.receive_file, **about, **form.stated):
        return redirect("fund_desk:opening_file", form.done.pk)
    return lay_out(request, found, form=form)


@staff("fund.pay")
@require_POST
def submit_opening(request: HttpRequest, opening_id: int) -> HttpResponse:
    return done_with(request, opening_of(request, opening_id), actions.submit_opening)


@staff("fund.pay")
@require_POST
def cancel_opening(request: HttpRequest, opening_id: int) -> HttpResponse:
    return done_with(request, opening_of(request, opening_id), actions.cancel_opening)


def done_with(request: HttpRequest, found: Any, act: Any) -> HttpResponse:
    form = Form(request.POST)
    if not (form.is_valid() and form.attempt(act, opening_id=found.pk, by=request.actor)):
        messages.error(request, form.why_not)
    return redirect("fund_desk:opening", found.pk)


@staff("fund.check")
@require_POST
def check_opening(request: HttpRequest, opening_id: int) -> HttpResponse:
    """复核 by another person; a job then records and books home by home."""
    found, form = opening_of(request, opening_id), OpeningReviewForm(request.POST)
    about = {"opening_id": found.pk, "by": request.actor}
    if form.is_valid() and form.decide(actions.approve_opening, actions.send_opening_back, **about):
        messages.success(request, _("已复核"))
        return redirect("fund_desk:opening", found.pk)
    return lay_out(request, found, review=form)


def lay_out(request: HttpRequest, found: Any, form: Any = None, review: Any = None) -> HttpResponse:
    actor, sums = request.actor, queries.sums_of(found)
    waits = found.status == Status.SUBMITTED
    advice = advice_on_check(actor, found.made_by) if waits else ""
    named = staff_named(found.made_by, found.checked_by)
    return show(
        request,
        "opening",
        "openings",
        opening=found,
        sums=sums,
        made_by=named(found.made_by),
        checked_by=named(found.checked_by),
        files=queries.files_seen_by(actor).filter(opening=found),
        form=form or OpeningFileForm(),
        review=review or OpeningReviewForm(),
        may_enter=found.status == Status.ENTERING and Power.FUND_PAY in actor.may,
        may_check=waits and not advice and Power.FUND_CHECK in actor.may,
        advice=advice,
        steps=steps_of(found),
    )


@staff(*OF_OPENINGS)
@require_GET
def opening_file(request: HttpRequest, opening_file_id: int) -> HttpResponse:
    """What is wrong in a file, row by row."""
    found = file_of(request, opening_file_id)
    page = page_of(queries.rows_to_mend(found.pk), request, size=ROWS_ON_A_PAGE)
    is_entering = found.opening.status == Status.ENTERING
    may_withdraw = is_entering and found.status != FileStatus.WITHDRAWN
    return show(
        request,
        "opening_file",
        "openings",
        upload=found,
        page=page,
        rows=page.rows,
        done=len(queries.rows_known(found.pk)),
        is_working=found.status == FileStatus.RECEIVED,
        may_withdraw=may_withdraw and Power.FUND_PAY in request.actor.may,
    )


@staff("fund.pay")
@require_POST
def withdraw_opening_file(request: HttpRequest, opening_file_id: int) -> HttpResponse:
    found, form = file_of(request, opening_file_id), Form(request.POST)
    if not (
        form.is_valid()
        and form.attempt(actions.withdraw_file, upload_id=found.pk, by=request.actor)
    ):
        messages.error(request, form.why_not)
    return redirect("fund_desk:opening", found.opening_id)


@staff(*OF_OPENINGS)
@require_GET
def opening_result(request: HttpRequest, opening_file_id: int) -> HttpResponse:
    found = file_of(request, opening_file_id)
    content = reading.result_file(queries.result_rows(found))
    return spreadsheet(content, f"建账结果-{found.pk}.xlsx")


@staff("fund.pay")
@require_GET
def opening_template(request: HttpRequest) -> HttpResponse:
    return spreadsheet(reading.template_file(), "期初建账模板.xlsx")
