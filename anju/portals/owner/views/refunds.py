"""One refund of a home: what goes back, why, to whom, and how far it has come. (OWN-41)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from anju.fund import queries
from anju.portals.owner.page import show
from anju.portals.owner.shown_refunds import refund_shown
from anju.web.doors import owner


@owner
@require_GET
def refund(request: HttpRequest, no: str) -> HttpResponse:
    """退款详情"""
    found = get_object_or_404(queries.refunds_seen_by(request.actor), no=no)
    return show(request, "refund", "business", shown=refund_shown(found, request.actor))
