"""The sandbox's memory: one SQLite file, many readers, one writer at a time."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SCHEMA = (Path(__file__).parent / "schema.sql").read_text(encoding="utf-8")


class Store:
    """A write is one transaction and survives kill -9 of the sandbox (write-ahead log)."""

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._writer = threading.Lock()
        self._local = threading.local()
        with self._writer:
            self._connection().executescript(f"BEGIN IMMEDIATE; {SCHEMA} COMMIT;")

    def _connection(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is None:
            db = sqlite3.connect(self.path, timeout=30, isolation_level=None)
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")
            db.execute("PRAGMA foreign_keys=ON")
            self._local.db = db
        return db

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        yield self._connection()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        with self._writer:
            db = self._connection()
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.rollback()
                raise
            db.commit()

    def forget_everything(self, keep: tuple[str, ...] = ()) -> None:
        """Empty every table except those named."""
        with self.writing() as db:
            db.execute("PRAGMA defer_foreign_keys=ON")  # tables are emptied in any order
            for (table,) in db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            ).fetchall():
                if table not in keep:
                    db.execute(f"DELETE FROM {table}")


def remembered(db: sqlite3.Connection, name: str, default: Any = None) -> Any:
    """A single remembered value (the clock's offset, the switches, the first open day)."""
    row = db.execute("SELECT value FROM remembered WHERE name = ?", (name,)).fetchone()
    return default if row is None else json.loads(row["value"])


def remember(db: sqlite3.Connection, name: str, value: Any) -> None:
    db.execute(
        "INSERT INTO remembered (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, json.dumps(value)),
    )
