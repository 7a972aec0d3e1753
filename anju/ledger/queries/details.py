"""Pots, and one booking with all its legs, its seal and its digest. (LED-03, LED-05)"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from anju.core.prepared import rows_prepared
from anju.ledger.rules import KINDS, Kind, Reason

ENTRY = 40  # bytes for each transfer in a seal: its id and its SHA-256


class PotNow(NamedTuple):
    """A pot, and what is in it now."""

    id: int
    code: str
    kind: Kind
    opened_at: datetime
    balance_fen: int


BEGINS = {"lease": "lease:", "home": "home:"}
RARE = ("lease_interest", "lease_disputed", "home_unit", "home_frozen", "home_unit_frozen")
POT = """
    SELECT id, code, kind, opened_at, CASE WHEN pooled THEN ledger_derived_fen(id) ELSE balance_fen END
    FROM ledger_pot
"""


def pot_now(code: str) -> PotNow | None:
    """A pot by its code; None when none was ever opened under it."""
    rows = rows_prepared(f"{POT} WHERE code = %(code)s", {"code": code})
    return next((_pot(row) for row in rows), None)


def pots_listed(
    *, kind: str = "", begins: str = "", after: str = "", limit: int = 50
) -> list[PotNow]:
    """The pots of a kind, or whose codes begin so, in the order of their codes; the next page is `after` the last."""
    start = begins or BEGINS.get(kind.partition("_")[0], kind)
    conditions = "AND kind = %(kind)s" if kind else ""
    if kind in RARE:  # for the planner to see that there is an index for them
        conditions = f"AND kind = '{kind}' AND kind IN ({', '.join(repr(name) for name in RARE)})"
    rows = rows_prepared(
        f"{POT} WHERE code >= %(start)s AND code < %(end)s AND code > %(after)s {conditions}"
        " ORDER BY code LIMIT %(limit)s",
        {"kind": kind, "start": start, "end": end_of(start), "after": after, "limit": limit},
    )
    return [_pot(row) for row in rows]


def _pot(row: Sequence[object]) -> PotNow:
    number, code, kind, opened_at, fen = row
    return PotNow(number, code, KINDS[str(kind)], opened_at, fen)  # type: ignore[arg-type]


def end_of(start: str) -> str:
    """The text before which all texts stand that begin so, as the database orders codes: byte by byte."""
    return start + "\U0010ffff"


class BookedLeg(NamedTuple):
    """One leg of a booking: what went from which pot to which."""

    id: int
    number: int
    source: str
    destination: str
    amount_fen: int


@dataclass(frozen=True)
class Booked:
    """All that was booked under one key; of a key of thousands of legs those around the one that was asked for."""

    id: int
    key: str
    reason: str
    cause: str
    happened_at: datetime
    recorded_at: datetime
    legs: list[BookedLeg]
    is_all: bool

    @property
    def reason_label(self) -> str:
        return str(Reason(self.reason).label) if self.reason in Reason else self.reason


MOST_LEGS = 100


def booked(transfer_id: int) -> Booked | None:
    """The booking that a transfer belongs to; None when there is no such transfer. Found by id, in every month."""
    rows = rows_prepared(
        """
        SELECT asked.key, asked.reason, asked.cause, asked.happened_at, asked.recorded_at,
            leg.id, leg.number, source.code, destination.code, leg.amount_fen
        FROM ledger_transfer AS asked
        JOIN ledger_key ON ledger_key.key = asked.key
        JOIN LATERAL (
            SELECT * FROM ledger_transfer AS leg
            WHERE leg.id >= greatest(first_id, asked.id - %(before)s) AND leg.id <= last_id
              AND leg.key = asked.key AND leg.recorded_at = asked.recorded_at
            ORDER BY leg.id LIMIT %(limit)s
        ) AS leg ON true
        JOIN ledger_pot AS source ON source.id = leg.source_id
        JOIN ledger_pot AS destination ON destination.id = leg.destination_id
        WHERE asked.id = %(id)s ORDER BY leg.number
        """,
        {"id": transfer_id, "before": MOST_LEGS // 2, "limit": MOST_LEGS + 1},
    )
    if not rows:
        return None
    key, reason, cause, happened_at, recorded_at = rows[0][:5]
    legs = [BookedLeg(*row[5:]) for row in rows]
    is_all = legs[0].number == 1 and len(legs) <= MOST_LEGS
    return Booked(
        transfer_id, key, reason, cause, happened_at, recorded_at, legs[:MOST_LEGS], is_all
    )


@dataclass(frozen=True)
class SealOfTransfer:
    """The seal that a transfer is in, and whether the transfer is as it was when it was sealed."""

    no: int
    first_id: int
    last_id: int
    digest: str
    sealed_at: datetime
    sealed_row: str
    row_now: str

    @property
    def agrees(self) -> bool:
        return self.sealed_row == self.row_now


def seal_of(transfer_id: int) -> SealOfTransfer | None:
    """The seal of a transfer, with the digest it was sealed under and the one it has now; None before it is sealed."""
    rows = rows_prepared(
        """
        SELECT seal.no, seal.first_id, seal.last_id, seal.digest, seal.sealed_at, seal.row_digests,
            ledger_row_text(leg.id, number, amount_fen, happened_at, recorded_at,
                source.code, destination.code, reason, cause, key)
        FROM ledger_transfer AS leg
        JOIN ledger_pot AS source ON source.id = source_id
        JOIN ledger_pot AS destination ON destination.id = destination_id
        JOIN LATERAL (
            SELECT * FROM ledger_seal WHERE last_id >= leg.id ORDER BY last_id LIMIT 1
        ) AS seal ON seal.first_id <= leg.id
        WHERE leg.id = %(id)s
        """,
        {"id": transfer_id},
    )
    if not rows:
        return None
    no, first_id, last_id, digest, sealed_at, row_digests, text = rows[0]
    return SealOfTransfer(
        no,
        first_id,
        last_id,
        bytes(digest).hex(),
        sealed_at,
        sealed_row_of(bytes(row_digests), transfer_id),
        sha256(text.encode()).hexdigest(),
    )


def sealed_row_of(row_digests: bytes, transfer_id: int) -> str:
    """The digest of one transfer in a seal; "" when the seal does not have it."""
    wanted = transfer_id.to_bytes(8, "big", signed=True)
    for at in range(0, len(row_digests), ENTRY):
        if row_digests[at : at + 8] == wanted:
            return row_digests[at + 8 : at + ENTRY].hex()
    return ""


@dataclass(frozen=True)
class SealMade:
    """A seal of the chain, as it is told."""

    no: int
    first_id: int
    last_id: int
    count: int
    total_fen: int
    digest: str
    sealed_at: datetime


def latest_seal() -> SealMade | None:
    """The end of the chain as it stands now."""
    rows = rows_prepared(
        "SELECT no, first_id, last_id, count, total_fen::bigint, digest, sealed_at FROM ledger_seal"
        " ORDER BY no DESC LIMIT %(limit)s",
        {"limit": 1},
    )
    if not rows:
        return None
    no, first_id, last_id, count, total_fen, digest, sealed_at = rows[0]
    return SealMade(no, first_id, last_id, count, total_fen, bytes(digest).hex(), sealed_at)
