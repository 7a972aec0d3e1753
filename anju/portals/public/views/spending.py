"""维修支出公示: what communities repaired, what it cost for each m², and how that compares. (BEY-08)"""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from anju.core import clock
from anju.portals.public.forms_of_works import SpendingSearch
from anju.portals.public.page import show_published
from anju.portals.public.shown_works import page_of_spending, spending_shown
from anju.web.doors import anyone
from anju.works import queries
from anju.works.rules import FEWEST_COMPARED, OUTLIER_PERCENT

YEARS = 3
"""So many years up to now are compared: repairs of a roof come once in many."""


@anyone
@require_GET
def spending(request: HttpRequest) -> HttpResponse:
    """By community and repaired part: what stands out first, then by what was spent for each m²."""
    search = SpendingSearch(request.GET)
    until = clock.today()
    since = date(until.year - YEARS, until.month, 1)
    found = []
    if search.is_valid():
        found = queries.spending_of_communities(since=since, until=until, **search.cleaned_data)
    page = page_of_spending(found, request)
    return show_published(
        request,
        "spending",
        "spending",
        search=search,
        page=page,
        rows=[spending_shown(one) for one in page.rows],
        since=since,
        until=until,
        percent=OUTLIER_PERCENT,
        fewest=FEWEST_COMPARED,
    )
