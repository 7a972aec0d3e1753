"""争议案件: lists by kind, the case with both sides' evidence, notes, and what mediation led to. (ASC-01, ASC-03)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.people.rules import Office
from anju.portals.association.forms import DisputeSearch, MaterialsForm, NoteForm, TurnForm
from anju.portals.association.page import show
from anju.portals.association.rows import dispute_rows
from anju.portals.association.shown import case_page, case_shown
from anju.refunds import actions, queries
from anju.web.doors import staff
from anju.web.paging import PageOfRows, page_of

TURNS = {
    "turn_to_arbitration": actions.turn_to_arbitration,
    "turn_to_litigation": actions.turn_to_litigation,
}


def case_of(request: HttpRequest, case_id: int) -> Any:
    return get_object_or_404(queries.cases_seen_by(request.actor), pk=case_id)


@staff(office=Office.ASSOCIATION)
@require_GET
def disputes(request: HttpRequest) -> HttpResponse:
    search, page = DisputeSearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.disputes_found(request.actor, **search.wanted), request)
    rows = dispute_rows(page.rows)
    return show(request, "disputes", "disputes", search=search, page=page, rows=rows)


@staff(office=Office.ASSOCIATION)
@require_GET
def dispute(request: HttpRequest, case_id: int) -> HttpResponse:
    case = case_of(request, case_id)
    return show(request, "dispute", "disputes", form=NoteForm(), **case_page(case, request.actor))


@staff(office=Office.ASSOCIATION)
@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, case_id: int) -> HttpResponse:
    """添加记录: what was said or done, and when to look at the case again."""
    case = case_of(request, case_id)
    form = NoteForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.add_note, case_id=case.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("记录已保存"))
        return redirect("association:dispute", case.pk)
    return show(request, "note", "disputes", shown=case_shown(case), form=form)


@staff(office=Office.ASSOCIATION)
@require_http_methods(["GET", "POST"])
def materials(request: HttpRequest, case_id: int) -> HttpResponse:
    """补充材料: the association adds to the file of a case, which both sides see."""
    case = case_of(request, case_id)
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form = MaterialsForm(*sent, actor=request.actor)
    if form.is_valid() and form.attempt(
        actions.add_evidence,
        case_id=case.pk,
        file_ids=form.cleaned_data["uploads"],
        note=form.cleaned_data["note"],
        by=request.actor,
    ):
        messages.success(request, _("材料已存入案件，双方都可以看到"))
        return redirect("association:dispute", case.pk)
    return show(request, "materials", "disputes", shown=case_shown(case), form=form)


@staff("dispute.mediate")
@require_http_methods(["GET", "POST"])
def turn(request: HttpRequest, case_id: int) -> HttpResponse:
    """转为仲裁或诉讼: mediation led nowhere, or the parties went another way. (rule A8.4)"""
    case = case_of(request, case_id)
    can = queries.what_to_do(case, request.actor)
    form = TurnForm(request.POST or None, can=can)
    if form.is_valid() and form.attempt(
        TURNS[form.cleaned_data["way"]],
        case_id=case.pk,
        because=form.cleaned_data["because"],
        by=request.actor,
    ):
        messages.success(
            request, _("案件现为「{status}」").format(status=form.done.get_status_display())
        )
        return redirect("association:dispute", case.pk)
    return show(request, "turn", "disputes", shown=case_shown(case), form=form)
