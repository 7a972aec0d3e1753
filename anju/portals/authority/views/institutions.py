"""从业主体管理: institutions with their detail, change, cancellation, password, people and places. (AGY-03)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.agencies import actions, queries
from anju.agencies.rules import Status
from anju.agencies.terms import PremisesTerms
from anju.desks.forms import ReasonForm
from anju.desks.forms_of_agencies import (
    InstitutionForm,
    InstitutionSearch,
    PlaceForm,
    PractitionerForm,
)
from anju.desks.shown_agencies import facts_of_version
from anju.people.rules import Office, Power
from anju.portals.authority.page import OF_CREDIT, show, show_form
from anju.portals.authority.shown_agencies import (
    filing_rows,
    institution_row,
    practitioner_row,
)
from anju.web.doors import staff
from anju.web.forms import Form
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of

MOST_ROWS = 10


def institution_of(request: HttpRequest, institution_id: int) -> Any:
    return get_object_or_404(queries.institutions_seen_by(request.actor), pk=institution_id)


def back_to(institution: Any) -> tuple[str, Any]:
    return reverse("authority:institution", args=[institution.pk]), institution.name


@staff(office=Office.AUTHORITY)
@require_GET
def institutions(request: HttpRequest) -> HttpResponse:
    search, page = InstitutionSearch(request.GET), PageOfRows([])
    if search.is_valid():
        every = queries.institutions_seen_by(request.actor)
        page = page_of(queries.institutions_found(every, **search.cleaned_data), request)
    rows = [institution_row(one) for one in page.rows]
    return show(request, "institutions", "institutions", search=search, page=page, rows=rows)


@staff(office=Office.AUTHORITY)
@require_GET
def institution(request: HttpRequest, institution_id: int) -> HttpResponse:
    return lay_out(request, institution_of(request, institution_id), Form())


@staff("agency.enter")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, institution_id: int) -> HttpResponse:
    """变更备案: what differs is reviewed by another before it takes the place of what is filed. (rule C4.2)"""
    found = institution_of(request, institution_id)
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form = InstitutionForm(
        *sent,
        actor=request.actor,
        kind=found.kind,
        is_branch=found.is_branch,
        terms=found.facts.terms,
    )
    if form.is_valid() and form.attempt(
        actions.apply_for_change, institution_id=found.pk, terms=form.terms, by=request.actor
    ):
        messages.success(request, _("请核对变更内容，然后提交审核"))
        return redirect("authority:filing", form.done.pk)
    back_url, _name = back_to(found)
    return show(
        request, "desks/filing_form", "institutions", form=form, back_url=back_url, of=found
    )


@staff("agency.enter")
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, institution_id: int) -> HttpResponse:
    """注销备案: applied for with a reason, and reviewed by another."""
    found, form = institution_of(request, institution_id), ReasonForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.apply_for_cancellation,
        institution_id=found.pk,
        by=request.actor,
        **form.cleaned_data,
    ):
        messages.success(request, _("注销申请已提交，等待另一人审核"))
        return redirect("authority:filing", form.done.pk)
    lead = _(
        "审核通过后，从业人员工作牌、场所和管理员账号同时失效。还有合同或者资金没有结清的不能注销。"
    )
    return show_form(
        request,
        "institutions",
        form,
        title=_("申请注销备案"),
        back=back_to(found),
        submit=_("提交审核"),
        lead=lead,
        facts=[(_("机构名称"), found.name), (_("备案号"), found.filing_no)],
    )


@staff("agency.enter")
@never_cache
@require_POST
def renew_password(request: HttpRequest, institution_id: int) -> HttpResponse:
    """重置管理员密码: another first password stands on the page that answers, and on no other."""
    found, form = institution_of(request, institution_id), Form(request.POST)
    if form.is_valid() and form.attempt(
        actions.renew_password, institution_id=found.pk, by=request.actor
    ):
        username, password = form.done
        shown = {"institution": found, "username": username, "password": password}
        return show(request, "first_password", "institutions", approval=shown)
    return lay_out(request, found, form)


@staff("agency.enter")
@require_http_methods(["GET", "POST"])
def add_practitioner(request: HttpRequest, institution_id: int) -> HttpResponse:
    found, form = institution_of(request, institution_id), PractitionerForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.register_practitioner,
        institution_id=found.pk,
        terms=form.terms,
        by=request.actor,
    ):
        messages.success(request, _("已登记，工作牌已生成"))
        return redirect("authority:practitioner", form.done.pk)
    title, submit = _("登记从业人员"), _("登记并生成工作牌")
    return show_form(request, "institutions", form, title=title, back=back_to(found), submit=submit)


@staff("agency.enter")
@require_http_methods(["GET", "POST"])
def add_place(request: HttpRequest, institution_id: int) -> HttpResponse:
    found, form = institution_of(request, institution_id), PlaceForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.register_premises,
        institution_id=found.pk,
        terms=PremisesTerms(**form.cleaned_data | form.in_millionths),
        by=request.actor,
    ):
        messages.success(request, _("场所已登记，已显示在地图上"))
        return redirect("authority:institution", found.pk)
    title, submit = _("登记场所"), _("登记")
    return show_form(request, "institutions", form, title=title, back=back_to(found), submit=submit)


def lay_out(request: HttpRequest, found: Any, form: Form) -> HttpResponse:
    actor, may_keep = request.actor, Power.AGENCY_ENTER in request.actor.may
    staffed = queries.practitioners_found(actor, institution_id=found.pk)[:MOST_ROWS]
    places = queries.premises_found(queries.premises_seen_by(actor), institution_id=found.pk)
    return show(
        request,
        "institution",
        "institutions",
        row=institution_row(found),
        facts=facts_of_version(found.facts),
        practitioners=[practitioner_row(one) for one in staffed],
        places=places[:MOST_ROWS],
        filings=filing_rows(queries.filings_seen_by(actor).filter(institution=found)[:MOST_ROWS]),
        branches=[
            institution_row(one)
            for one in queries.institutions_seen_by(actor).filter(head=found)[:MOST_ROWS]
        ],
        steps=steps_of(found),
        sees_credit=bool(actor.may.intersection(OF_CREDIT)),
        may_keep=may_keep and found.status == Status.FILED,
        form=form,
    )
