"""The bank's ledger of the custody account, and telling the customer what was booked."""

import secrets
import sqlite3
from datetime import date, timedelta

from sandbox.banks import messages
from sandbox.clock import at, day_of, iso
from sandbox.declined import unreadable
from sandbox.deliveries import Letter, composes, product_url, tell
from sandbox.settings import BANKS
from sandbox.signing import bank_headers
from sandbox.store import remembered
from sandbox.world import World

ENTRIES = (
    "SELECT bank_entries.*, coalesce(code, '') AS code"
    " FROM bank_entries LEFT JOIN entry_codes USING (entry_ref)"
)


def book(
    world: World,
    db: sqlite3.Connection,
    *,
    bank: str,
    direction: str,
    fen: int,
    party_name: str,
    party_account: str,
    text: str,
    collection_code: str = "",
    end_to_end_id: str = "",
    code: str = "",
    after_day: date | None = None,
    days_ago: int = 0,
) -> str:
    """Write one entry and return its reference; without a code it is a transfer. With after_day it
    belongs to the day after that day even if the clock has jumped further (booked at eight in the
    morning then). With days_ago it was booked before this world began: in its first statement it
    is part of the opening balance.
    """
    moment = world.clock.now()
    if days_ago:
        moment = at(day_of(moment) - timedelta(days=days_ago), 10)
        if day_of(moment).isoformat() >= remembered(db, "first_open_day", "9999-12-31"):
            raise unreadable("这一天已经开始出具对账单，不能补记更早的流水。")
    if after_day is not None and day_of(moment) != after_day + timedelta(days=1):
        moment = at(after_day + timedelta(days=1), 8)
    entry_ref = f"{bank.upper()}{day_of(moment):%Y%m%d}{secrets.token_hex(6).upper()}"
    db.execute(
        "INSERT INTO bank_entries (bank, entry_ref, direction, fen, booked_at, booked_on,"
        " party_name, party_account, text, collection_code, end_to_end_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(bank, entry_ref, direction, fen, iso(moment), day_of(moment).isoformat()),
            *(party_name, party_account, text, collection_code, end_to_end_id),
        ),
    )
    if code:
        db.execute("INSERT INTO entry_codes VALUES (?, ?)", (entry_ref, code))
    return entry_ref


def balance_before(db: sqlite3.Connection, bank: str, day: date) -> int:
    """Sum of all entries before a day; the account was opened with zero."""
    row = db.execute(
        "SELECT coalesce(sum(CASE direction WHEN 'CRDT' THEN fen ELSE -fen END), 0)"
        " FROM bank_entries WHERE bank = ? AND booked_on < ?",
        (bank, day.isoformat()),
    ).fetchone()
    return int(row[0])


def balance(db: sqlite3.Connection, bank: str) -> int:
    return balance_before(db, bank, date.max)


def entries_of(db: sqlite3.Connection, bank: str, day: date) -> list[sqlite3.Row]:
    return db.execute(
        f"{ENTRIES} WHERE bank = ? AND booked_on = ? ORDER BY booked_at, id",
        (bank, day.isoformat()),
    ).fetchall()


def announce(
    world: World, db: sqlite3.Connection, bank: str, entry_refs: list[str], copies: int = 1
) -> str:
    """Tell the customer of entries as they come: one camt.054, however many entries."""
    entries = [
        db.execute(f"{ENTRIES} WHERE entry_ref = ?", (ref,)).fetchone() for ref in entry_refs
    ]
    msg_id = f"N{secrets.token_hex(12).upper()}"
    xml = messages.notification(BANKS[bank], msg_id, world.clock.now(), entries)
    ref = entry_refs[0] if len(entry_refs) == 1 else msg_id
    send(world, db, bank, "camt.054", ref, xml, copies)
    return ref


def send(
    world: World,
    db: sqlite3.Connection,
    bank: str,
    event: str,
    ref: str,
    xml: str,
    copies: int = 1,
) -> None:
    tell(
        world,
        db,
        kind="bank",
        party=bank,
        event=event,
        ref=ref,
        url="",
        body=xml,
        copies=copies,
    )


@composes("bank")
def compose(world: World, row: sqlite3.Row) -> Letter:
    """The stored message, signed at the moment of this sending with a fresh nonce."""
    path = f"/gateway/bank/{row['party']}"
    body = row["body"].encode()
    key = world.settings.keys.banks[row["party"]]
    headers = bank_headers(key, row["party"], world.clock.now(), "POST", path, body)
    with world.store.reading() as db:
        url = product_url(world, db) + path
    return Letter(url, headers | {"Content-Type": "application/xml; charset=utf-8"}, body, "ok")
