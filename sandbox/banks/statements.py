"""A statement per day: opening balance, every entry, closing balance."""

import sqlite3
from datetime import date

from sandbox.banks import accounts, faults, messages
from sandbox.settings import BANKS
from sandbox.world import World


def close(world: World, db: sqlite3.Connection, bank: str, day: date) -> None:
    """Write down the statement of a day that is over, and send it."""
    xml = write(world, db, bank, day)
    accounts.send(world, db, bank, "camt.053", day.isoformat(), xml)


def write(world: World, db: sqlite3.Connection, bank: str, day: date) -> str:
    """The statement of a day with the faults that the bank has not found by now. Written anew, it is another one."""
    entries = accounts.entries_of(db, bank, day)
    opening, closing, lines = faults.faulty(
        db, bank, day.isoformat(), accounts.balance_before(db, bank, day), entries
    )
    xml = messages.statement(BANKS[bank], day, world.clock.now(), opening, closing, lines)
    db.execute(
        "INSERT OR REPLACE INTO statements VALUES (?, ?, ?, ?, ?)",
        (bank, day.isoformat(), xml, opening, closing),
    )
    return xml


def correct(world: World, db: sqlite3.Connection, bank: str, day: date, kind: str = "") -> int:
    """The bank finds faults of a day: whoever asks again for its statement gets the corrected one."""
    found = faults.correct(db, bank, day.isoformat(), kind)
    if (
        found
        and db.execute(
            "SELECT 1 FROM statements WHERE bank = ? AND day = ?", (bank, day.isoformat())
        ).fetchone()
    ):
        write(world, db, bank, day)
    return found
