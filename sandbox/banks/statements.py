"""A statement per day: opening balance, every entry, closing balance."""

import sqlite3
from datetime import date, timedelta

from sandbox.banks import accounts, messages
from sandbox.settings import BANKS
from sandbox.world import World


def close(world: World, db: sqlite3.Connection, bank: str, day: date) -> None:
    """Write down the statement of a day that is over, once for ever, and send it."""
    opening = accounts.balance_before(db, bank, day)
    closing = accounts.balance_before(db, bank, day + timedelta(days=1))
    entries = accounts.entries_of(db, bank, day)
    xml = messages.statement(BANKS[bank], day, world.clock.now(), opening, closing, entries)
    db.execute(
        "INSERT INTO statements VALUES (?, ?, ?, ?, ?)",
        (bank, day.isoformat(), xml, opening, closing),
    )
    accounts.send(world, db, bank, "camt.053", day.isoformat(), xml)
