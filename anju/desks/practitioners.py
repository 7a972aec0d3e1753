"""What is done about one of the 从业人员 and their card, by their institution or by an officer. (AGY-03)"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from anju.agencies import actions, queries
from anju.desks.forms import ReasonForm
from anju.desks.forms_of_agencies import CorrectionForm
from anju.desks.page import FormDesk
from anju.desks.shown_agencies import practitioner_row
from anju.web.downloads import pdf

CORRECTED = ("role", "qualification_no", "phone")


def practitioner_of(request: HttpRequest, practitioner_id: int) -> Any:
    return get_object_or_404(queries.practitioners_seen_by(request.actor), pk=practitioner_id)


def print_card(request: HttpRequest, practitioner_id: int) -> HttpResponse:
    """打印工作牌: the card in force, with the code by which anyone checks it."""
    found = practitioner_of(request, practitioner_id)
    paper = queries.work_card_pdf(found)
    if paper is None:
        raise Http404
    return pdf(paper, f"工作牌-{found.name}.pdf")


def correct(desk: FormDesk, request: HttpRequest, practitioner_id: int) -> HttpResponse:
    found = practitioner_of(request, practitioner_id)
    present = {name: getattr(found, name) for name in CORRECTED}
    form = CorrectionForm(request.POST or None, initial=present)
    if done(request, found, form, actions.correct_practitioner):
        return on(desk, request, found, _("已更正"))
    return lay_out(desk, request, found, form, _("更正从业人员信息"), _("更正"))


def remove(desk: FormDesk, request: HttpRequest, practitioner_id: int) -> HttpResponse:
    """离职移除: the card is void from now on."""
    found, form = practitioner_of(request, practitioner_id), ReasonForm(request.POST or None)
    if done(request, found, form, actions.remove_practitioner):
        return on(desk, request, found, _("已移除，工作牌已失效"))
    return lay_out(desk, request, found, form, _("移除从业人员"), _("移除并收回工作牌"))


def replace_card(desk: FormDesk, request: HttpRequest, practitioner_id: int) -> HttpResponse:
    """补发工作牌: the card before is void."""
    found, form = practitioner_of(request, practitioner_id), ReasonForm(request.POST or None)
    if done(request, found, form, actions.replace_card):
        return on(desk, request, found, _("已补发，原工作牌失效"))
    return lay_out(desk, request, found, form, _("补发工作牌"), _("补发"))


def done(request: HttpRequest, found: Any, form: Any, action: Callable[..., Any]) -> bool:
    return bool(
        form.is_valid()
        and form.attempt(action, practitioner_id=found.pk, by=request.actor, **form.cleaned_data)
    )


def on(desk: FormDesk, request: HttpRequest, found: Any, told: Any) -> HttpResponse:
    messages.success(request, told)
    return redirect(f"{desk.portal}:practitioner", found.pk)


def lay_out(
    desk: FormDesk, request: HttpRequest, found: Any, form: Any, title: Any, submit: Any
) -> HttpResponse:
    row = practitioner_row(found, desk.portal)
    return desk.show_form(
        request,
        "practitioners",
        form,
        title=title,
        back=(reverse(f"{desk.portal}:practitioner", args=[found.pk]), found.name),
        submit=submit,
        facts=[
            (_("姓名"), found.name),
            (_("所在机构"), found.institution.name),
            (_("工作牌编号"), row.card_no or "—"),
        ],
    )
