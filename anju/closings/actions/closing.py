"""Days are opened one after the other, and closed one after the other."""

from datetime import timedelta

from anju.closings import queries
from anju.closings.actions.comparing import compare_day
from anju.closings.actions.telling import tell_bank
from anju.closings.models import Closing
from anju.closings.rules import Refusal, Status
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, move, one_at_a_time
from anju.core.money import plain_yuan
from anju.core.refusals import Refused
from anju.ledger import queries as ledger
from anju.payments import queries as payments
from anju.people.rules import Power
from anju.webhooks.rules import Event


@action
def open_days(*, by: Actor) -> int:
    """Open each day that is over, of every bank account from its first statement on; returns how many."""
    opened = []
    for account in payments.bank_accounts():
        last = queries.last_closing(account.pk)
        if last is not None:
            day = last.day + timedelta(days=1)
        else:
            first = payments.first_statement(account.bank)
            if first is None:
                continue
            day = first.day
        while day < clock.today():
            opened.append(Closing(bank_account=account, day=day))
            day += timedelta(days=1)
    Closing.objects.bulk_create(opened, ignore_conflicts=True)
    return len(opened)


@action
def close_day(*, closing_id: int, by: Actor) -> Closing:
    """【日结】: the day's book and statement agree, or all that differs is explained. The next day opens.

    It is compared once more first, so that nothing is closed that has changed meanwhile. Closed again, it stays as it
    is. Refused: NOT_OVER, PREVIOUS_OPEN, STILL_BOOKING, ENTRY_WAITS, and WRONG_STATUS while something waits.
    """
    if Power.PROOF_CLOSE not in by.may:
        raise Refused(Refusal.NOT_YOURS)
    known = Closing.objects.select_related("bank_account").get(pk=closing_id)
    one_at_a_time(f"manual:{known.bank_account.bank}")
    closing = compare_day(closing_id=closing_id, by=by)
    if closing.status == Status.CLOSED:
        return closing
    if closing.day >= clock.today():
        raise Refused(Refusal.NOT_OVER, day=closing.day)
    earlier = queries.open_before(closing)
    if earlier is not None:
        raise Refused(Refusal.PREVIOUS_OPEN, day=earlier.day)
    Closing.MOVES.check("close", closing)
    if payments.has_new_entries(closing.bank_account_id, closing.day):
        raise Refused(Refusal.STILL_BOOKING, day=closing.day)
    waiting = queries.entry_waiting_on(closing)
    if waiting is not None:
        raise Refused(Refusal.ENTRY_WAITS, no=waiting.no)
    move(
        closing,
        "close",
        by=by,
        closed_by=by.name,
        closed_at=clock.now(),
        ledger_head=ledger.day_head(closing.day) or "",
    )
    tell_bank(closing, Event.BANK_DAY_CLOSED, by=by, closing=plain_yuan(closing.book_closing_fen))
    Closing.objects.get_or_create(
        bank_account=closing.bank_account, day=closing.day + timedelta(days=1)
    )
    return closing
