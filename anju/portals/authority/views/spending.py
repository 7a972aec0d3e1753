"""维修支出对比: what communities spent on what, against similar ones. (BEY-08)"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from anju.portals.authority.forms_of_works import SpendingSearch
from anju.portals.authority.page import OF_WORKS, show
from anju.web.doors import staff
from anju.works import queries
from anju.works.rules import FEWEST_COMPARED, OUTLIER_PERCENT, Part

MOST_ROWS = 200


@staff(*OF_WORKS)
@require_GET
def spending(request: HttpRequest) -> HttpResponse:
    """By community and repaired part, those far above similar ones first."""
    search = SpendingSearch(request.GET)
    rows, period = [], {}
    if search.is_valid():
        period = search.wanted
        rows = queries.spending_of_communities(**period)
    return show(
        request,
        "works_spending",
        "spending",
        search=search,
        period=period,
        rows=[(one, Part(one.part).label) for one in rows[:MOST_ROWS]],
        left_out=max(len(rows) - MOST_ROWS, 0),
        limit=OUTLIER_PERCENT,
        fewest=FEWEST_COMPARED,
    )
