"""从业人员: who works where, with the card that everybody can check. (AGY-03)"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.agencies import actions, queries
from anju.agencies.rules import PractitionerStatus
from anju.desks.forms import ReasonForm
from anju.desks.forms_of_agencies import CorrectionForm, PractitionerSearch
from anju.desks.shown_agencies import cards_shown
from anju.people.rules import Office, Power
from anju.portals.authority.page import show, show_form
from anju.portals.authority.shown_agencies import practitioner_row
from anju.web.doors import staff
from anju.web.downloads import pdf
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of


def practitioner_of(request: HttpRequest, practitioner_id: int) -> Any:
    return get_object_or_404(queries.practitioners_seen_by(request.actor), pk=practitioner_id)


@staff(office=Office.AUTHORITY)
@require_GET
def practitioners(request: HttpRequest) -> HttpResponse:
    search, page = PractitionerSearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.practitioners_found(request.actor, **search.cleaned_data), request)
    rows = [practitioner_row(one) for one in page.rows]
    return show(request, "practitioners", "practitioners", search=search, page=page, rows=rows)


@staff(office=Office.AUTHORITY)
@require_GET
def practitioner(request: HttpRequest, practitioner_id: int) -> HttpResponse:
    found = practitioner_of(request, practitioner_id)
    is_active = found.status == PractitionerStatus.ACTIVE
    return show(
        request,
        "practitioner",
        "practitioners",
        row=practitioner_row(found),
        cards=cards_shown(found),
        steps=steps_of(found),
        may_keep=is_active and Power.AGENCY_ENTER in request.actor.may,
    )


@staff(office=Office.AUTHORITY)
@require_GET
def print_card(request: HttpRequest, practitioner_id: int) -> HttpResponse:
    """打印工作牌: the card in force, with the code by which anyone checks it. (AGY-03)"""
    found = practitioner_of(request, practitioner_id)
    paper = queries.work_card_pdf(found)
    if paper is None:
        raise Http404
    return pdf(paper, f"工作牌-{found.name}.pdf")


@staff("agency.enter")
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, practitioner_id: int) -> HttpResponse:
    found = practitioner_of(request, practitioner_id)
    present = {name: getattr(found, name) for name in ("role", "qualification_no", "phone")}
    form = CorrectionForm(request.POST or None, initial=present)
    if form.is_valid() and form.attempt(
        actions.correct_practitioner,
        practitioner_id=found.pk,
        by=request.actor,
        **form.cleaned_data,
    ):
        messages.success(request, _("已更正"))
        return redirect("authority:practitioner", found.pk)
    return lay_out_form(request, found, form, _("更正从业人员信息"), _("更正"))


@staff("agency.enter")
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, practitioner_id: int) -> HttpResponse:
    """离职移除: the card is void from now on."""
    found, form = practitioner_of(request, practitioner_id), ReasonForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.remove_practitioner,
        practitioner_id=found.pk,
        by=request.actor,
        **form.cleaned_data,
    ):
        messages.success(request, _("已移除，工作牌已失效"))
        return redirect("authority:practitioner", found.pk)
    return lay_out_form(request, found, form, _("移除从业人员"), _("移除并收回工作牌"))


@staff("agency.enter")
@require_http_methods(["GET", "POST"])
def replace_card(request: HttpRequest, practitioner_id: int) -> HttpResponse:
    """补发工作牌: the card before is void."""
    found, form = practitioner_of(request, practitioner_id), ReasonForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.replace_card, practitioner_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("已补发，原工作牌失效"))
        return redirect("authority:practitioner", found.pk)
    return lay_out_form(request, found, form, _("补发工作牌"), _("补发"))


def lay_out_form(
    request: HttpRequest, found: Any, form: Any, title: Any, submit: Any
) -> HttpResponse:
    row = practitioner_row(found)
    return show_form(
        request,
        "practitioners",
        form,
        title=title,
        back=(reverse("authority:practitioner", args=[found.pk]), found.name),
        submit=submit,
        facts=[
            (_("姓名"), found.name),
            (_("所在机构"), found.institution.name),
            (_("工作牌编号"), row.card_no or "—"),
        ],
    )
