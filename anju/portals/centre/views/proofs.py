"""日终核对: for every bank account, book = statement, any day. (LED-04)"""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from anju.core import clock, documents
from anju.core.money import yuan
from anju.ledger import queries as ledger
from anju.payments import queries as payments
from anju.portals.centre.forms import OLDEST_DAY, DaySearch
from anju.portals.centre.page import show
from anju.portals.centre.shown import moment, proof_shown
from anju.portals.centre.shown_ledger import bank_books_shown
from anju.statistics import queries as statistics
from anju.web.doors import staff


@staff("proof.read")
@require_GET
def proofs(request: HttpRequest) -> HttpResponse:
    search, accounts = DaySearch(request.GET), list(payments.bank_accounts())
    shown = []
    if search.is_valid():
        day = search.cleaned_data["day"]
        shown = [proof_shown(proof) for proof in payments.day_proofs(day, accounts)]
    totals = ledger.totals()
    sum_fen = sum(total.balance_fen for total in totals)
    return show(
        request,
        "proofs",
        "closings",
        search=search,
        proofs=shown,
        totals=totals,
        sum_fen=sum_fen,
        books=bank_books_shown(statistics.banks_held(), accounts),
        counted_at=statistics.counted_at(),
    )


@staff("proof.read")
@require_GET
def proof_pdf(request: HttpRequest, bank: str, day: date) -> HttpResponse:
    """The day's proof of one account on paper."""
    if payments.account_of(bank) is None or not OLDEST_DAY <= day <= clock.today():
        raise Http404
    shown = proof_shown(payments.day_proof(bank, day))
    account = shown.proof.account
    facts = {
        "bank": account.bank_name,
        "account_name": account.account_name,
        "account_no": account.account_no,
        "day": _("{d.year}年{d.month}月{d.day}日").format(d=day),
        "made_at": moment(clock.now()),
        "digest": ledger.day_head(day) or _("尚未生成"),
        "lines": [vars(line) for line in shown.lines],
        "difference": yuan(shown.proof.difference_fen or 0),
        "agrees": shown.proof.agrees,
        "unmatched": shown.odd,
    }
    response = HttpResponse(documents.pdf("day_proof", facts), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="day-proof-{bank}-{day}.pdf"'
    return response
