"""账簿: what any pot holds, as of any moment, what moved in it, and each booking with its seal. (LED-03…05)"""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from anju.ledger import queries as ledger
from anju.payments import queries as payments
from anju.people.rules import Power
from anju.portals.centre.forms_of_ledger import AsOf, BooksSearch, PotSearch
from anju.portals.centre.page import show
from anju.portals.centre.shown_ledger import (
    bank_book_shown,
    cause_shown,
    facts_of_booking,
    facts_of_pot,
    groups_of,
    leg_shown,
    movement_shown,
    pot_shown,
)
from anju.timelines import queries as timelines
from anju.web.doors import staff
from anju.web.paging import SIZE, address


@staff("ledger.read")
@require_GET
def books(request: HttpRequest) -> HttpResponse:
    """The trial balance and every bank account beside its statement, now or as of any past moment. (LED-04)"""
    search = BooksSearch(request.GET)
    moment, day = search.moment, search.statement_day
    totals = ledger.totals(moment)
    banks = payments.bank_books(day, moment)
    names = {one.account.bank: one.account.bank_name for one in banks}
    return show(
        request,
        "ledger",
        "ledger",
        search=search,
        moment=moment,
        day=day,
        groups=groups_of(totals, ledger.pooled_totals(moment), search.data["as_of"], names),
        sum_fen=sum(total.balance_fen for total in totals),
        banks=[bank_book_shown(one) for one in banks],
        find=PotSearch({}),
    )


@staff("ledger.read", "figures.read")
@require_GET
def pots(request: HttpRequest) -> HttpResponse:
    """The pots of a kind, or whose codes begin so, with what is in each. (LED-04)"""
    search = PotSearch(request.GET)
    found: list[ledger.PotNow] = []
    if search.is_valid():
        wanted = {name: search.cleaned_data[name] for name in ("kind", "begins")}
        after = request.GET.get("after", "")[:80].replace("\0", "")
        found = ledger.pots_listed(**wanted, after=after, limit=SIZE + 1)
    shown, moment = found[:SIZE], search.moment
    held = ledger.balances_as_of([each.code for each in shown], moment) if moment else {}
    return show(
        request,
        "ledger_pots",
        "ledger",
        search=search,
        moment=moment,
        rows=[pot_shown(each, held, search.data["as_of"]) for each in shown],
        newest_url=address(request) if request.GET.get("after") else "",
        older_url=address(request, after=shown[-1].code) if len(found) > SIZE else "",
    )


@staff("ledger.read", "figures.read")
@require_GET
def pot(request: HttpRequest, pot: str) -> HttpResponse:
    """A pot: what is in it, now or as of a moment, and every movement, newest first."""
    found = ledger.pot_now(pot)
    if found is None:
        raise Http404
    search = AsOf(request.GET)
    moment = search.moment
    before = transfer_asked_for(request)
    lines = ledger.movements([pot], before, SIZE + 1, as_of=moment)
    shown = lines[:SIZE]
    return show(
        request,
        "ledger_pot",
        "ledger",
        pot=found,
        back=back_of(request),
        facts=facts_of_pot(found),
        search=search,
        moment=moment,
        held_fen=found.balance_fen if moment is None else ledger.balance_as_of(pot, moment),
        rows=[movement_shown(line) for line in shown],
        newest_url=address(request) if before else "",
        older_url=address(request, before=shown[-1].id) if len(lines) > SIZE else "",
    )


def back_of(request: HttpRequest) -> str:
    """The way back to the books, for who may read them as a whole."""
    return reverse("centre:ledger") if Power.LEDGER_READ in request.actor.may else ""


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
        back=back_of(request),
        facts=facts_of_booking(found),
        legs=[leg_shown(leg, transfer_id) for leg in found.legs],
        total_fen=sum(leg.amount_fen for leg in found.legs),
        cause=cause_shown(timelines.cause_of(found.cause), request.actor.may),
        seal=ledger.seal_of(transfer_id),
    )
