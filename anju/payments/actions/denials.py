"""A credit that the bank told us of and afterwards says never happened. (银行确认没有这一笔)

While two persons decide on it, it is neither claimed nor returned: one status holds it, and each of the moves that
would use it begins elsewhere. Money that never came does not go out. Who meant to pay by it is told each step. (CHN-07)
"""

from datetime import datetime

from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.refusals import Refused
from anju.ledger import actions as ledger
from anju.payments.actions.telling import tell_payer
from anju.payments.models import BankEntry
from anju.payments.rules import Direction, FactStatus, Refusal

WHY_NOT = {
    FactStatus.NEW: Refusal.NOT_BOOKED_YET,
    FactStatus.MATCHED: Refusal.USED_ALREADY,
    FactStatus.RETURNING: Refusal.GOING_BACK_NOW,
    FactStatus.RETURNED: Refusal.GONE_BACK,
    FactStatus.DOUBTED: Refusal.DOUBTED_ALREADY,
    FactStatus.WITHDRAWN: Refusal.WITHDRAWN_ALREADY,
}
"""Why a credit cannot be denied, and what is to be done instead."""


@action
def doubt_credit(*, entry_id: int, because: str, by: Actor) -> BankEntry:
    """The bank is said to deny a credit in suspense: it stands still until another has checked that.

    Refused where it does not stand in suspense, with what is to be done instead.
    """
    entry: BankEntry = lock(BankEntry, pk=entry_id)
    if entry.direction != Direction.CREDIT:
        raise Refused(Refusal.NOT_A_CREDIT)
    if entry.status != FactStatus.SET_ASIDE:
        raise Refused(WHY_NOT[FactStatus(entry.status)], bank_ref=entry.bank_ref)
    move(entry, "doubt", by=by, because=because)
    tell_payer(entry_id=entry.pk, kind="credit_doubted", cause=because, by=by)
    return entry


@action
def trust_credit(*, entry_id: int, because: str, by: Actor) -> BankEntry:
    """It was not denied after all: it stands in suspense as before, and goes back on the day it was to."""
    entry: BankEntry = move(lock(BankEntry, pk=entry_id), "trust", by=by, because=because)
    tell_payer(entry_id=entry.pk, kind="credit_stands", cause=because, by=by)
    return entry


@action
def withdraw_credit(
    *, entry_id: int, key: str, happened_at: datetime, because: str, by: Actor
) -> BankEntry:
    """It never came, two persons have found: all of it leaves suspense, under the caller's key."""
    entry: BankEntry = lock(BankEntry, pk=entry_id)
    move(entry, "withdraw", by=by, because=because, return_due_on=None)
    bank = entry.bank_account.bank
    ledger.transfer(
        key=key,
        reason="credit_withdrawn",
        cause=f"entry:{entry.pk}",
        happened_at=happened_at,
        legs=[(f"suspense:{bank}", f"world:{bank}", entry.amount_fen)],
    )
    tell_payer(entry_id=entry.pk, kind="credit_never_came", cause=because, by=by)
    return entry


@action
def reinstate_credit(
    *, entry_id: int, key: str, happened_at: datetime, because: str, by: Actor
) -> BankEntry:
    """It came after all, two persons have found: it stands in suspense again, and waits for a person."""
    entry: BankEntry = lock(BankEntry, pk=entry_id)
    move(entry, "reinstate", by=by, because=because)
    bank = entry.bank_account.bank
    ledger.transfer(
        key=key,
        reason="credit_reinstated",
        cause=f"entry:{entry.pk}",
        happened_at=happened_at,
        legs=[(f"world:{bank}", f"suspense:{bank}", entry.amount_fen)],
    )
    tell_payer(entry_id=entry.pk, kind="credit_stands", cause=because, by=by)
    return entry
