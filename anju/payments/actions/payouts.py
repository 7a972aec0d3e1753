"""One payout: instructed with the legs that take its money out of its pots; what the bank does ends it. (CHN-06)

However it ends without being paid, each fen is back in the pot it came from, by the ledger's own rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from anju.clients import pain_001
from anju.core import clock, numbers
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.refusals import Refused, ensure
from anju.ledger import actions as ledger
from anju.ledger import queries as books
from anju.payments.models import BankAccount, BankEntry, Payout
from anju.payments.rules import PAYOUT_ENDS, RELEASED, Direction, FactStatus, PayoutStatus, Refusal

Legs = Sequence[tuple[str, str, int]]
"""From pot, to pot, fen: as the ledger takes them."""


@dataclass(frozen=True)
class PayoutTerms:
    """What is to be paid, to whom, and for whom: `key`, `purpose` and `cause` are the owner's."""

    key: str
    bank: str
    amount_fen: int
    creditor_name: str
    creditor_account: str
    creditor_bank: str
    text: str
    purpose: str
    cause: str


@action
def instruct_payout(
    *,
    key: str,
    bank: str,
    amount_fen: int,
    creditor_name: str,
    creditor_account: str,
    creditor_bank: str,
    text: str,
    purpose: str,
    cause: str,
    legs: Legs,
    by: Actor,
) -> Payout:
    """Have the bank pay somebody: the legs take the money to `payout:<bank>` at once, a batch takes it to the bank.

    The same key and content again return the same payout. Refused: PAYOUT_CHANGED, UNKNOWN_BANK, NOT_ENOUGH (by the
    ledger), UNWRITABLE (no message could carry such a name, account or text).
    """
    terms = PayoutTerms(
        key=key,
        bank=bank,
        amount_fen=amount_fen,
        creditor_name=creditor_name,
        creditor_account=creditor_account,
        creditor_bank=creditor_bank,
        text=text,
        purpose=purpose,
        cause=cause,
    )
    payout, is_new = _write_down(numbers.refund_no(clock.now()), terms)
    wanted = [(source, destination, fen) for source, destination, fen in legs]
    booked_under = f"payout:{payout.no}"
    if not is_new:
        if books.legs_of(booked_under) != wanted:
            raise Refused(Refusal.PAYOUT_CHANGED, key=key)
        return payout
    pot = f"payout:{bank}"
    in_fen = sum(fen for _, destination, fen in wanted if destination == pot)
    out_fen = sum(fen for source, _, fen in wanted if source == pot)
    _check_sums(in_fen, out_fen, amount_fen)
    ledger.transfer(
        key=booked_under,
        reason="payout_instructed",
        cause=cause,
        happened_at=clock.now(),
        legs=wanted,
    )
    return payout


@action
def reserve_payout_no(*, by: Actor) -> str:
    """A number for `instruct_booked_payout`: its owner books the legs itself, together with those of many others."""
    return numbers.refund_no(clock.now())


@action
def instruct_booked_payout(*, payout_no: str, terms: PayoutTerms, by: Actor) -> Payout:
    """As `instruct_payout`, for legs that stand in the ledger already, under the key `payout:<payout_no>`.

    Broken when they don't take exactly this amount to `payout:<bank>`, or the key has a payout with another number.
    """
    payout, _ = _write_down(payout_no, terms)
    ensure(payout.no == payout_no, f"{terms.key}: two payouts with one key")
    in_fen, out_fen = books.sums_of(f"payout:{payout_no}", f"payout:{terms.bank}")
    _check_sums(in_fen, out_fen, terms.amount_fen)
    return payout


def _write_down(no: str, terms: PayoutTerms) -> tuple[Payout, bool]:
    """The payout of this key, and whether it is new. Refused when it was written down with another content."""
    account = BankAccount.objects.filter(bank=terms.bank).first()
    if account is None:
        raise Refused(Refusal.UNKNOWN_BANK, bank=terms.bank)
    pain_001.check_payout(as_told(no, terms))
    now = clock.now()
    content = vars(terms) | {"bank_account_id": account.pk}
    del content["key"], content["bank"]
    payout, is_new = Payout.objects.get_or_create(
        key=terms.key, defaults={"no": no, "created_at": now, "due_since": now, **content}
    )
    if any(getattr(payout, name) != value for name, value in content.items()):
        raise Refused(Refusal.PAYOUT_CHANGED, key=terms.key)
    return payout, is_new


def as_told(no: str, terms: PayoutTerms | Payout) -> pain_001.Payout:
    """A payout as the bank is told it."""
    return pain_001.Payout(
        end_to_end_id=no,
        amount_fen=terms.amount_fen,
        creditor_name=terms.creditor_name,
        creditor_account=terms.creditor_account,
        creditor_bank=terms.creditor_bank,
        text=terms.text,
    )


def _check_sums(in_fen: int, out_fen: int, amount_fen: int) -> None:
    """What the legs bring into `payout:<bank>`, and what they take out of it."""
    ensure(out_fen == 0, "a payout takes nothing out of its pot")
    ensure(in_fen == amount_fen, f"legs of {in_fen} fen for a payout of {amount_fen}")


