"""A run that was counted is approved by somebody else, and booked in chunks: interrupted, it goes on. (CTR-04)"""

from datetime import datetime, timedelta
from typing import Any

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move, one_at_a_time
from anju.core.money import yuan
from anju.core.refusals import Refused, ensure
from anju.fund_runs import queries
from anju.fund_runs.actions.chunks import next_chunk, room_to_work
from anju.fund_runs.models import Run
from anju.fund_runs.rules import OF_INTEREST, Kind, Refusal, Status
from anju.ledger import actions as ledger
from anju.ledger import queries as books
from anju.payments import actions as payments
from anju.people.queries import check_power
from anju.people.rules import Power

REASONS = {
    Kind.INTEREST: "fund_interest",
    Kind.CLOSING: "fund_interest",
    Kind.REVENUE: "fund_revenue",
}


@action
def approve_run(*, run_id: int, by: Actor) -> Run:
    """Another person has looked at what was counted; a job books it.

    Refused for who made it, while another run takes from the same interest, and, shown to the fen, while the bank has
    paid less interest than is to be credited.
    """
    run = _counted(run_id, by)
    if run.kind in OF_INTEREST:
        one_at_a_time(f"fund_runs:{run.bank_account.bank}")
        booking = Run.objects.filter(bank_account=run.bank_account_id, status=Status.BOOKING)
        before = booking.filter(kind__in=OF_INTEREST).first()
        if before is not None:
            raise Refused(Refusal.RUN_OPEN, no=before.no)
    held = books.balance_fen(queries.source_of(run))
    if held < run.amount_fen:
        raise Refused(
            Refusal.SHORT,
            bank=run.bank_account.bank_name,
            held=yuan(held),
            wanted=yuan(run.amount_fen),
            missing=yuan(run.amount_fen - held),
        )
    if run.entry_id is not None:
        payments.claim_credit(entry_id=run.entry_id, payment_id=None, because=run.no, by=by)
    move(run, "approve", by=by, checked_by=by.name)
    return run


@action
def reject_run(*, run_id: int, because: str, by: Actor) -> Run:
    """What was counted is not right: nothing was booked, and it may be made anew."""
    run = _counted(run_id, by)
    if not because.strip():
        raise Refused(Refusal.REASON_MISSING)
    move(run, "reject", by=by, because=because.strip(), checked_by=by.name)
    return run


def _counted(run_id: int, by: Actor) -> Run:
    check_power(by, Power.FUND_CHECK)
    ensure(queries.runs_seen_by(by).filter(pk=run_id).exists(), "another department's")
    run: Run = lock(Run, pk=run_id)
    if run.status != Status.COUNTED:
        raise Refused(Refusal.NOT_COUNTED, no=run.no, status=run.get_status_display())
    if run.made_by == by.name:
        raise Refused(Refusal.SAME_PERSON)
    return run


TRANSFERS = """
SELECT 'fund_run:' || %(run)s || ':' || line.account_id || CASE WHEN unit THEN ':unit' ELSE '' END, 1,
    %(reason)s, 'fund_run:' || %(no)s, %(source)s,
    'home:' || account.dwelling_id || CASE WHEN unit THEN ':unit' ELSE '' END, line.amount_fen, %(happened_at)s
FROM fund_runs_line AS line JOIN fund_account AS account ON account.id = line.account_id
WHERE line.run_id = %(run)s AND line.account_id > %(after)s AND line.account_id <= %(upto)s
"""


@action
def book_chunk(*, run_id: int, by: Actor) -> bool:
    """Credit the homes of a chunk that nobody credits now; whether there are more."""
    run = Run.objects.select_related("bank_account").get(pk=run_id)
    if run.status != Status.BOOKING:
        return False
    chunk = next_chunk(run, "booked_at")
    if chunk is None:
        return _finish(run_id, by)
    facts: dict[str, Any] = {
        "run": run.pk,
        "no": run.no,
        "reason": REASONS[Kind(run.kind)],
        "source": queries.source_of(run),
        "happened_at": _happened_at(run),
        "after": chunk.after,
        "upto": chunk.upto,
    }
    room_to_work()
    refused = ledger.transfer_selected(question=TRANSFERS, values=facts)
    ensure(not refused, f"{run.no}: {next(iter(refused.items()), None)}")
    chunk.booked_at = clock.now()
    chunk.save(update_fields=["booked_at"])
    return True


def _finish(run_id: int, by: Actor) -> bool:
    """Another worker that still books finishes when it finds no more."""
    run: Run = lock(Run, pk=run_id)
    if run.status == Status.BOOKING and not run.chunks.filter(booked_at=None).exists():
        move(run, "finish", by=by, done_at=clock.now())
    return False


def _happened_at(run: Run) -> datetime:
    """Interest is in the account at the end of the settlement day: the next year carries it over."""
    if run.to_on is None:
        return clock.now()
    return clock.start_of(run.to_on) - timedelta(seconds=1)
