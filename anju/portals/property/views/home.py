"""首页: the company, and the communities it serves."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from anju.companies import queries as companies
from anju.core.rules import DISTRICTS
from anju.portals.property.page import show
from anju.web.doors import company


@company
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    rows = [
        {"name": one.name, "district": DISTRICTS[one.district], "address": one.address}
        for one in companies.communities_of(request.actor)
    ]
    return show(request, "home", "home", own=companies.company_of(request.actor), rows=rows)
