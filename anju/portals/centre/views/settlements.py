"""支付机构清算: a provider's days taken apart, and what did not agree. (CHN-05)"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from anju.payments import queries
from anju.payments.rules import SettlementStatus
from anju.portals.centre.page import show
from anju.portals.centre.shown import SETTLEMENT_TONES
from anju.web.doors import staff
from anju.web.history import steps_of
from anju.web.paging import page_of

MOST_LINES = 200


@staff("bank.read")
@require_GET
def settlements(request: HttpRequest) -> HttpResponse:
    page = page_of(queries.settlements_seen_by(request.actor), request)
    rows = [(day, SETTLEMENT_TONES[SettlementStatus(day.status)]) for day in page.rows]
    return show(request, "settlements", "settlements", page=page, rows=rows)


@staff("bank.read")
@require_GET
def settlement(request: HttpRequest, settlement_id: int) -> HttpResponse:
    found = get_object_or_404(queries.settlements_seen_by(request.actor), pk=settlement_id)
    differing = queries.settlement_differences(request.actor).filter(settlement=found)
    return show(
        request,
        "settlement",
        "settlements",
        settlement=found,
        tone=SETTLEMENT_TONES[SettlementStatus(found.status)],
        differing=[(line, kind_of(line)) for line in differing[:MOST_LINES]],
        missing=queries.payments_missing_from_bill(found)[:MOST_LINES],
        steps=steps_of(found),
    )


def kind_of(line: Any) -> str:
    return _("退款") if line.kind == "refund" else _("交易")
