"""管理部审核时限: how each department keeps its three working days. (CTR-05)"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from anju.core.rules import DISTRICTS
from anju.oversight import queries
from anju.people.rules import Power
from anju.portals.centre.page import show
from anju.web.doors import staff


@staff(Power.FIGURES_READ, Power.WARNING_KEEP)
@require_GET
def reviews(request: HttpRequest) -> HttpResponse:
    loads = queries.loads_by_district()
    return show(
        request,
        "reviews",
        "reviews",
        rows=[(one, DISTRICTS[one.district]) for one in loads],
        waiting=sum(one.waiting for one in loads),
        overdue=sum(one.overdue for one in loads),
    )
