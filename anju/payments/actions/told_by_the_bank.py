"""What a bank says of our instructions, whichever kind has the reference; and credits that are the bank's own."""

from datetime import datetime

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.money import yuan
from anju.core.queries import history_of
from anju.core.refusals import Refused
from anju.ledger import actions as ledger
from anju.ledger import queries as books
from anju.payments.actions.batches import refuse_batch
from anju.payments.actions.payouts import fail_payout, give_payout_back
from anju.payments.actions.returns import fail_return
from anju.payments.models import BankEntry, CreditReturn, Payout
from anju.payments.rules import (
    INTEREST_CODES,
    RETURN_CODES,
    Direction,
    FactStatus,
    PayoutStatus,
    Refusal,
)


@action
def fail_instruction(*, bank: str, end_to_end_id: str, because: str, by: Actor) -> bool:
    """The bank could not carry out a payout or a return. False when it has none of this reference under way."""
    if fail_payout(bank=bank, payout_no=end_to_end_id, because=because, by=by):
        return True
    theirs = CreditReturn.objects.filter(
        end_to_end_id=end_to_end_id, entry__bank_account__bank=bank
    )
    return theirs.exists() and fail_return(end_to_end_id=end_to_end_id, because=because, by=by)


@action
def refuse_message(*, bank: str, message_id: str, because: str, by: Actor) -> bool:
    """The bank did not take a message as a whole: a batch, or the one return in it. False when it has none such."""
    if refuse_batch(bank=bank, batch_no=message_id, because=because, by=by):
        return True
    return fail_instruction(bank=bank, end_to_end_id=message_id, because=because, by=by)


@action
def take_from_the_bank(*, entry_id: int, by: Actor) -> bool:
    """A credit that the bank itself makes: its interest, or a payout it brings back. False when it is neither."""
    entry = lock(BankEntry, pk=entry_id)
    if entry.status != FactStatus.NEW or entry.direction != Direction.CREDIT:
        return False
    if entry.transaction_code in INTEREST_CODES:
        move(entry, "match", by=by, because=entry.transaction_code)
        _book_interest(entry, "world", entry.booked_at)
        return True
    if entry.transaction_code in RETURN_CODES:
        back = give_payout_back(payout_no=entry.end_to_end_id, credit_id=entry.pk, by=by)
        return back is not None
    return False


@action
def claim_as_interest(*, entry_id: int, by: Actor) -> BankEntry:
    """A person has found that a credit in suspense is the bank's interest. Saying so again changes nothing."""
    entry: BankEntry = lock(BankEntry, pk=entry_id)
    if entry.direction != Direction.CREDIT:
        raise Refused(Refusal.NOT_FROM_THE_BANK)
    if entry.status == FactStatus.MATCHED and books.legs_of(_interest_key(entry)):
        return entry
    move(entry, "claim", by=by, because="interest", return_due_on=None)
    _book_interest(entry, "suspense", clock.now())
    return entry


@action
def claim_as_given_back(*, entry_id: int, payout_no: str, by: Actor) -> Payout:
    """A person has found that a credit in suspense is this payout, brought back (退汇). Again changes nothing.

    Refused unless it is a credit, and a paid payout of the same bank has this number and amount.
    """
    entry = lock(BankEntry, pk=entry_id)
    if entry.direction != Direction.CREDIT:
        raise Refused(Refusal.NOT_FROM_THE_BANK)
    known = Payout.objects.filter(no=payout_no, status=PayoutStatus.RETURNED).first()
    if known is not None and any(event.because == payout_no for event in history_of(entry)):
        return known
    payout = give_payout_back(payout_no=payout_no, credit_id=entry.pk, by=by)
    if payout is None:
        raise Refused(Refusal.NO_SUCH_PAYOUT, no=payout_no, amount=yuan(entry.amount_fen))
    return payout


def _interest_key(entry: BankEntry) -> str:
    return f"bank_interest:{entry.pk}"


def _book_interest(entry: BankEntry, source: str, happened_at: datetime) -> None:
    bank = entry.bank_account.bank
    ledger.transfer(
        key=_interest_key(entry),
        reason="bank_interest",
        cause=f"entry:{entry.pk}",
        happened_at=happened_at,
        legs=[(f"{source}:{bank}", f"interest:{bank}", entry.amount_fen)],
    )
