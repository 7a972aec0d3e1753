"""退款逾期企业: enterprises that owe a refund plan, the longest first, and what the law provides. (rule A13.2)"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from anju.core.rules import DISTRICTS
from anju.oversight import queries
from anju.oversight.rules import FINEABLE_DAYS, WATCHED_DAYS
from anju.portals.authority.forms_of_oversight import OverdueSearch
from anju.portals.authority.page import OF_CREDIT, show
from anju.web.doors import staff
from anju.web.paging import PageOfRows, page_of


@staff(*OF_CREDIT)
@require_GET
def overdue_refunds(request: HttpRequest) -> HttpResponse:
    search, page = OverdueSearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.overdue_refunds(**search.wanted), request)
    rows = [
        (one, DISTRICTS.get(one.district, ""), tone_of(one.days), one.days >= FINEABLE_DAYS)
        for one in page.rows
    ]
    return show(
        request,
        "overdue_refunds",
        "overdue_refunds",
        search=search,
        page=page,
        rows=rows,
        fineable=FINEABLE_DAYS,
    )


def tone_of(days: int) -> str:
    """Told after one day, after five, after seven. (rule A13.2)"""
    if days >= FINEABLE_DAYS:
        return "bad"
    return "waiting" if days >= WATCHED_DAYS else "quiet"
