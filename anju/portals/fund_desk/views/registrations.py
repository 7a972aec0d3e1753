"""物业单位注册: applications are reviewed, old holders entered, keys handed out by somebody else. (PRP-04, PRP-06)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.companies import actions, queries
from anju.companies.rules import ApplicantStatus, ApplicationStatus
from anju.desks.forms import ReasonForm
from anju.desks.shown import staff_named
from anju.people.rules import Power
from anju.portals.fund_desk.forms_of_companies import (
    OldHolderForm,
    RegistrationReviewForm,
    RegistrationSearch,
)
from anju.portals.fund_desk.page import OF_COMPANIES, show, show_form
from anju.portals.fund_desk.shown_companies import (
    advice_on_issue,
    facts_of_registration,
    key_rows,
    registration_rows,
)
from anju.web.doors import staff
from anju.web.downloads import note_look
from anju.web.forms import Form
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of

HERE = "registrations"


def registration_of(request: HttpRequest, registration_id: int) -> Any:
    return get_object_or_404(queries.applications_seen_by(request.actor), pk=registration_id)


@staff(*OF_COMPANIES)
@require_GET
def registrations(request: HttpRequest) -> HttpResponse:
    """Those that wait, unless others are asked for; and those that have no key yet."""
    search, page = RegistrationSearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.applications_found(request.actor, **search.cleaned_data), request)
    may_enter = Power.FUND_COMPANY in request.actor.may
    rows = registration_rows(page.rows)
    return show(request, HERE, HERE, search=search, page=page, rows=rows, may_enter=may_enter)


@staff(*OF_COMPANIES)
@require_GET
def registration(request: HttpRequest, registration_id: int) -> HttpResponse:
    """Unit and holder stand there unmasked, so that the look is written down."""
    found = registration_of(request, registration_id)
    note_look(request, of=found, whose=found.no, purpose=_("审核物业单位注册"))
    return lay_out(request, found)


def lay_out(request: HttpRequest, found: Any, review: Any = None, form: Any = None) -> HttpResponse:
    actor, keys = request.actor, list(queries.keys_of(found))
    waits = found.status == ApplicationStatus.SUBMITTED
    is_locked = found.applicant.status == ApplicantStatus.LOCKED
    [row] = registration_rows([found])
    may_key = Power.FUND_KEY in actor.may
    may_issue = found.status == ApplicationStatus.APPROVED and found.decided_by != actor.name
    return show(
        request,
        "registration",
        HERE,
        row=row,
        facts=facts_of_registration(found, staff_named(found.decided_by)),
        review=review or (RegistrationReviewForm() if may_review(request, waits) else None),
        may_issue=may_key and may_issue,
        advice=advice_on_issue(actor, found),
        reason=form or reason_form(),
        may_unlock=may_key and is_locked,
        may_reset=may_key and found.applicant.status == ApplicantStatus.ACTIVE,
        keys=key_rows(keys),
        steps=steps_of(found),
    )


def reason_form(sent: Any = None) -> ReasonForm:
    """Beside the review, which has a field of the same name."""
    return ReasonForm(sent, auto_id="reason_%s")


def may_review(request: HttpRequest, waits: bool) -> bool:
    return waits and Power.FUND_COMPANY in request.actor.may


@staff("fund.company")
@require_POST
def review_registration(request: HttpRequest, registration_id: int) -> HttpResponse:
    """审核通过 or 退回, with the department's opinion."""
    found, form = registration_of(request, registration_id), RegistrationReviewForm(request.POST)
    about = {"application_id": found.pk, "by": request.actor}
    if form.is_valid() and decided(form, about):
        messages.success(request, _("已审核"))
        return redirect("fund_desk:registration", found.pk)
    return lay_out(request, found, review=form)


def decided(form: RegistrationReviewForm, about: dict[str, Any]) -> bool:
    said = form.cleaned_data["because"]
    if form.is_approved:
        return form.attempt(actions.approve_application, opinion=said, **about)
    return form.attempt(actions.send_back_application, because=said, **about)


@staff("fund.key")
@never_cache
@require_POST
def issue_key(request: HttpRequest, registration_id: int) -> HttpResponse:
    """制发密钥: number and code are shown this once, to be handed over with the device."""
    found, form = registration_of(request, registration_id), Form(request.POST)
    about = {"application_id": found.pk, "by": request.actor}
    if form.is_valid() and form.attempt(actions.issue_key, **about):
        return show(request, "key_handed_over", HERE, application=found, issued=form.done)
    messages.error(request, form.why_not)
    return redirect("fund_desk:registration", found.pk)


@staff("fund.key")
@require_POST
def unlock_holder(request: HttpRequest, registration_id: int) -> HttpResponse:
    """解除锁定, once the holder has come in person."""
    found, form = registration_of(request, registration_id), reason_form(request.POST)
    because = {"because": form.cleaned_data["because"]} if form.is_valid() else {}
    about = {"application_id": found.pk, "by": request.actor}
    if because and form.attempt(actions.unlock_holder, **about, **because):
        messages.success(request, _("已解除锁定"))
        return redirect("fund_desk:registration", found.pk)
    return lay_out(request, found, form=form)


@staff("fund.key")
@never_cache
@require_POST
def reset_holder_password(request: HttpRequest, registration_id: int) -> HttpResponse:
    """重置密码: another is shown this once, and changed by the holder at once."""
    found, form = registration_of(request, registration_id), reason_form(request.POST)
    because = {"because": form.cleaned_data["because"]} if form.is_valid() else {}
    about = {"application_id": found.pk, "by": request.actor}
    if because and form.attempt(actions.reset_holder_password, **about, **because):
        return show(request, "key_handed_over", HERE, application=found, password=form.done)
    return lay_out(request, found, form=form)


@staff("fund.company")
@require_http_methods(["GET", "POST"])
def enter_old_holder(request: HttpRequest) -> HttpResponse:
    """录入原密钥用户: number, areas and what the key is for stay as they were. (PRP-06)"""
    form = OldHolderForm(*([request.POST] if request.POST else []), actor=request.actor)
    if form.is_valid() and form.attempt(actions.record_old_holder, by=request.actor, **form.stated):
        messages.success(request, _("已录入，请另一人制发密钥"))
        return redirect("fund_desk:registration", form.done.pk)
    back = (reverse("fund_desk:registrations"), _("物业单位注册"))
    title, submit = _("录入原密钥用户"), _("录入")
    lead = _("新系统上线前已有密钥的物业服务企业（包括原小区管理处）：证书编号、物业区域不变。")
    return show_form(request, HERE, form, title=title, back=back, submit=submit, lead=lead)
