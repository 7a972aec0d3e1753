"""统计看板: pots that belong to nobody, and those of one lease. (CTR-01)"""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from anju.contracts import queries as contracts
from anju.payments import queries as payments
from anju.people.rules import Power
from anju.portals.centre import shown_figures as shown
from anju.portals.centre.narrowing import narrow
from anju.portals.centre.page import show
from anju.statistics import queries
from anju.timelines.rules import Kind
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
    """The pots of one lease, each with what is in it and its movements; none before its first payment."""
    pots = queries.pots_of_lease(filing_no)
    found = contracts.lease_by_filing_no(filing_no)
    if found is None and not pots:
        raise Http404
    may_search = found is not None and Power.SEARCH_ALL in request.actor.may
    return show(
        request,
        "figures_pooled",
        HERE,
        filing_no=filing_no,
        story_url=shown.link("timeline", Kind.LEASE, found.pk) if found and may_search else "",
        pots=shown.pots_shown(pots),
        total_fen=sum(pot.held_fen for pot in pots),
    )
