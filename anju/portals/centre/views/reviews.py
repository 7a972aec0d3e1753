"""管理部审核时限: how each department keeps its three working days. (CTR-05)"""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from anju.core import clock
from anju.core.rules import DISTRICTS
from anju.oversight import queries
from anju.oversight.rules import Review
from anju.people.rules import Power
from anju.portals.centre.page import show
from anju.web.doors import staff
from anju.web.paging import page_of


@staff(Power.FIGURES_READ, Power.WARNING_KEEP)
@require_GET
def reviews(request: HttpRequest) -> HttpResponse:
    loads = queries.loads_by_district()
    return show(
        request,
        "reviews",
        "reviews",
        rows=[
            (
                one,
                DISTRICTS[one.district],
                reverse("centre:reviews_waiting", args=[one.kind.value, one.district]),
            )
            for one in loads
        ],
        waiting=sum(one.waiting for one in loads),
        overdue=sum(one.overdue for one in loads),
    )


@staff(Power.FIGURES_READ, Power.WARNING_KEEP)
@require_GET
def waiting(request: HttpRequest, review: str, district: str) -> HttpResponse:
    """The cases behind a figure, by their numbers: who applied is for the department that decides."""
    if review not in Review.values or district not in DISTRICTS:
        raise Http404
    page = page_of(queries.reviews_waiting(Review(review), district), request)
    return show(
        request,
        "reviews_waiting",
        "reviews",
        kind=Review(review).label,
        place=DISTRICTS[district],
        page=page,
        rows=[waiting_shown(one, review) for one in page.rows],
    )


def waiting_shown(case: Any, kind: str) -> tuple[str, Any, date, int]:
    """Its number, since when it waits, by when it is due, and how many days ago that was."""
    is_addition = kind == Review.ADDITION
    since, due_on = (
        (case.made_at, case.review_by) if is_addition else (case.submitted_at, case.due_on)
    )
    return case.no, since, due_on, max((clock.today() - due_on).days, 0)
