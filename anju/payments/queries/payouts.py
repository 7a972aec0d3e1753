"""Payouts and their batches: what their owners, the clock and the fund centre ask."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum

from anju.core import calendar, clock
from anju.core.actors import Actor
from anju.parameters import queries as parameters
from anju.payments.models import CreditReturn, Payout, PayoutBatch
from anju.payments.rules import (
    ANSWER_COMES_WITHIN,
    BATCHES_AT,
    OPENS_AT,
    PAYOUT_ENDS,
    BatchStatus,
    PayoutStatus,
    ReturnStatus,
)

UNDER_WAY = (PayoutStatus.BATCHED, PayoutStatus.SENT)


def payouts_to_heed(purpose: str, limit: int) -> list[int]:
    """Ids of payouts of this purpose that have ended, or come back, without their owner having taken note of it."""
    ended = Payout.objects.filter(purpose=purpose, heeded=False, status__in=PAYOUT_ENDS)
    return list(ended.order_by("pk").values_list("pk", flat=True)[:limit])


def payout(payout_no: str) -> Payout | None:
    return Payout.objects.filter(no=payout_no).select_related("bank_account", "batch").first()


def payouts_of(cause: str) -> QuerySet[Payout]:
    """What has been paid, or is to be, for one cause, oldest first."""
    return Payout.objects.filter(cause=cause).select_related("batch").order_by("pk")


# When the banks take payouts ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Window:
    """The hours of one working day in which the banks take our payouts; `is_open` is about now."""

    opens_at: datetime
    closes_at: datetime
    is_open: bool

    @property
    def day(self) -> date:
        return clock.day_of(self.opens_at)


def sending_window(moment: datetime) -> Window:
    """The hours in which what is ready at this moment goes to the bank: today's until the cut-off, then the next's."""
    day = clock.day_of(moment)
    cut_off = parameters.moment("payout.cutoff", day)
    if moment >= at(day, cut_off):
        day += timedelta(days=1)
    day = calendar.next_workday(day).on
    opens_at, closes_at = at(day, OPENS_AT), at(day, cut_off)
    return Window(opens_at, closes_at, opens_at <= moment < closes_at)


def last_cut_off(moment: datetime) -> datetime:
    """The last cut-off that is over: what was instructed before it should be with the bank."""
    day = clock.day_of(moment)
    cut_off = parameters.moment("payout.cutoff", day)
    if moment < at(day, cut_off):
        day -= timedelta(days=1)
    return at(calendar.last_workday(day), cut_off)


def last_batch_time(moment: datetime) -> datetime | None:
    """The last time of this working day at which the clock puts together what is due; None before the first."""
    day = clock.day_of(moment)
    if not calendar.is_workday(day):
        return None
    return max((at(day, each) for each in BATCHES_AT if at(day, each) <= moment), default=None)


def at(day: date, hour: time) -> datetime:
    """A moment of a Beijing day."""
    return datetime.combine(day, hour, clock.BEIJING)


# What the clock has to do -------------------------------------------------------------------------------------


def banks_with_payouts_due(due_before: datetime) -> list[str]:
    """Banks with something to pay that was due by then and is in no batch."""
    due = Payout.objects.filter(status=PayoutStatus.DUE, due_since__lte=due_before)
    return list(
        due.order_by("bank_account__bank").values_list("bank_account__bank", flat=True).distinct()
    )


def batches_to_send() -> QuerySet[PayoutBatch]:
    return (
        PayoutBatch.objects.filter(status=BatchStatus.APPROVED)
        .select_related("bank_account")
        .order_by("pk")
    )


def payouts_in(batch: PayoutBatch) -> QuerySet[Payout]:
    """All of a batch, in the order in which its message has them, whatever has become of them."""
    return batch.payouts.select_related("bank_account").order_by("pk")


def batches_that_ended() -> QuerySet[PayoutBatch]:
    """Batches with the bank, none of whose payouts is still under way."""
    open_ones = Payout.objects.filter(batch=OuterRef("pk"), status__in=UNDER_WAY)
    return PayoutBatch.objects.filter(~Exists(open_ones), status=BatchStatus.SENT).order_by("pk")


def instructions_unanswered(limit: int) -> list[tuple[str, str]]:
    """Bank and reference of payouts and returns that the bank took an hour ago without telling what became of them.

    Up to `limit` of each, another choice each time: none is kept from being asked about by others that stay silent.
    """
    since = clock.now() - ANSWER_COMES_WITHIN
    payouts = Payout.objects.filter(status=PayoutStatus.SENT, sent_at__lte=since)
    returns = CreditReturn.objects.filter(status=ReturnStatus.SENT, created_at__lte=since)
    return [
        *payouts.order_by("?").values_list("bank_account__bank", "no")[:limit],
        *returns.order_by("?").values_list("entry__bank_account__bank", "end_to_end_id")[:limit],
    ]


# What the fund centre sees ------------------------------------------------------------------------------------


def payouts_seen_by(actor: Actor) -> QuerySet[Payout]:
    """Payouts, for those with the power to read what goes over the banks."""
    if "bank.read" not in actor.may:
        return Payout.objects.none()
    return Payout.objects.select_related("bank_account", "batch")


def batches_seen_by(actor: Actor) -> QuerySet[PayoutBatch]:
    if "bank.read" not in actor.may:
        return PayoutBatch.objects.none()
    return PayoutBatch.objects.select_related("bank_account")


def batches_to_check(actor: Actor) -> QuerySet[PayoutBatch]:
    return batches_seen_by(actor).filter(status=BatchStatus.OPEN).order_by("pk")


def batches_under_way(actor: Actor) -> QuerySet[PayoutBatch]:
    """Batches that wait for their sending or for the bank."""
    on_the_way = (BatchStatus.APPROVED, BatchStatus.SENT)
    return batches_seen_by(actor).filter(status__in=on_the_way).order_by("pk")


def failed_payouts(
    actor: Actor,
    *,
    bank: str = "",
    purpose: str = "",
    no: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Payout]:
    """What the bank did not pay or brought back, newest first; of a bank, for a purpose, of some days. (CTR-03)"""
    failed = payouts_seen_by(actor).filter(status__in=(PayoutStatus.FAILED, PayoutStatus.RETURNED))
    wanted = {
        "bank_account__bank": bank,
        "purpose": purpose,
        "no": no,
        "ended_at__gte": clock.start_of(since) if since else None,
        "ended_at__lt": clock.end_of(until) if until else None,
    }
    found = failed.filter(**{name: value for name, value in wanted.items() if value})
    return found.order_by("-ended_at", "-pk")


def all_due_payouts(actor: Actor) -> QuerySet[Payout]:
    """What is to be paid and is in no batch, oldest first."""
    return payouts_seen_by(actor).filter(status=PayoutStatus.DUE).order_by("pk")


def due_payouts(actor: Actor, *, bank: str, purpose: str = "") -> QuerySet[Payout]:
    """Of it, what this bank is to pay, for one purpose where that is asked for."""
    due = all_due_payouts(actor).filter(bank_account__bank=bank)
    return due.filter(purpose=purpose) if purpose else due


@dataclass(frozen=True)
class DueGroup:
    """What is to be paid by one bank for one purpose; `late` missed a cut-off already."""

    bank: str
    bank_name: str
    purpose: str
    count: int
    total_fen: int
    oldest_at: datetime
    late: int


def due_groups(actor: Actor) -> list[DueGroup]:
    """What is due and in no batch, by bank and purpose. (REF-06)"""
    late = Q(created_at__lt=last_cut_off(clock.now()))
    rows: Any = (
        payouts_seen_by(actor)
        .filter(status=PayoutStatus.DUE)
        .values("bank_account__bank", "bank_account__bank_name", "purpose")
        .annotate(
            n=Count("pk"),
            fen=Sum("amount_fen"),
            oldest=Min("created_at"),
            late=Count("pk", filter=late),
        )
        .order_by("bank_account__bank", "purpose")
    )
    return [
        DueGroup(
            row["bank_account__bank"],
            row["bank_account__bank_name"],
            row["purpose"],
            row["n"],
            int(row["fen"]),
            row["oldest"],
            row["late"],
        )
        for row in rows
    ]


def is_late(payout: Payout, cut_off: datetime) -> bool:
    """Whether a payout is not with the bank yet and was to be there by this cut-off, the last that is over."""
    waiting = payout.status in (PayoutStatus.DUE, PayoutStatus.BATCHED)
    return waiting and payout.created_at < cut_off
