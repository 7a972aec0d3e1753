"""Consents: to a change or an end of a lease, and to a deposit that goes over. (CON-13)"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from anju.portals.tenant_mobile.views.contracts import PLACE
from anju.web.doors import tenant
from anju.web.tenant import signing


@tenant
@require_http_methods(["GET", "POST"])
def amendment(request: HttpRequest, amendment_id: int) -> HttpResponse:
    """变更备案 or 注销备案 of a lease: before and after; 同意 is to what was read."""
    return signing.amendment(PLACE, request, amendment_id)


@tenant
@require_GET
def amendment_paper(request: HttpRequest, amendment_id: int) -> HttpResponse:
    """The agreement or judgment on which it rests."""
    return signing.amendment_paper(PLACE, request, amendment_id)


@tenant
@require_http_methods(["GET", "POST"])
def carry_over(request: HttpRequest, carry_over_id: int) -> HttpResponse:
    """押金结转: what goes over, what is still to be paid, what stays."""
    return signing.carry_over(PLACE, request, carry_over_id)
