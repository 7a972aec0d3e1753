"""承租人收款失败审批: another name is to be paid; the association looks at the proof and decides. (ASC-02)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.people import queries as people
from anju.people.rules import Office, Power
from anju.portals.association.forms import ReviewForm, ReviewSearch
from anju.portals.association.page import show
from anju.portals.association.rows import name_change_rows
from anju.portals.association.shown import account_shown, case_shown, files_shown
from anju.refunds import actions, queries
from anju.refunds.rules import ReviewStatus
from anju.web.doors import staff
from anju.web.paging import PageOfRows, page_of


@staff(office=Office.ASSOCIATION)
@require_GET
def name_changes(request: HttpRequest) -> HttpResponse:
    search, page = ReviewSearch(request.GET), PageOfRows([])
    if search.is_valid():
        found = queries.name_changes_seen_by(request.actor).filter(**search.cleaned_data)
        page = page_of(found.order_by("-pk"), request)
    rows = name_change_rows(page.rows)
    return show(request, "name_changes", "name_changes", search=search, page=page, rows=rows)


@staff(office=Office.ASSOCIATION)
@require_GET
def name_change(request: HttpRequest, change_id: int) -> HttpResponse:
    return lay_out(request, change_id, review_form(None))


@staff("dispute.approve")
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, change_id: int) -> HttpResponse:
    found = get_object_or_404(queries.name_changes_seen_by(request.actor), pk=change_id)
    form = review_form(request.POST or None)
    if form.is_valid() and form.decide(
        actions.approve_name_change,
        actions.refuse_name_change,
        change_id=found.pk,
        by=request.actor,
    ):
        told = (
            _("已同意，款项今天付给新收款人")
            if form.is_approved
            else _("未同意，已通知企业和承租人")
        )
        messages.success(request, told)
        return redirect("association:name_change", found.pk)
    return lay_out(request, found.pk, form)


def review_form(sent: Any) -> ReviewForm:
    return ReviewForm(sent, approve=_("同意变更收款人并付款"), reject=_("不同意"))


def lay_out(request: HttpRequest, change_id: int, form: ReviewForm) -> HttpResponse:
    change = get_object_or_404(queries.name_changes_seen_by(request.actor), pk=change_id)
    portion, checker = change.portion, change.checked_name
    is_pending = change.status == ReviewStatus.PROPOSED
    return show(
        request,
        "name_change",
        "name_changes",
        change=change,
        portion=portion,
        because=queries.in_words(portion.because),
        row=name_change_rows([change])[0],
        case=case_shown(portion.case),
        old_name=queries.payee_name(portion.case),
        old_account=account_shown(portion.payee_account if is_pending else ""),
        new_account=account_shown(change.new_account),
        proof=files_shown(queries.attachments_of_change(change)),
        checked_by=people.names_of_staff([checker]).get(checker, checker),
        is_pending=is_pending,
        may_check=is_pending and Power.DISPUTE_APPROVE in request.actor.may,
        checkers=people.staff_with(Power.DISPUTE_APPROVE) if is_pending else [],
        form=form,
    )
