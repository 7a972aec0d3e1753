"""最终退款方案: one enters it, looks at what it would pay, and proposes it; another checks it. (ASC-01, ASC-03)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.core.actors import Actor
from anju.core.refusals import Refused
from anju.people import queries as people
from anju.people.rules import Office, Power
from anju.portals.association.forms import FinalForm, ReviewForm, ReviewSearch
from anju.portals.association.page import show
from anju.portals.association.rows import final_rows
from anju.portals.association.shown import (
    case_shown,
    facts_of_final,
    final_shown,
    item_shown,
    lines_shown,
)
from anju.portals.association.views.disputes import case_of
from anju.refunds import actions, queries
from anju.refunds.rules import ReviewStatus
from anju.web.doors import staff
from anju.web.paging import PageOfRows, page_of


@staff("dispute.mediate")
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, case_id: int) -> HttpResponse:
    """录入最终退款方案: typed, then shown as it would be paid, then proposed (BEY-12)."""
    case = case_of(request, case_id)
    if "propose_final" not in queries.what_to_do(case, request.actor):
        messages.warning(request, _("这个案件没有争议资金，或者已有一份最终方案等待复核"))
        return redirect("association:dispute", case.pk)
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form, step = FinalForm(*sent, case=case, actor=request.actor), request.POST.get("step")
    if form.is_valid() and step != "edit":
        if step == "propose":
            if form.attempt(
                actions.propose_final, case_id=case.pk, terms=form.terms, by=request.actor
            ):
                messages.success(request, _("最终退款方案已提交，由另一人复核"))
                return redirect("association:final_plan", form.done.pk)
        elif form.attempt(queries.payment_list_of_terms, case=case, terms=form.terms):
            lines = lines_shown(form.done)
            return lay_out(request, "final_preview", case, form, lines=lines)
    return lay_out(request, "final_form", case, form)


def lay_out(
    request: HttpRequest, template: str, case: Any, form: FinalForm, **more: Any
) -> HttpResponse:
    gathered = queries.case_file(case)
    disputed = [item for item in gathered.items if item.disputed_fen]
    return show(
        request,
        template,
        "disputes",
        shown=case_shown(case),
        form=form,
        items=[item_shown(item, gathered) for item in disputed],
        **more,
    )


@staff(office=Office.ASSOCIATION)
@require_GET
def final_plans(request: HttpRequest) -> HttpResponse:
    search, page = ReviewSearch(request.GET), PageOfRows([])
    if search.is_valid():
        found = queries.final_plans_seen_by(request.actor).filter(**search.cleaned_data)
        page = page_of(found.order_by("-pk"), request)
    rows = final_rows(page.rows)
    return show(request, "final_plans", "final_plans", search=search, page=page, rows=rows)


@staff(office=Office.ASSOCIATION)
@require_GET
def final_plan(request: HttpRequest, final_id: int) -> HttpResponse:
    return lay_out_review(request, final_id, review_form(None))


@staff("dispute.approve")
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, final_id: int) -> HttpResponse:
    """The second pair of eyes: what passes is paid at once, what does not goes back with a reason."""
    found = get_object_or_404(queries.final_plans_seen_by(request.actor), pk=final_id)
    form = review_form(request.POST or None)
    if form.is_valid() and form.decide(
        actions.approve_final, actions.reject_final, final_id=found.pk, by=request.actor
    ):
        told = _("已通过，款项今天付出") if form.is_approved else _("已退回，提出人可以重新录入")
        messages.success(request, told)
        return redirect("association:final_plan", found.pk)
    return lay_out_review(request, found.pk, form)


def review_form(sent: Any) -> ReviewForm:
    return ReviewForm(sent, approve=_("通过并付款"), reject=_("不通过，退回提出人"))


def lay_out_review(request: HttpRequest, final_id: int, form: ReviewForm) -> HttpResponse:
    final = get_object_or_404(queries.final_plans_seen_by(request.actor), pk=final_id)
    names = people.names_of_staff([final.proposed_name, final.checked_name])
    shown = final_shown(final, queries.case_file(final.case).proof_of(final), names)
    return show(
        request,
        "final_plan",
        "final_plans",
        case=case_shown(final.case),
        shown=shown,
        facts=facts_of_final(shown),
        form=form,
        **outlook(final, request.actor),
    )


def outlook(final: Any, actor: Actor) -> dict[str, Any]:
    """Of a plan that waits: what it would pay today or why it can't, and who may check it."""
    if final.status != ReviewStatus.PROPOSED:
        return {"is_pending": False}
    told: dict[str, Any] = {
        "is_pending": True,
        "is_own": final.proposed_name == actor.name,
        "may_check": "approve_final" in queries.what_to_do(final.case, actor),
        "checkers": people.staff_with(Power.DISPUTE_APPROVE),
    }
    try:
        return {**told, "lines": lines_shown(queries.payment_list_of_final(final))}
    except Refused as refused:
        return {**told, "obstacle": refused.message}
