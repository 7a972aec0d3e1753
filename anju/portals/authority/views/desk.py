"""工作台: what waits for whoever has signed in, by their powers."""

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from anju.agencies import queries as agencies
from anju.core.actors import Actor
from anju.credit import queries as credit
from anju.filings import queries as filings
from anju.homes import queries as homes
from anju.people.rules import Office, Power
from anju.portals.authority.page import show
from anju.portals.authority.shown_agencies import filing_rows
from anju.web.doors import staff
from anju.web.waiting import Work, work_of
from anju.works.queries.desk import orders_at_desk
from anju.works.rules import Status

MOST_ROWS = 5


def orders_waiting(actor: Actor, status: str) -> QuerySet[Any]:
    """The work orders of a state, the oldest first."""
    return orders_at_desk(actor, status=status).order_by("pk")


WORK = (
    Work(
        Power.AGENCY_ENTER,
        _("待完善的备案申请"),
        agencies.filings_to_finish,
        "filings",
        "status=returned",
        since="entered_at",
    ),
    Work(
        Power.AGENCY_REVIEW,
        _("待审核的备案申请"),
        agencies.filings_to_review,
        "filings",
        "status=submitted",
        since="submitted_at",
    ),
    Work(
        Power.FILING_REVIEW,
        _("待审核的合同备案"),
        filings.filings_to_review,
        "contract_filings",
        since="submitted_at",
        due="review_by",
    ),
    Work(
        Power.FILING_ENTER,
        _("退回的合同备案"),
        filings.filings_sent_back,
        "contract_filings",
        "status=returned",
        since="reviewed_at",
    ),
    Work(
        Power.CREDIT_REVIEW,
        _("待审核的记分申请"),
        credit.events_to_review,
        "events",
        "status=applied",
        since="applied_at",
    ),
    Work(
        Power.CREDIT_REVIEW,
        _("待处理的异议"),
        credit.objections_to_decide,
        "objections",
        since="made_at",
        due="decide_until",
    ),
    Work(
        Power.CREDIT_REVIEW,
        _("待办理的措施"),
        credit.measures_open,
        "measures",
        since="opened_at",
    ),
    Work(
        Power.LIST_KEEP,
        _("待告知的拟列入"),
        credit.entries_to_notify,
        "lists",
        "kind=black&status=proposed",
        since="proposed_at",
    ),
    Work(
        Power.LIST_KEEP,
        _("待决定的拟列入"),
        credit.entries_to_decide,
        "lists",
        since="proposed_at",
    ),
    Work(
        Power.LIST_KEEP,
        _("待决定的注销"),
        credit.removals_to_decide,
        "lists",
        "status=removal_asked",
        due="remove_until",
    ),
    Work(
        Power.HOME_OBJECT,
        _("待复核的核验异议"),
        homes.objections_to_review,
        "home_objections",
        since="raised_at",
        due="review_by",
    ),
    Work(
        Power.HOME_TROUBLE,
        _("没有解决的问题单"),
        homes.troubles_open,
        "troubles",
        since="opened_at",
    ),
    Work(
        Power.WORKS_REVIEW,
        _("待审批的维修支取"),
        partial(orders_waiting, status=Status.SUBMITTED),
        "works",
        "status=submitted",
        since="submitted_at",
        due="decide_by",
    ),
    Work(
        Power.WORKS_REVIEW,
        _("待审核的维修决算"),
        partial(orders_waiting, status=Status.SETTLING),
        "works",
        "status=settling",
        since="submitted_at",
    ),
    Work(
        Power.WORKS_APPROVE,
        _("待复审的维修支取"),
        partial(orders_waiting, status=Status.SECOND_REVIEW),
        "works",
        "status=second_review",
        since="submitted_at",
        due="decide_by",
    ),
)
"""What waits, and where it is done."""


@staff(office=Office.AUTHORITY)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    oldest = agencies.filings_to_review(request.actor)[:MOST_ROWS]
    work = work_of(request.actor, WORK)
    powers = [Power(power).label for power in sorted(request.actor.may)]
    return show(
        request,
        "home",
        "home",
        waiting=[(one, link(one.work.where, one.work.asked)) for one in work if one.count],
        done=[one.label for one in work if not one.count],
        powers="、".join(map(str, powers)),
        oldest=filing_rows(oldest),
    )


def link(name: str, asked: str = "") -> str:
    return reverse(f"authority:{name}") + (f"?{asked}" if asked else "")
