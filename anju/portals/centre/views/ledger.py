"""账簿: what any pot holds, as of any moment, what moved in it, and each booking with its seal. (LED-03…05)"""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from anju.ledger import queries as ledger
from anju.portals.centre.forms_of_ledger import AsOf
from anju.portals.centre.page import show
from anju.portals.centre.shown_ledger import (
    facts_of_booking,
    facts_of_pot,
    kind_of,
    leg_shown,
    movement_shown,
)
from anju.web.doors import staff
from anju.web.paging import SIZE, address


@staff("ledger.read", "figures.read")
@require_GET
def pot(request: HttpRequest, code: str) -> HttpResponse:
    """A pot: what is in it, now or as of a moment, and every movement, newest first."""
    found = ledger.pot_now(code)
    if found is None:
        raise Http404
    search = AsOf(request.GET)
    moment = search.moment
    before = transfer_asked_for(request)
    lines = ledger.movements([code], before, SIZE + 1, as_of=moment)
    shown = lines[:SIZE]
    return show(
        request,
        "ledger_pot",
        "ledger",
        pot=found,
        facts=facts_of_pot(found),
        search=search,
        moment=moment,
        held_fen=found.balance_fen if moment is None else ledger.balance_as_of(code, moment),
        rows=[movement_shown(line) for line in shown],
        newest_url=address(request) if before else "",
        older_url=address(request, before=shown[-1].id) if len(lines) > SIZE else "",
    )


def transfer_asked_for(request: HttpRequest) -> int | None:
    text = request.GET.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


@staff("ledger.read", "figures.read")
@require_GET
def transfer(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """A booking with all its legs, what caused it, and the seal that vouches for it."""
    found = ledger.booked(transfer_id)
    if found is None:
        raise Http404
    return show(
        request,
        "ledger_transfer",
        "ledger",
        booked=found,
        facts=facts_of_booking(found),
        legs=[leg_shown(leg, transfer_id) for leg in found.legs],
        total_fen=sum(leg.amount_fen for leg in found.legs),
        kind=kind_of(found.legs[0].destination),
        seal=ledger.seal_of(transfer_id),
    )
