"""合同结束: the ends of an enterprise's leases, each with whose turn it is and all that happened. (ENT-01, BEY-01)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from anju.portals.enterprise.ending_forms import CaseSearch
from anju.portals.enterprise.ending_shown import case_in_full, case_shown
from anju.portals.enterprise.page import show
from anju.refunds import queries
from anju.web.doors import enterprise
from anju.web.downloads import stored_file
from anju.web.paging import PageOfRows, page_of


@enterprise
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    search, page = CaseSearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.cases_of_enterprise(request.actor, **search.wanted), request)
    rows = [case_shown(case) for case in page.rows]
    return show(request, "cases", "cases", search=search, page=page, rows=rows)


@enterprise
@require_GET
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """One end of a lease: whose turn it is, what can be done, the plan, the payments, the history."""
    found = get_object_or_404(queries.cases_of_enterprise(request.actor), pk=case_id)
    return show(request, "case", "cases", full=case_in_full(found, request.actor))


@enterprise
@require_GET
def attachment(request: HttpRequest, attachment_id: int) -> HttpResponse:
    """A file of either side, to look at at home: it is never opened inside our pages."""
    found = get_object_or_404(queries.attachments_seen_by(request.actor), pk=attachment_id)
    return stored_file(found.file)