@action
def withdraw_payout(*, payout_id: int, because: str, by: Actor) -> Payout:
    """Its owner no longer wants it paid; only while it is in no batch. Again changes nothing."""
    payout: Payout = lock(Payout, pk=payout_id)
    if payout.status == PayoutStatus.WITHDRAWN:
        return payout
    move(payout, "withdraw", by=by, because=because, ended_at=clock.now(), heeded=True)
    _reverse(payout, "payout_withdrawn")
    return payout


@action
def confirm_payout(*, payout_no: str, debit_id: int, by: Actor) -> Payout | None:
    """The bank has paid: the debit it reports ends the matter.

    None, and nothing changes, when no payout under way at this bank has this number and this amount.
    """
    payout = _locked(payout_no)
    if payout is None or not _is_under_way(payout):
        return None
    debit = lock(BankEntry, pk=debit_id)
    fits = (debit.bank_account_id, debit.amount_fen) == (payout.bank_account_id, payout.amount_fen)
    if not fits:
        return None
    move(debit, "match", by=by, because=payout.no)
    move(payout, "confirm", by=by, because=debit.bank_ref, ended_at=clock.now(), heeded=False)
    bank = payout.bank_account.bank
    ledger.transfer(
        key=f"paid:{payout.no}",
        reason="paid_out",
        cause=payout.cause,
        happened_at=debit.booked_at,
        legs=[(f"payout:{bank}", f"world:{bank}", payout.amount_fen)],
    )
    return payout


@action
def fail_payout(*, bank: str, payout_no: str, because: str, by: Actor) -> bool:
    """The bank could not pay: the money is back in the pots it came from. False for what is not under way there."""
    payout = _locked(payout_no)
    if payout is None or payout.bank_account.bank != bank or not _is_under_way(payout):
        return False
    move(payout, "fail", by=by, because=because, ended_at=clock.now(), heeded=False)
    _note_reason(payout, because)
    _reverse(payout, "payout_failed")
    return True


@action
def give_payout_back(*, payout_no: str, credit_id: int, by: Actor) -> Payout | None:
    """The bank brings a paid payout back (退汇): the money is in the pots it came from again, out of suspense if there.

    None, and nothing changes, when no paid payout of this bank has this number and this amount.
    """
    payout = _locked(payout_no)
    if payout is None or payout.status != PayoutStatus.DONE:
        return None
    credit = lock(BankEntry, pk=credit_id)
    fits = (credit.bank_account_id, credit.amount_fen) == (
        payout.bank_account_id,
        payout.amount_fen,
    )
    if not fits or credit.direction != Direction.CREDIT:
        return None
    now, bank = clock.now(), payout.bank_account.bank
    if credit.status == FactStatus.SET_ASIDE:
        move(credit, "claim", by=by, because=payout.no, return_due_on=None)
        source, happened_at = f"suspense:{bank}", now
    else:
        move(credit, "match", by=by, because=payout.no)
        source, happened_at = f"world:{bank}", credit.booked_at
    move(payout, "give_back", by=by, because=credit.bank_ref, ended_at=now, heeded=False)
    _note_reason(payout, credit.text)
    ledger.transfer(
        key=f"payout_returned:{payout.no}",
        reason="payout_returned",
        cause=payout.cause,
        happened_at=happened_at,
        legs=[
            (source if pot == f"payout:{bank}" else pot, origin, fen)
            for origin, pot, fen in reversed(books.legs_of(f"payout:{payout.no}"))
        ],
    )
    return payout


@action
def heed_payout(*, payout_id: int, by: Actor) -> Payout | None:
    """The owner takes note of how a payout stands, once: in the transaction in which it acts on that.

    Returns it locked, to be asked for its status; None when there is nothing new.
    """
    payout: Payout = lock(Payout, pk=payout_id)
    if payout.heeded or payout.status not in PAYOUT_ENDS:
        return None
    payout.heeded = True
    payout.save(update_fields=["heeded"])
    return payout


def _locked(no: str) -> Payout | None:
    known = Payout.objects.filter(no=no).only("pk").first() if no else None
    return None if known is None else lock(Payout, pk=known.pk)


def _is_under_way(payout: Payout) -> bool:
    """Whether the bank may be at it: its word may come before we have noted that we sent the batch."""
    if payout.status not in (PayoutStatus.BATCHED, PayoutStatus.SENT):
        return False
    return payout.batch is not None and payout.batch.status in RELEASED


def _note_reason(payout: Payout, because: str) -> None:
    payout.because = because[:200]
    payout.save(update_fields=["because"])


def _reverse(payout: Payout, reason: str) -> None:
    """Back along the legs, by the ledger's own rows: nobody computes again what came from where."""
    ledger.transfer(
        key=f"{reason}:{payout.no}",
        reason=reason,
        cause=payout.cause,
        happened_at=clock.now(),
        legs=[
            (destination, source, fen)
            for source, destination, fen in reversed(books.legs_of(f"payout:{payout.no}"))
        ],
    )
