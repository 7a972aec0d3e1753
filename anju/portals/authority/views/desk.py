"""工作台: what waits for whoever has signed in, by their powers."""

from functools import partial

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
from anju.web.waiting import Waiting, waiting
from anju.works.queries.desk import orders_at_desk
from anju.works.rules import Status

MOST_ROWS = 5
WORK = (
    (
        Power.AGENCY_ENTER,
        _("待完善的备案申请"),
        agencies.filings_to_finish,
        ("filings", "status=returned"),
    ),
    (
        Power.AGENCY_REVIEW,
        _("待审核的备案申请"),
        agencies.filings_to_review,
        ("filings", "status=submitted"),
    ),
    (
        Power.FILING_REVIEW,
        _("待审核的合同备案"),
        filings.filings_to_review,
        ("contract_filings",),
    ),
    (
        Power.FILING_ENTER,
        _("退回的合同备案"),
        filings.filings_sent_back,
        ("contract_filings", "status=returned"),
    ),
    (
        Power.CREDIT_REVIEW,
        _("待审核的记分申请"),
        credit.events_to_review,
        ("events", "status=applied"),
    ),
    (Power.CREDIT_REVIEW, _("待处理的异议"), credit.objections_to_decide, ("objections",)),
    (Power.CREDIT_REVIEW, _("待办理的措施"), credit.measures_open, ("measures",)),
    (
        Power.LIST_KEEP,
        _("待告知的拟列入"),
        credit.entries_to_notify,
        ("lists", "kind=black&status=proposed"),
    ),
    (Power.LIST_KEEP, _("待决定的拟列入"), credit.entries_to_decide, ("lists",)),
    (
        Power.LIST_KEEP,
        _("待决定的注销"),
        credit.removals_to_decide,
        ("lists", "status=removal_asked"),
    ),
    (
        Power.HOME_OBJECT,
        _("待复核的核验异议"),
        homes.objections_to_review,
        ("home_objections",),
    ),
    (Power.HOME_TROUBLE, _("没有解决的问题单"), homes.troubles_open, ("troubles",)),
    (
        Power.WORKS_REVIEW,
        _("待审批的维修支取"),
        partial(orders_at_desk, status=Status.SUBMITTED),
        ("works", "status=submitted"),
    ),
    (
        Power.WORKS_REVIEW,
        _("待审核的维修决算"),
        partial(orders_at_desk, status=Status.SETTLING),
        ("works", "status=settling"),
    ),
    (
        Power.WORKS_APPROVE,
        _("待复审的维修支取"),
        partial(orders_at_desk, status=Status.SECOND_REVIEW),
        ("works", "status=second_review"),
    ),
)
"""What waits: the power that it needs, what it is called, the question, and where it is done."""


@staff(office=Office.AUTHORITY)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    oldest = agencies.filings_to_review(request.actor)[:MOST_ROWS]
    powers = [Power(power).label for power in sorted(request.actor.may)]
    return show(
        request,
        "home",
        "home",
        tiles=tiles(request.actor),
        powers="、".join(map(str, powers)),
        oldest=filing_rows(oldest),
    )


def link(name: str, asked: str = "") -> str:
    return reverse(f"authority:{name}") + (f"?{asked}" if asked else "")


def tiles(actor: Actor) -> list[tuple[str, Waiting, str]]:
    """What waits, as label, number and address; asked only of those whose work it is."""
    return [
        (str(label), waiting(query(actor)), link(*where))
        for power, label, query, where in WORK
        if power in actor.may
    ]
