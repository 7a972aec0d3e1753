"""变更备案, 续租备案 and 注销备案 at the counter, and the papers they rest on. (CON-13)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from anju.desks import amendments
from anju.filings import queries
from anju.portals.authority.page import OF_CONTRACTS, PORTAL, show
from anju.portals.authority.views.contracts import filing_of
from anju.web.doors import staff
from anju.web.downloads import file_for_staff

DESK = amendments.Desk(PORTAL, show, "paper_contracts", gettext_lazy("合同补录"))


@staff("filing.enter")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, application_id: int) -> HttpResponse:
    return amendments.change(DESK, request, filing_of(request, application_id))


@staff("filing.enter")
@require_http_methods(["GET", "POST"])
def renew(request: HttpRequest, application_id: int) -> HttpResponse:
    return amendments.renew(DESK, request, filing_of(request, application_id))


@staff("filing.enter")
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, application_id: int) -> HttpResponse:
    return amendments.end(DESK, request, filing_of(request, application_id))


@staff(*OF_CONTRACTS)
@require_GET
def document(request: HttpRequest, amendment_id: int) -> HttpResponse:
    """The agreement or judgment on which a change or an end of a filed lease rests."""
    seen = queries.filings_seen_by(request.actor).filter(amendment__isnull=False)
    found = get_object_or_404(seen, pk=amendment_id)
    return file_for_staff(
        request,
        found.amendment.document,
        of=found,
        whose=found.contract_no,
        purpose=_("审核{kind}").format(kind=found.get_kind_display()),
    )
