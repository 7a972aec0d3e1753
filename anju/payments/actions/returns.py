"""Money that could not be used goes back: a credit by our instruction to the bank, a payment through its provider."""

from datetime import timedelta

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.refusals import Refused, ensure
from anju.ledger import actions as ledger
from anju.payments.actions.telling import tell_payer
from anju.payments.models import BankEntry, CreditReturn, Payment, Refund
from anju.payments.rules import RefundStatus, Refusal, ReturnStatus

PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
DOUBLINGS = 9
"""After so many the pause is at its longest; it is not doubled further, or it would outgrow any timedelta."""


@action
def return_credit(*, entry_id: int, because: str, by: Actor) -> CreditReturn:
    """Send a credit that stands in suspense back to the account it came from; a job instructs the bank.

    Asking again while it is on its way, or done, changes nothing. Refused when the payer's account is unknown.
    """
    entry = lock(BankEntry, pk=entry_id)
    under_way = CreditReturn.objects.filter(entry=entry).exclude(status=ReturnStatus.FAILED).first()
    if under_way is not None:
        return under_way
    if not entry.counterparty_account:
        raise Refused(Refusal.NO_PAYER_ACCOUNT)
    move(entry, "start_return", by=by, because=because)
    number = CreditReturn.objects.filter(entry=entry).count() + 1
    bank = entry.bank_account.bank
    ledger.transfer(
        key=f"return:{entry.pk}:{number}",
        reason="return_instructed",
        cause=f"entry:{entry.pk}",
        happened_at=clock.now(),
        legs=[(f"suspense:{bank}", f"payout:{bank}", entry.amount_fen)],
    )
    return CreditReturn.objects.create(
        entry=entry,
        end_to_end_id=f"RET{entry.pk:016d}{number:02d}",
        amount_fen=entry.amount_fen,
        creditor_name=entry.counterparty_name,
        creditor_account=entry.counterparty_account,
        because=because[:200],
        created_at=clock.now(),
    )


@action
def send_return(*, return_id: int, by: Actor) -> None:
    """The bank has taken our instruction. Telling us twice, or after the money has gone, changes nothing."""
    instruction = lock(CreditReturn, pk=return_id)
    if instruction.status == ReturnStatus.DUE:
        move(instruction, "send", by=by)


@action
def confirm_return(*, end_to_end_id: str, debit_id: int, by: Actor) -> BankEntry | None:
    """The bank has paid it out: the debit it reports ends the matter. Returns the credit that went back.

    None, and nothing changes, when no return under way has this reference and this amount.
    """
    known = CreditReturn.objects.filter(end_to_end_id=end_to_end_id).first()
    if known is None:
        return None
    instruction = lock(CreditReturn, pk=known.pk)
    debit = lock(BankEntry, pk=debit_id)
    under_way = instruction.status in (ReturnStatus.DUE, ReturnStatus.SENT)
    if not under_way or debit.amount_fen != instruction.amount_fen:
        return None
    move(debit, "match", by=by, because=end_to_end_id)
    move(instruction, "confirm", by=by, because=debit.bank_ref)
    entry: BankEntry = lock(BankEntry, pk=instruction.entry_id)
    move(entry, "confirm_return", by=by, because=debit.bank_ref)
    bank = entry.bank_account.bank
    ledger.transfer(
        key=f"returned:{end_to_end_id}",
        reason="returned",
        cause=f"entry:{entry.pk}",
        happened_at=debit.booked_at,
        legs=[(f"payout:{bank}", f"world:{bank}", instruction.amount_fen)],
    )
    return entry


@action
def fail_return(*, end_to_end_id: str, because: str, by: Actor) -> bool:
    """The bank could not pay it out: the money stands in suspense again, with the bank's reason; its payer is told."""
    instruction = CreditReturn.objects.filter(end_to_end_id=end_to_end_id).first()
    if instruction is None:
        return False
    instruction = lock(CreditReturn, pk=instruction.pk)
    if instruction.status not in (ReturnStatus.DUE, ReturnStatus.SENT):
        return False
    move(instruction, "fail", by=by, because=because)
    entry = lock(BankEntry, pk=instruction.entry_id)
    move(entry, "fail_return", by=by, because=because, return_due_on=None)
    entry.because = f"退回失败：{because}"[:200]
    entry.save(update_fields=["because"])
    bank = entry.bank_account.bank
    ledger.transfer(
        key=f"return_failed:{end_to_end_id}",
        reason="return_failed",
        cause=f"entry:{entry.pk}",
        happened_at=clock.now(),
        legs=[(f"payout:{bank}", f"suspense:{bank}", instruction.amount_fen)],
    )
    tell_payer(entry_id=entry.pk, kind="credit_return_failed", cause=end_to_end_id, by=by)
    return True


@action
def refund_payment(*, payment_id: int, because: str, by: Actor) -> Refund:
    """Give a received payment back to its source (原路退回); a job asks the provider until it is done."""
    payment = lock(Payment, pk=payment_id)
    started = Refund.objects.filter(payment=payment).first()
    if started is not None:
        return started
    move(payment, "give_back", by=by, because=because)
    now = clock.now()
    return Refund.objects.create(
        payment=payment,
        amount_fen=payment.amount_fen,
        request_no=f"RF{payment.no}",
        because=because[:200],
        created_at=now,
        try_at=now,
    )


@action
def confirm_refund(*, refund_id: int, by: Actor) -> Refund:
    """The provider has given the money back."""
    refund = lock(Refund, pk=refund_id)
    if refund.status == RefundStatus.DONE:
        return refund
    move(refund, "confirm", by=by)
    payment = lock(Payment, pk=refund.payment_id)
    ensure(payment.amount_fen == refund.amount_fen, "a refund of another amount")
    move(payment, "confirm_refund", by=by, because=refund.request_no)
    bank = f"{payment.channel}:{payment.bank_account.bank}"
    ledger.transfer(
        key=f"refunded:{refund.request_no}",
        reason="refunded_to_source",
        cause=f"payment:{payment.no}",
        happened_at=clock.now(),
        legs=[(f"transit:{bank}", f"world:{bank}", refund.amount_fen)],
    )
    return refund


@action
def ask_about_refund(*, request_no: str, by: Actor) -> None:
    """The provider has something to say about a refund: it is asked at once, and believed then."""
    refund = Refund.objects.filter(request_no=request_no).select_for_update(of=("self",)).first()
    if refund is not None and refund.status == RefundStatus.DUE:
        refund.try_at = clock.now()
        refund.save(update_fields=["try_at"])


@action
def put_off_refund(*, refund_id: int, because: str, by: Actor) -> None:
    """The provider could not be reached or said no; try again later, less and less often."""
    refund = lock(Refund, pk=refund_id)
    refund.attempts += 1
    refund.try_at = clock.now() + min(PAUSE * 2 ** min(refund.attempts, DOUBLINGS), LONGEST_PAUSE)
    refund.last_failure = because[:200]
    refund.save(update_fields=["attempts", "try_at", "last_failure"])
