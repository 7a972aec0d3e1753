"""Faults of a bank's statement: what it is to leave out, repeat or write wrong, until the bank corrects it."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from sandbox.declined import unknown, unreadable

KINDS = {
    "left_out": "漏记一行",
    "repeated": "同一流水号重复一行",
    "doubled": "换流水号重记一行",
    "one_fen_more": "金额多一分",
    "one_fen_less": "金额少一分",
    "opening": "期初余额多一元",
}
OF_A_LINE = tuple(kind for kind in KINDS if kind != "opening")
ONE_YUAN = 100


def plant(db: sqlite3.Connection, bank: str, day: str, kind: str, entry_ref: str) -> None:
    """The statement of a day will have this fault; it stays until the bank corrects it."""
    if kind not in KINDS:
        raise unreadable("没有这种差错。")
    if kind in OF_A_LINE:
        found = db.execute(
            "SELECT booked_on FROM bank_entries WHERE bank = ? AND entry_ref = ?",
            (bank, entry_ref),
        ).fetchone()
        if found is None or found["booked_on"] != day:
            raise unknown(f"{day} 没有这笔流水。")
    db.execute(
        "INSERT OR IGNORE INTO statement_faults (bank, day, kind, entry_ref) VALUES (?, ?, ?, ?)",
        (bank, day, kind, entry_ref if kind in OF_A_LINE else ""),
    )


def correct(db: sqlite3.Connection, bank: str, day: str, kind: str = "") -> int:
    """The bank finds its faults of a day, all of them or those of one kind."""
    return db.execute(
        "DELETE FROM statement_faults WHERE bank = ? AND day = ? AND (kind = ? OR ? = '')",
        (bank, day, kind, kind),
    ).rowcount


def planted(db: sqlite3.Connection, bank: str) -> list[sqlite3.Row]:
    return db.execute(
        "SELECT * FROM statement_faults WHERE bank = ? ORDER BY day DESC, id", (bank,)
    ).fetchall()


def faulty(
    db: sqlite3.Connection, bank: str, day: str, opening: int, entries: Sequence[sqlite3.Row]
) -> tuple[int, int, list[Any]]:
    """Opening and closing balance and the lines as the bank writes them: with its faults, it adds up all the same."""
    of_day = db.execute(
        "SELECT kind, entry_ref FROM statement_faults WHERE bank = ? AND day = ?", (bank, day)
    ).fetchall()
    faults: dict[str, set[str]] = {}
    for row in of_day:
        faults.setdefault(row["entry_ref"], set()).add(row["kind"])
    lines: list[Any] = []
    for entry in entries:
        lines += _written(dict(entry), faults.get(entry["entry_ref"], set()))
    opening += ONE_YUAN if "opening" in faults.get("", set()) else 0
    signed = [line["fen"] if line["direction"] == "CRDT" else -line["fen"] for line in lines]
    return opening, opening + sum(signed), lines


def _written(entry: dict[str, Any], kinds: set[str]) -> list[dict[str, Any]]:
    if "left_out" in kinds:
        return []
    if "one_fen_more" in kinds:
        entry["fen"] += 1
    if "one_fen_less" in kinds:
        entry["fen"] -= 1
    written = [entry]
    if "repeated" in kinds:
        written.append(entry)
    if "doubled" in kinds:
        written.append(entry | {"entry_ref": f"{entry['entry_ref']}D"})
    return written
