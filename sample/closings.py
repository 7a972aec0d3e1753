"""The days of the sample world's bank accounts: five are closed, yesterday's has differences, one entry waits.

One bank has left out a line of yesterday, repeated another and written a third wrong by a fen; it corrects two of them
as soon as it is asked again.
"""

from __future__ import annotations

from datetime import timedelta

from anju.closings import actions, queries
from anju.closings.rules import EntryKind, Status
from anju.core import clock
from anju.core.actors import Actor
from anju.ledger import queries as ledger
from anju.payments import actions as payments
from anju.payments import queries as payment_queries
from sample import outside
from sample.endings import picture
from sample.people import CLOSER

BY = Actor(CLOSER.username, "centre", frozenset(CLOSER.powers))
BANK = "icbc"
FAULTS = ("left_out", "doubled", "one_fen_more")
FOUND_AT_ONCE = ("doubled", "one_fen_more")
DAYS = 5


def quiet_days_are_closed() -> None:
    """On the last days before the world begins nothing was paid: the banks say so, and they are closed."""
    today = clock.today()
    for account in payment_queries.bank_accounts():
        first = payment_queries.first_statement(account.bank)
        quiet = max(DAYS, (today - first.day).days if first else 0)
        for back in range(quiet, 0, -1):
            day = today - timedelta(days=back)
            if payment_queries.statement_of(account.bank, day) is not None:
                continue
            book = ledger.bank_book(account.bank, day)
            payments.record_statement(
                bank=account.bank,
                account_no=account.account_no,
                day=day,
                statement_ref=f"S{account.bank.upper()}{day:%Y%m%d}",
                opening_fen=book.opening_fen,
                closing_fen=book.closing_fen,
                entries=[],
                by=BY,
            )
    actions.open_days(by=BY)
    for closing in queries.to_close(BY):
        actions.close_day(closing_id=closing.pk, by=BY)


def the_bank_will_be_wrong() -> None:
    """Three lines of the day that is about to end."""
    today = clock.today().isoformat()
    credits = [
        one["entry_ref"]
        for one in outside.entries(BANK)
        if one["direction"] == "CRDT" and one["booked_on"] == today
    ]
    for kind, ref in zip(FAULTS, credits, strict=False):
        outside.ask(f"/api/bank/{BANK}/faults", {"kind": kind, "entry_ref": ref})


def yesterday_is_compared() -> bool:
    """Whether the differences have been found; then the bank finds two of its faults."""
    yesterday = clock.today() - timedelta(days=1)
    account = payment_queries.account_of(BANK)
    closing = None if account is None else queries.closing_of(account.pk, yesterday)
    if closing is None or closing.status == Status.WAITING:
        return False
    for kind in FOUND_AT_ONCE:
        asked = {"day": yesterday.isoformat(), "kind": kind}
        outside.ask(f"/api/bank/{BANK}/corrections", asked)
    return True


def an_entry_is_made() -> None:
    """A credit that the bank cannot explain either is put into suspense by hand; 纪彰 has to check it."""
    if queries.entries_seen_by(BY).exists():
        return
    actions.make_entry(
        bank="ccb",
        kind=EntryKind.MORE,
        amount_fen=12_00,
        happened_on=clock.today(),
        reason="银行柜面长款12元，付款人不明，转入挂账待查",
        file_ids=[picture("柜面长款说明.png", BY)],
        by=BY,
    )
