"""统计看板: pots that belong to nobody, and those of one lease. (CTR-01)"""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from anju.payments import queries as payments
from anju.portals.centre import shown_figures as shown
from anju.portals.centre.narrowing import narrow
from anju.portals.centre.page import show
from anju.statistics import queries
from anju.web.doors import staff

HERE = "figures"


@staff("figures.read")
@require_GET
def pooled(request: HttpRequest) -> HttpResponseBase:
    """Money on the way and set aside, pot by pot: few, each with its movements; of a kind, of a business."""
    kind, business = narrow(request).kind, request.GET.get("business", "")
    banks = {one.bank for one in payments.bank_accounts() if business in ("", one.business)}
    pots = [pot for pot in queries.pooled_pots() if kind in ("", pot.kind) and pot.bank in banks]
    return show(
        request,
        "figures_pooled",
        HERE,
        pots=shown.pots_shown(pots),
        total_fen=sum(pot.held_fen for pot in pots),
    )


@staff("figures.read")
@require_GET
def lease(request: HttpRequest, filing_no: str) -> HttpResponseBase:
    """The pots of one lease, each with what is in it and its movements."""
    pots = queries.pots_of_lease(filing_no)
    if not pots:
        raise Http404
    return show(
        request,
        "figures_pooled",
        HERE,
        filing_no=filing_no,
        pots=shown.pots_shown(pots),
        total_fen=sum(pot.held_fen for pot in pots),
    )
