"""个人造册审核: a home that somebody says is theirs, decided by its department in three working days. (OWN-13)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from anju.desks.shown import staff_named
from anju.fund import actions, queries
from anju.fund.rules import AdditionStatus
from anju.people.rules import Power
from anju.portals.fund_desk.forms_of_homes import AdditionForm, AdditionSearch, WordsForm
from anju.portals.fund_desk.page import show
from anju.portals.fund_desk.shown import (
    addition_rows,
    documents_shown,
    facts_of_addition,
    homes_offered,
)
from anju.web.doors import staff
from anju.web.downloads import file_for_staff, note_look
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of


def addition_of(request: HttpRequest, addition_id: int) -> Any:
    return get_object_or_404(queries.additions_seen_by(request.actor), pk=addition_id)


@staff("fund.review")
@require_GET
def additions(request: HttpRequest) -> HttpResponse:
    """Those that wait, the next to be due first, unless others are asked for."""
    search, page = AdditionSearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.additions_found(request.actor, **search.cleaned_data), request)
    rows = addition_rows(page.rows)
    return show(request, "additions", "additions", search=search, page=page, rows=rows)


@staff("fund.review")
@require_GET
def addition(request: HttpRequest, addition_id: int) -> HttpResponse:
    """The applicant stands there unmasked, so that the look is written down."""
    found = addition_of(request, addition_id)
    note_look(request, of=found, whose=found.no, purpose=_("审核个人造册"))
    return lay_out(request, found)


@staff("fund.review")
@require_POST
def review(request: HttpRequest, addition_id: int) -> HttpResponse:
    """审核通过 with the home that is meant, or 退回."""
    found = addition_of(request, addition_id)
    form = form_for(request, found, request.POST)
    if form.is_valid() and decided(form, found, request):
        messages.success(request, _("已审核，已通知申请人"))
        return redirect("fund_desk:addition", found.pk)
    return lay_out(request, found, form)


def decided(form: AdditionForm, found: Any, request: HttpRequest) -> bool:
    about = {
        "addition_id": found.pk,
        "opinion": form.cleaned_data["opinion"],
        "by": request.actor,
    }
    if not form.is_approved:
        return form.attempt(actions.reject_addition, **about)
    home = int(form.cleaned_data["home"])
    return form.attempt(actions.approve_addition, dwelling_id=home, owners=form.owners, **about)


def form_for(request: HttpRequest, found: Any, *sent: Any) -> AdditionForm:
    words = words_of(request)
    return AdditionForm(*sent, homes=homes_offered(found, words))


def words_of(request: HttpRequest) -> str:
    search = WordsForm(request.GET)
    return search.cleaned_data["words"] if search.is_valid() else ""


def lay_out(request: HttpRequest, found: Any, form: AdditionForm | None = None) -> HttpResponse:
    is_waiting = found.status == AdditionStatus.WAITING
    [row] = addition_rows([found])
    named = staff_named(found.decided_by)
    if form is None and is_waiting:
        form = form_for(request, found)
    return show(
        request,
        "addition",
        "additions",
        row=row,
        facts=facts_of_addition(found, named),
        files=documents_shown(found),
        is_waiting=is_waiting,
        search=WordsForm(request.GET),
        may_enter=Power.FUND_ENTER in request.actor.may,
        form=form,
        steps=steps_of(found),
    )


@staff("fund.review")
@require_GET
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    """证明材料: it shows people unmasked, so that the look is written down."""
    seen = queries.addition_documents_seen_by(request.actor).select_related("addition")
    found = get_object_or_404(seen, pk=document_id)
    of, purpose = found.addition, _("查看个人造册证明材料")
    return file_for_staff(request, found.file, of=of, whose=of.no, purpose=purpose)
