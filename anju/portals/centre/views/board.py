"""服务公示 as staff see it: every figure leads to the refunds behind it. (BEY-07)"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from anju.core import clock
from anju.core.calendar import add_months
from anju.portals.centre import downloads_of_figures as files
from anju.portals.centre import shown_figures
from anju.portals.centre.forms_of_board import RefundSearch
from anju.portals.centre.page import show
from anju.refunds.office_rules import OpenWork
from anju.statistics import queries
from anju.statistics.board_rules import MONTHS_SHOWN
from anju.web.board import Ways, board_of
from anju.web.doors import staff
from anju.web.paging import PageOfRows, batches_of, page_of
from anju.web.tables import Column

YES = {True: _("是"), False: "—"}


def refunds_url(**of: Any) -> str:
    return f"{reverse('centre:board_refunds')}?{urlencode(of)}"


WAYS = Ways(
    month=lambda month: refunds_url(month=f"{month:%Y-%m}"),
    enterprise=lambda enterprise_id: refunds_url(enterprise=enterprise_id),
    late=lambda enterprise_id: refunds_url(enterprise=enterprise_id, late=1),
    overdue=lambda one: shown_figures.link("figures_cases", OpenWork.OVERDUE_PLANS, whose=one),
    money=lambda business, kind: shown_figures.link("figures_held", business, kind=kind),
)


@staff("figures.read")
@require_GET
def board(request: HttpRequest) -> HttpResponseBase:
    return show(request, "board", "board", board=board_of(request, WAYS))


@staff("figures.read")
@require_GET
def refunds(request: HttpRequest) -> HttpResponseBase:
    """The refunds behind a figure, the longest first: of a month, or of an enterprise in the last twelve."""
    search = RefundSearch(request.GET)
    this = clock.today().replace(day=1)
    asked = search.cleaned_data if search.is_valid() else {}
    month, firm = asked.get("month"), asked.get("enterprise")
    month = month or (None if firm else this)
    first, last = (month, month) if month else (add_months(this, 1 - MONTHS_SHOWN), this)
    rows = queries.cases_behind(first, last, enterprise_id=firm, only_late=bool(asked.get("late")))
    if files.asked_for(request):
        return files.as_asked(request, table_of(rows, first, last), clock.now())
    page = page_of(rows, request) if not search.errors else PageOfRows([])
    return show(
        request,
        "board_refunds",
        "board",
        search=search,
        first=first,
        last=last,
        page=page,
        rows=page.rows,
        files=files.links(request),
    )


def table_of(rows: Any, first: date, last: date) -> files.Table:
    columns = [
        Column(_("合同备案编号"), width=26),
        Column(_("企业"), width=36),
        Column(_("交还日期"), "day"),
        Column(_("付清日期"), "day"),
        Column(_("天数"), "number"),
        Column(_("经过争议")),
        Column(_("方案逾期")),
    ]

    def lines() -> Iterator[tuple[Any, ...]]:
        for batch in batches_of(rows):
            for row in batch:
                of_case = (row.case.lease.filing_no, row.enterprise.name, row.returned_on)
                yield (*of_case, row.paid_on, row.days, YES[row.is_disputed], YES[row.was_late])

    span = f"{first:%Y-%m}" if first == last else f"{first:%Y-%m}-{last:%Y-%m}"
    return files.Table(_("退款用时-{span}").format(span=span), columns, lines())
