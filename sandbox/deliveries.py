"""What the outside tells the product: written down first, then sent until it is accepted."""

import random
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx

from sandbox.clock import iso
from sandbox.declined import unknown
from sandbox.switches import switches
from sandbox.world import World

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30
MOST_ATTEMPTS = 40  # with the pauses: about a quarter of an hour
SENDERS = 8


@dataclass(frozen=True)
class Letter:
    """One HTTP request, composed and signed at the moment it is sent."""

    url: str
    headers: dict[str, str]
    body: bytes
    accepted_answer: str | None  # None: a status of success is enough, whatever is said with it


type_of_composer = Callable[[World, sqlite3.Row], Letter]
COMPOSERS: dict[str, type_of_composer] = {}


def composes(kind: str) -> Callable[[type_of_composer], type_of_composer]:
    """Registers the function that turns stored deliveries of a kind into signed requests."""

    def register(function: type_of_composer) -> type_of_composer:
        COMPOSERS[kind] = function
        return function

    return register


def tell(
    world: World,
    db: sqlite3.Connection,
    *,
    kind: str,
    party: str,
    event: str,
    ref: str,
    url: str,
    body: str,
    copies: int = 1,
    pause: int = 0,
) -> None:
    """Write a message down, in the transaction of what it tells about; it is sent after that, in `pause` seconds."""
    now = switches(db)
    for _ in range(max(copies, now["copies"])):
        wait = pause + now["delay_seconds"] + (random.uniform(0, 3) if now["shuffle"] else 0)
        db.execute(
            "INSERT INTO deliveries (kind, party, event, ref, url, body, status, due_at, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(kind, party, event, ref, url, body),
                "held" if now["hold"] else "waiting",
                time.time() + wait,
                iso(world.clock.now()),
            ),
        )


def redeliver(world: World, db: sqlite3.Connection, kind: str, ref: str, times: int) -> int:
    """Send everything ever told about a reference again, so many times each."""
    rows = db.execute(
        "SELECT kind, party, event, ref, url, body FROM deliveries"
        " WHERE kind = ? AND ref = ? GROUP BY event, body ORDER BY min(id)",
        (kind, ref),
    ).fetchall()
    if not rows:
        raise unknown(f"没有发送过与 {ref} 有关的通知。")
    for row in rows:
        for _ in range(times):
            tell(world, db, **dict(row))
    return len(rows) * times


def release(db: sqlite3.Connection, ids: list[int] | None = None) -> int:
    """Let go of held-back deliveries: all of them, or those named."""
    if ids is None:
        ids = [row["id"] for row in db.execute("SELECT id FROM deliveries WHERE status = 'held'")]
    released = 0
    for identifier in ids:
        released += db.execute(
            "UPDATE deliveries SET status = 'waiting', due_at = ? WHERE id = ? AND status = 'held'",
            (time.time(), identifier),
        ).rowcount
    return released


class Sender:
    """Sends what is due, several at a time. Its only memory is the table, so it may die anywhere."""

    def __init__(self, world: World):
        self.world = world
        self._in_flight: set[int] = set()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._pool = ThreadPoolExecutor(SENDERS, thread_name_prefix="sender")
        self._client = httpx.Client(timeout=15, trust_env=False, follow_redirects=False)

    def start(self) -> None:
        threading.Thread(target=self._run, name="dispatcher", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _run(self) -> None:
        while not self._stopping.wait(0.05):
            for row in self._due():
                self._pool.submit(self._send_and_forget, row)

    def _due(self) -> list[sqlite3.Row]:
        with self._lock, self.world.store.reading() as db:
            rows: list[sqlite3.Row] = db.execute(
                "SELECT * FROM deliveries WHERE status = 'waiting' AND due_at <= ?"
                " ORDER BY due_at, id LIMIT ?",
                (time.time(), 4 * SENDERS + len(self._in_flight)),
            ).fetchall()
            fresh = [row for row in rows if row["id"] not in self._in_flight]
            self._in_flight.update(row["id"] for row in fresh)
            return fresh

    def _send_and_forget(self, row: sqlite3.Row) -> None:
        try:
            self._send(row)
        finally:
            with self._lock:
                self._in_flight.discard(row["id"])

    def send_due(self) -> int:
        """Send once all that is due now, in this thread (for tests without the dispatcher)."""
        rows = self._due()
        for row in rows:
            self._send_and_forget(row)
        return len(rows)

    def _send(self, row: sqlite3.Row) -> None:
        letter = COMPOSERS[row["kind"]](self.world, row)
        status, answer = 0, ""
        try:
            response = self._client.post(letter.url, content=letter.body, headers=letter.headers)
            status, answer = response.status_code, response.text[:500]
        except httpx.HTTPError as error:
            answer = f"{type(error).__name__}: {error}"
        accepted = status == 200 and answer.strip() == letter.accepted_answer
        if letter.accepted_answer is None:
            accepted = status in (200, 204)
        attempts = row["attempts"] + 1
        unsent = "given_up" if attempts >= MOST_ATTEMPTS else "waiting"
        outcome = "delivered" if accepted else unsent
        pause = min(FIRST_PAUSE_SECONDS * 2 ** min(attempts - 1, 20), LONGEST_PAUSE_SECONDS)
        with self.world.store.writing() as db:
            db.execute(
                "UPDATE deliveries SET status = ?, attempts = ?, due_at = ?, answer_status = ?,"
                " answer = ? WHERE id = ?",
                (outcome, attempts, time.time() + pause, status, answer, row["id"]),
            )


def product_url(world: World, db: sqlite3.Connection) -> str:
    return str(switches(db)["product_url"] or world.settings.product_url).rstrip("/")
