"""机构备案: entered by one officer, reviewed by another; the first password is told once. (AGY-01; IDN-03)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.agencies import actions, queries
from anju.agencies.rules import FilingStatus, FilingType
from anju.contracts import queries as contracts
from anju.custody import queries as custody
from anju.desks import institution_filings as desks
from anju.desks.forms import ReviewForm
from anju.desks.forms_of_agencies import FilingSearch, InstitutionForm
from anju.desks.shown import staff_named
from anju.desks.shown_agencies import FILING_TONES, changes_of, facts_of_version, kind_of
from anju.people.rules import Office
from anju.portals.authority.page import DESK, show
from anju.portals.authority.shown_agencies import (
    advice_on_filing,
    files_of_version,
    filing_rows,
)
from anju.web.doors import staff
from anju.web.forms import Form
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of


@staff(office=Office.AUTHORITY)
@require_GET
def filings(request: HttpRequest) -> HttpResponse:
    search, page = FilingSearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.filings_found(request.actor, **search.cleaned_data), request)
    rows = filing_rows(page.rows)
    may_enter = "agency.enter" in request.actor.may
    return show(
        request, "filings", "filings", search=search, page=page, rows=rows, may_enter=may_enter
    )


@staff("agency.enter")
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """机构备案申请: everything with * is mandatory for 【下一步】; a draft may wait."""
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form = InstitutionForm(*sent, actor=request.actor)
    if form.is_valid() and form.attempt(
        actions.enter_filing,
        kind=form.stated_kind,
        terms=form.terms,
        head_id=form.head.pk if form.head else None,
        by=request.actor,
    ):
        return desks.entered(DESK, request, form)
    back = reverse("authority:filings")
    return show(request, "desks/filing_form", "filings", form=form, back_url=back)


@staff("agency.enter")
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, filing_id: int) -> HttpResponse:
    """What is a draft, or came back, is written anew; every version is kept."""
    return desks.correct(DESK, request, filing_id)


@staff(office=Office.AUTHORITY)
@require_GET
def filing(request: HttpRequest, filing_id: int) -> HttpResponse:
    return lay_out(request, desks.filing_of(request, filing_id))


@staff("agency.enter")
@require_POST
def submit(request: HttpRequest, filing_id: int) -> HttpResponse:
    """提交审核: from now on it waits for another officer."""
    found, form = desks.filing_of(request, filing_id), Form(request.POST)
    if form.is_valid() and form.attempt(
        actions.submit_filing, filing_id=found.pk, by=request.actor
    ):
        messages.success(request, _("已提交，等待另一人审核"))
        return redirect("authority:filing", found.pk)
    return lay_out(request, found, form)


@staff("agency.enter")
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, filing_id: int) -> HttpResponse:
    return desks.withdraw(DESK, request, filing_id)


@staff("agency.review")
@never_cache
@require_POST
def review(request: HttpRequest, filing_id: int) -> HttpResponse:
    """审核: approve or return. The first password stands on the page that answers, and on no other."""
    found, form = desks.filing_of(request, filing_id), review_form(request.POST)
    if form.is_valid() and decide(form, found, request):
        if not form.is_approved:
            messages.success(request, _("已退回录入人修改"))
        elif getattr(form.done, "password", ""):
            return show(request, "first_password", "filings", approval=form.done, filing=found)
        else:
            messages.success(request, _("审核通过"))
        return redirect("authority:filing", found.pk)
    return lay_out(request, found, None, form)


def decide(form: ReviewForm, filing: Any, request: HttpRequest) -> bool:
    about = {"filing_id": filing.pk, "by": request.actor}
    if not form.is_approved:
        because = form.cleaned_data["because"]
        return form.attempt(actions.send_back, because=because, **about)
    if filing.type != FilingType.CANCELLATION:
        return form.attempt(actions.approve_filing, **about)
    return form.attempt(
        actions.approve_cancellation, **about, **still_open(filing.institution.organisation_id)
    )


def still_open(organisation_id: int) -> dict[str, int]:
    """What of an institution is not over yet: its leases, and the money in custody for them. (rule C4.2)"""
    return {
        "open_contracts": contracts.leases_running(organisation_id),
        "held_fen": custody.held_fen_of(organisation_id),
    }


def review_form(sent: Any) -> ReviewForm:
    return ReviewForm(sent, approve=_("审核通过"), reject=_("退回修改"))


def lay_out(
    request: HttpRequest, found: Any, step: Any = None, form: ReviewForm | None = None
) -> HttpResponse:
    version = queries.versions_of(found).first()
    named = staff_named(found.entered_by, found.submitted_by, found.reviewed_by)
    is_cancellation = found.type == FilingType.CANCELLATION
    return show(
        request,
        "filing",
        "filings",
        filing=found,
        kind=kind_of(found),
        tone=FILING_TONES[FilingStatus(found.status)],
        people=[
            (_("录入人"), named(found.entered_by)),
            (_("提交人"), named(found.submitted_by)),
            (_("审核人"), named(found.reviewed_by)),
        ],
        facts=facts_of_version(version) if version else [],
        files=files_of_version(found, version) if version else [],
        changes=changes_of(found, version) if version else [],
        outlook=still_open(found.institution.organisation_id) if is_cancellation else {},
        returned_because=found.because if found.status == FilingStatus.RETURNED else "",
        acts=queries.acts_on_filing(found, request.actor),
        advice=advice_on_filing(found, request.actor),
        steps=steps_of(found),
        step_form=step or Form(),
        form=form or review_form(None),
    )
