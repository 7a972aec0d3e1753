"""The fund's bank as payments of works see it."""

import itertools

from anju.core import clock
from anju.core.actors import CLOCK, OUTSIDE
from anju.payments import actions as payments
from anju.payments.actions.facts import EntryTerms
from anju.payments.models import BankEntry, Payout
from anju.tests.world import an_approved_batch
from anju.works import jobs

BROUGHT_BACK = "PMNT/ICDT/RRTN"
serial = itertools.count(1)


def enters(payout: Payout, direction: str, code: str = "") -> BankEntry:
    """The bank books it and tells us."""
    number = next(serial)
    entry = EntryTerms(
        f"W{number:08}",
        direction,
        payout.amount_fen,
        clock.now(),
        end_to_end_id=payout.no,
        transaction_code=code,
    )
    bank = payout.bank_account.bank
    payments.record_bank_message(
        bank=bank, nonce=f"e{number:031x}", digest=b"0" * 32, entries=[entry], by=OUTSIDE
    )
    return BankEntry.objects.get(bank_account__bank=bank, bank_ref=entry.bank_ref)


def the_bank_pays(*, heeded: bool = True) -> None:
    """What is due is sent, and paid."""
    for payout in Payout.objects.filter(status="due").order_by("pk"):
        payments.send_batch(batch_id=an_approved_batch(payout).pk, by=CLOCK)
        debit = enters(payout, "debit")
        payments.confirm_payout(payout_no=payout.no, debit_id=debit.pk, by=CLOCK)
    if heeded:
        jobs.hear_of_payments(0)


def the_bank_brings_back(*, paid: bool = False) -> None:
    """What is due, or what was paid last, is brought back (退汇)."""
    if not paid:
        the_bank_pays()
    payout = Payout.objects.filter(status="done").latest("pk")
    credit = enters(payout, "credit", BROUGHT_BACK)
    payments.give_payout_back(payout_no=payout.no, credit_id=credit.pk, by=CLOCK)
    jobs.hear_of_payments(0)
