"""变更备案, 续租备案 and 注销备案 of the institution's own contracts. (CON-13)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.desks import amendments
from anju.filings import queries
from anju.people.rules import InstitutionPower
from anju.portals.agency.page import PORTAL, show
from anju.portals.agency.views.contract_filings import filing_of
from anju.web.doors import agency
from anju.web.downloads import stored_file

DESK = amendments.Desk(PORTAL, show, "choose_home", _("受理网签"))


@agency(InstitutionPower.CONTRACTS)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, filing_id: int) -> HttpResponse:
    return amendments.change(DESK, request, filing_of(request, filing_id))


@agency(InstitutionPower.CONTRACTS)
@require_http_methods(["GET", "POST"])
def renew(request: HttpRequest, filing_id: int) -> HttpResponse:
    return amendments.renew(DESK, request, filing_of(request, filing_id))


@agency(InstitutionPower.CONTRACTS)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, filing_id: int) -> HttpResponse:
    return amendments.end(DESK, request, filing_of(request, filing_id))


@agency(InstitutionPower.CONTRACTS)
@require_GET
def document(request: HttpRequest, filing_id: int) -> HttpResponse:
    """The agreement or judgment on which a change or an end rests."""
    ours = queries.filings_seen_by(request.actor).filter(amendment__isnull=False)
    return stored_file(get_object_or_404(ours, pk=filing_id).amendment.document)
