"""工作台: what waits, and where to go."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from anju.contracts import queries as contracts
from anju.core import clock
from anju.payments import queries as payments
from anju.people.rules import Office, Power
from anju.portals.centre.page import show
from anju.portals.centre.shown import import_shown, proof_shown
from anju.web.doors import staff


@staff(office=Office.CENTRE)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    yesterday = clock.today() - timedelta(days=1)
    proofs = []
    if Power.PROOF_READ in actor.may:
        accounts = payments.bank_accounts()
        proofs = [proof_shown(payments.day_proof(account.bank, yesterday)) for account in accounts]
    return show(
        request,
        "home",
        "home",
        may_read_bank=Power.BANK_READ in actor.may,
        entries=payments.entries_to_work_on(actor).count(),
        notifications=payments.notifications_to_work_on(actor).count(),
        differences=payments.settlement_differences(actor).count(),
        may_import=Power.LEASE_IMPORT in actor.may,
        imports=[import_shown(work) for work in contracts.imports_seen_by(actor)[:3]],
        proofs=proofs,
        yesterday=yesterday,
    )
