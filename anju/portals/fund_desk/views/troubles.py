"""票据平台问题单: the line to the receipt platform, its faults with the raw answer, and the report. (ERR-01)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from anju.portals.fund_desk.forms_of_money import TroubleSearch
from anju.portals.fund_desk.page import OF_TROUBLES, show
from anju.portals.fund_desk.shown_money import TROUBLE_TONES, trouble_rows
from anju.receipts import queries
from anju.receipts.rules import TroubleStatus
from anju.web.doors import staff
from anju.web.downloads import note_look
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of

MOST_RECEIPTS = 50


@staff(*OF_TROUBLES)
@require_GET
def troubles(request: HttpRequest) -> HttpResponse:
    search, page = TroubleSearch(request.GET), PageOfRows([])
    if search.is_valid():
        wanted = {name: value for name, value in search.cleaned_data.items() if value}
        page = page_of(queries.troubles_seen_by(request.actor).filter(**wanted), request)
    rows = trouble_rows(page.rows)
    health = queries.line_health()
    return show(request, "troubles", "troubles", search=search, page=page, rows=rows, health=health)


@staff(*OF_TROUBLES)
@require_GET
def trouble(request: HttpRequest, trouble_id: int) -> HttpResponse:
    """What the platform answered may name a payer, so that the look is written down."""
    found = get_object_or_404(queries.troubles_seen_by(request.actor), pk=trouble_id)
    note_look(request, of=found, whose=found.no, purpose=_("查看票据平台的原始答复"))
    waiting, health = (
        list(queries.receipts_in_trouble(found)[:MOST_RECEIPTS]),
        queries.line_health(),
    )
    return show(
        request,
        "trouble",
        "troubles",
        trouble=found,
        tone=TROUBLE_TONES[TroubleStatus(found.status)],
        report=queries.report_text(found, health, waiting),
        receipts=waiting,
        health=health,
        steps=steps_of(found),
    )
