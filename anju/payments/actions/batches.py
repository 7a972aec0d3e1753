"""Payouts in batches: one person puts them together, another releases them, the bank gets each batch once. (CHN-06)

A batch's number is the id of its message: sent again after a crash, the bank answers as before and pays nothing twice.
"""

from collections.abc import Collection
from datetime import datetime

from anju.core import clock, numbers
from anju.core.actors import Actor
from anju.core.db import action, lock, lock_many, move, move_many
from anju.core.refusals import Refused
from anju.payments.actions.payouts import fail_payout
from anju.payments.models import BankAccount, Payout, PayoutBatch
from anju.payments.rules import MOST_IN_A_BATCH, BatchStatus, PayoutStatus, Refusal


@action
def make_batch(
    *,
    bank: str,
    payout_ids: Collection[int] | None,
    due_before: datetime | None = None,
    purpose: str = "",
    by: Actor,
) -> PayoutBatch:
    """Put these due payouts of a bank into one batch, or the oldest due ones there are; it waits for its checker.

    With `due_before` only what was due by then, with `purpose` only what is for that.

    Refused: NOTHING_DUE, TOO_MANY, NOT_DUE_HERE when one of them is in a batch already, withdrawn or another bank's.
    """
    account = BankAccount.objects.filter(bank=bank).first()
    if account is None:
        raise Refused(Refusal.UNKNOWN_BANK, bank=bank)
    payouts = _due_locked(account, payout_ids, due_before, purpose)
    if not payouts:
        raise Refused(Refusal.NOTHING_DUE)
    batch = PayoutBatch.objects.create(
        no=numbers.batch_no(clock.now()),
        bank_account=account,
        payout_count=len(payouts),
        total_fen=sum(payout.amount_fen for payout in payouts),
        made_by=by.name,
        made_at=clock.now(),
    )
    chosen = [payout.pk for payout in payouts]
    move_many(Payout, chosen, "batch", by=by, because=batch.no, batch=batch.pk)
    return batch


def _due_locked(
    account: BankAccount,
    payout_ids: Collection[int] | None,
    due_before: datetime | None,
    purpose: str,
) -> list[Payout]:
    due = Payout.objects.select_for_update(no_key=True).filter(
        bank_account=account, status=PayoutStatus.DUE
    )
    if purpose:
        due = due.filter(purpose=purpose)
    if due_before is not None:
        due = due.filter(due_since__lte=due_before)
    if payout_ids is None:
        return list(due.order_by("pk")[:MOST_IN_A_BATCH])
    wanted = set(payout_ids)
    if len(wanted) > MOST_IN_A_BATCH:
        raise Refused(Refusal.TOO_MANY, most=MOST_IN_A_BATCH, count=len(wanted))
    payouts = list(due.filter(pk__in=wanted).order_by("pk"))
    if len(payouts) < len(wanted):
        raise Refused(Refusal.NOT_DUE_HERE, count=len(wanted) - len(payouts))
    return payouts


@action
def approve_batch(*, batch_id: int, by: Actor) -> PayoutBatch:
    """A second person has checked a batch: it goes to the bank. Approving what this person approved changes nothing.

    Refused to the one who made it.
    """
    batch: PayoutBatch = lock(PayoutBatch, pk=batch_id)
    if batch.status in (BatchStatus.APPROVED, BatchStatus.SENT) and batch.checked_by == by.name:
        return batch
    _check_another(batch, by)
    move(batch, "approve", by=by, checked_by=by.name, checked_at=clock.now())
    return batch


@action
def reject_batch(*, batch_id: int, because: str, by: Actor) -> PayoutBatch:
    """A second person does not let a batch go: its payouts are due again. Refused without a reason, or to its maker."""
    batch: PayoutBatch = lock(PayoutBatch, pk=batch_id)
    because = because.strip()
    if not because:
        raise Refused(Refusal.WHY_REJECTED)
    _check_another(batch, by)
    move(
        batch,
        "reject",
        by=by,
        because=because,
        checked_by=by.name,
        checked_at=clock.now(),
        ended_at=clock.now(),
    )
    batch.because = because[:200]
    batch.save(update_fields=["because"])
    payouts = lock_many(Payout, batch.payouts.values_list("pk", flat=True))
    put_back = [payout.pk for payout in payouts]
    move_many(
        Payout, put_back, "put_back", by=by, because=batch.no, batch=None, due_since=clock.now()
    )
    return batch


def _check_another(batch: PayoutBatch, by: Actor) -> None:
    if batch.made_by == by.name:
        raise Refused(Refusal.SAME_PERSON)


@action
def send_batch(*, batch_id: int, by: Actor) -> PayoutBatch:
    """The bank has taken a batch. Its word on single payouts may have come before; those stay as they are."""
    batch: PayoutBatch = lock(PayoutBatch, pk=batch_id)
    if batch.status != BatchStatus.APPROVED:
        return batch
    now = clock.now()
    move(batch, "send", by=by, sent_at=now)
    move_many(Payout, _still_batched(batch), "send", by=by, because=batch.no, sent_at=now)
    return batch


def _still_batched(batch: PayoutBatch) -> list[int]:
    payouts = lock_many(Payout, batch.payouts.values_list("pk", flat=True))
    return [payout.pk for payout in payouts if payout.status == PayoutStatus.BATCHED]


@action
def refuse_batch(
    *, bank: str, batch_no: str, because: str, known_there: Collection[str] = (), by: Actor
) -> bool:
    """The bank did not take a batch: none of its payouts is paid, but for those the bank has by an earlier message.

    Those stay under way until the bank has told what became of them. False when none such is under way there.
    """
    known = PayoutBatch.objects.filter(no=batch_no, bank_account__bank=bank).first()
    if known is None:
        return False
    batch = lock(PayoutBatch, pk=known.pk)
    if batch.status not in (BatchStatus.APPROVED, BatchStatus.SENT):
        return False
    for payout in lock_many(Payout, batch.payouts.values_list("pk", flat=True)):
        if payout.no not in known_there:
            fail_payout(bank=bank, payout_no=payout.no, because=because, by=by)
    if known_there:
        send_batch(batch_id=batch.pk, by=by)
    else:
        move(batch, "refuse", by=by, because=because, ended_at=clock.now())
    batch.because = because[:200]
    batch.save(update_fields=["because"])
    return True


@action
def finish_batch(*, batch_id: int, by: Actor) -> bool:
    """A batch has ended when each of its payouts has. False while one has not."""
    batch = lock(PayoutBatch, pk=batch_id)
    if batch.status == BatchStatus.FINISHED:
        return True
    if batch.payouts.filter(status__in=[PayoutStatus.BATCHED, PayoutStatus.SENT]).exists():
        return False
    move(batch, "finish", by=by, ended_at=clock.now())
    return True
