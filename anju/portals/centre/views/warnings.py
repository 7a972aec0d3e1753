"""风险预警: enterprises that give cause for worry, the leases behind it, and what a person decides. (BEY-10)"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.oversight import actions, queries
from anju.oversight.rules import ANSWER_WAITS, Status
from anju.people import queries as people
from anju.people.rules import Power
from anju.portals.centre.forms_of_oversight import (
    ConfirmForm,
    DismissForm,
    LiftWarningForm,
    ReplyForm,
)
from anju.portals.centre.page import show
from anju.portals.centre.shown_oversight import (
    answers_shown,
    deeds_of,
    facts_of_warning,
    figure_shown,
    finding_shown,
    warning_shown,
    warnings_shown,
)
from anju.web.doors import staff
from anju.web.history import steps_of
from anju.web.paging import page_of

OF_WARNINGS = (Power.WARNING_KEEP, Power.RELEASE_HOLD)


@staff(*OF_WARNINGS)
@require_GET
def warnings(request: HttpRequest) -> HttpResponse:
    """The worst first; by state where one is asked for."""
    status = request.GET.get("status", "")
    status = status if status in (*Status.values, ANSWER_WAITS) else ""
    page = page_of(queries.warnings_found(request.actor, status=status), request)
    rows = warnings_shown(page.rows)
    states = [("", _("全部未结")), (ANSWER_WAITS, _("企业说明待答复")), *Status.choices]
    return show(request, "warnings", "warnings", page=page, rows=rows, states=states, status=status)


@staff(*OF_WARNINGS)
@require_GET
def warning(request: HttpRequest, warning_id: int) -> HttpResponse:
    """One enterprise: its figures over ninety days, what it says, what was decided."""
    found = seen(request, warning_id)
    shown = warning_shown(found)
    figures = [figure_shown(one, found) for one in queries.figures_of(found)]
    answers = list(queries.answers_of(found))
    names = people.names_of_staff({found.decided_by, *(one.replied_by for one in answers)} - {""})
    return show(
        request,
        "warning",
        "warnings",
        shown=shown,
        facts=facts_of_warning(shown, names),
        figures=[one for one in figures if any(value for _day, value in one.table)],
        calm=[one for one in figures if not any(value for _day, value in one.table)],
        answers=answers_shown(answers, names),
        deeds=deeds_of(found, request.actor.may),
        steps=steps_of(found),
    )


@staff(*OF_WARNINGS)
@require_GET
def findings(request: HttpRequest, warning_id: int, figure: str) -> HttpResponse:
    """The very leases or payments that make up a figure."""
    found = seen(request, warning_id)
    counted = next((one for one in queries.figures_of(found) if one.code == figure), None)
    if counted is None:
        raise Http404
    page = page_of(queries.findings_of(found, counted.code), request)
    return show(
        request,
        "warning_findings",
        "warnings",
        shown=warning_shown(found),
        figure=figure_shown(counted, found),
        page=page,
        rows=[finding_shown(one, request.actor.may) for one in page.rows],
    )


@staff(Power.RELEASE_HOLD)
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, warning_id: int) -> HttpResponse:
    """【暂停划转】"""
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    texts = {"title": _("暂停划转"), "submit": _("确认暂停"), "danger": True}
    texts["lead"] = _("该企业全部合同到期的租金累积、不再划转，直到恢复。企业会收到理由。")
    return decided(request, warning_id, form, actions.confirm_warning, _("已暂停划转"), texts)


@staff(Power.WARNING_KEEP)
@require_http_methods(["GET", "POST"])
def dismiss(request: HttpRequest, warning_id: int) -> HttpResponse:
    """【不予暂停】"""
    form = DismissForm(request.POST if request.method == "POST" else None)
    texts = {"title": _("不予暂停"), "submit": _("确认不予暂停")}
    texts["lead"] = _("划转照常进行。指标仍每晚计算，情况加重时重新预警。")
    return decided(request, warning_id, form, actions.dismiss_warning, _("已登记"), texts)


@staff(Power.RELEASE_HOLD)
@require_http_methods(["GET", "POST"])
def lift(request: HttpRequest, warning_id: int) -> HttpResponse:
    """【恢复划转】"""
    form = LiftWarningForm(request.POST if request.method == "POST" else None)
    texts = {"title": _("恢复划转"), "submit": _("确认恢复")}
    texts["lead"] = _("累积的租金随下一次划转一并付给企业。")
    return decided(request, warning_id, form, actions.lift_warning, _("已恢复划转"), texts)


@staff(*OF_WARNINGS)
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, warning_id: int, answer_id: int) -> HttpResponse:
    """A person has looked at what the enterprise says. (rule E1.13)"""
    found = seen(request, warning_id)
    answer = get_object_or_404(queries.answers_of(found), pk=answer_id)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        actions.reply_to_answer, answer_id=answer.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("已答复企业"))
        return redirect("centre:warning", found.pk)
    texts = {"title": _("答复企业说明"), "submit": _("提交答复"), "lead": answer.text}
    return show(
        request, "decide_warning", "warnings", shown=warning_shown(found), form=form, **texts
    )


def seen(request: HttpRequest, warning_id: int) -> Any:
    return get_object_or_404(queries.warnings_seen_by(request.actor), pk=warning_id)


def decided(
    request: HttpRequest, warning_id: int, form: Any, action: Any, told: str, texts: dict[str, Any]
) -> HttpResponse:
    """Ask one action; its form again where it is refused."""
    found = seen(request, warning_id)
    if form.is_valid() and form.attempt(
        action, warning_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, told)
        return redirect("centre:warning", found.pk)
    return show(
        request, "decide_warning", "warnings", shown=warning_shown(found), form=form, **texts
    )
