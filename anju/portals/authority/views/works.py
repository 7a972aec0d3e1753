"""维修支取审批: the work list by its clock, and one order with everything that is decided on. (WDR-08, WDR-09)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from anju.desks.shown import staff_named
from anju.desks.shown_works import (
    TONES,
    due_told,
    facts_of_order,
    facts_of_shares,
    facts_of_works,
    payment_rows,
    settlement_shown,
    share_rows,
)
from anju.people.rules import Power
from anju.portals.authority import shown_works as shown
from anju.portals.authority.forms_of_works import DecisionForm, WorksSearch
from anju.portals.authority.page import OF_WORKS, show
from anju.web.doors import staff
from anju.web.downloads import file_for_staff
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, beyond, page_of
from anju.web.waiting import waiting
from anju.works import queries
from anju.works.queries.desk import BY_CLOCK, OWN, orders_at_desk
from anju.works.rules import HOLDING, SettlementStatus, Stage, Status

S = Status


@staff(*OF_WORKS)
@require_GET
def works(request: HttpRequest) -> HttpResponse:
    """What waits for whoever looks, emergencies first, then the next due; or any order, by words."""
    search, page = WorksSearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(orders_at_desk(request.actor, **search.cleaned_data), request)
    rows = shown.order_rows(page.rows)
    own = waiting(orders_at_desk(request.actor, status=OWN))
    return show(request, "works", "works", search=search, page=page, rows=rows, own=own)


@staff(*OF_WORKS)
@require_GET
def next_order(request: HttpRequest) -> HttpResponse:
    """办理下一件: the first that waits for whoever asks, or the one after `after` in that list."""
    rows = orders_at_desk(request.actor, status=OWN).order_by(*BY_CLOCK)
    text = request.GET.get("after", "")
    here = queries.order_seen_by(request.actor, int(text)) if is_id(text) else None
    later = rows.exclude(pk=here.pk).filter(beyond(rows, here)) if here and here.decide_by else rows
    found = later.first() or (rows.exclude(pk=here.pk).first() if here else None)
    if found is None:
        messages.success(request, _("没有等待您办理的任务单"))
        return redirect("authority:works")
    return redirect("authority:works_order", found.pk)


def is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def order_of(request: HttpRequest, order_id: int) -> Any:
    return get_object_or_404(queries.orders_seen_by(request.actor), pk=order_id)


@staff(*OF_WORKS)
@require_GET
def order(request: HttpRequest, order_id: int) -> HttpResponse:
    return lay_out(request, order_of(request, order_id))


@staff(*OF_WORKS)
@require_GET
def shares(request: HttpRequest, order_id: int) -> HttpResponse:
    """分摊明细, home by home, or only those that owe."""
    found, owing = order_of(request, order_id), "owing" in request.GET
    page = page_of(queries.shares_found(found, owing=owing), request, size=50)
    rows, facts = share_rows(page.rows), facts_of_shares(found)
    return show(
        request,
        "works_shares",
        "works",
        order=found,
        page=page,
        rows=rows,
        facts=facts,
        owing=owing,
    )


@staff(*OF_WORKS)
@require_GET
def paper(request: HttpRequest, order_id: int, works_paper_id: int) -> HttpResponse:
    """An attachment; that it was opened is written down. (SEC-01)"""
    found = order_of(request, order_id)
    papers = queries.papers_seen_by(request.actor).filter(order=found)
    one = get_object_or_404(papers, pk=works_paper_id)
    purpose = _("查看维修支取附件")
    return file_for_staff(request, one.file, of=one, whose=found.no, purpose=purpose)


def review_form(order: Any, *sent: Any) -> DecisionForm:
    labels = {S.SECOND_REVIEW: _("复审通过"), S.SETTLING: _("决算通过")}
    is_first = order.status == S.SUBMITTED and queries.is_second_reviewed(order)
    approve = _("初审通过，提交复审") if is_first else labels.get(order.status, _("审批通过"))
    return DecisionForm(*sent, approve=approve)


def lay_out(request: HttpRequest, found: Any, form: DecisionForm | None = None) -> HttpResponse:
    actor, papers = request.actor, shown.papers_by_time(found)
    is_area, area = shown.area_told(found)
    return show(
        request,
        "works_order",
        "works",
        order=found,
        tone=TONES[S(found.status)],
        due=due_told(found),
        is_overdue=queries.is_overdue(found),
        checks=queries.checks_of(found),
        is_area=is_area,
        area=area,
        form=form or review_form(found),
        may_decide=shown.may_decide(found, actor),
        advice=shown.advice_on_order(found, actor),
        papers=papers,
        steps=steps_of(found),
        **facts_of(found, papers),
        **acts_of(found, actor),
        **money_of(found),
    )


def facts_of(found: Any, papers: Any) -> dict[str, Any]:
    return {
        "facts": facts_of_order(found),
        "works_facts": facts_of_works(found),
        "share_facts": facts_of_shares(found),
        "emergency": shown.facts_of_emergency(found, papers),
        "answers": shown.answers_shown(found),
        "vote": shown.vote_of(found),
        "elsewhere": shown.elsewhere_rows(found),
        "second_review": shown.second_review_told(found),
        "sheets": shown.sheets_shown(found),
    }


def acts_of(found: Any, actor: Any) -> dict[str, bool]:
    """What whoever may approve a second time can take back."""
    may = Power.WORKS_APPROVE in actor.may
    return {
        "may_withdraw": may and found.status == S.APPROVED,
        "may_stop": may and found.status in HOLDING,
        "sees_objections": Power.VOTE_OBJECT in actor.may,
    }


def money_of(found: Any) -> dict[str, Any]:
    """The settlement that stands, earlier ones, and what was paid."""
    every = list(queries.settlements_of(found))
    named = staff_named(*(one.checked_by for one in every))
    standing = [one for one in every if one.status != SettlementStatus.RETURNED]
    return {
        "settlement": settlement_shown(found, standing[0], named) if standing else None,
        "earlier": [settlement_shown(found, one, named) for one in every if one not in standing],
        "payments": payment_rows(queries.payments_of(found), lambda _pk: ""),
        "final_stage": Stage.FINAL,
    }
