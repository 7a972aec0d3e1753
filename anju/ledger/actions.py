"""The only ways to move money. No `by`: the cause of a transfer names what moved it, and that has its own history."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from anju.core import clock
from anju.core.db import action
from anju.core.refusals import Refused
from anju.ledger.queries import day_head
from anju.ledger.rules import MOVES_BEFORE_CARRYING, Refusal


@dataclass(frozen=True)
class Leg:
    """One leg of one transfer, as `stage` takes it. The legs of a key are numbered 1, 2, 3, …"""

    key: str
    number: int
    reason: str
    cause: str
    source: str
    destination: str
    amount_fen: int
    happened_at: datetime


@action
def open_pots(*, codes: Iterable[str]) -> int:
    """Open the pots of these codes that are not open yet; returns how many were opened."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_open_pots(%s, %s)", [list(codes), clock.now()])
        return int(cursor.fetchone()[0])


@action
def transfer(
    *,
    key: str,
    reason: str,
    cause: str,
    happened_at: datetime,
    legs: list[tuple[str, str, int]],
) -> None:
    """Move money from pot to pot, all legs or none, once only for a given key. (LED-01, LED-03)

    Refused: KEY_REUSED, NOT_ENOUGH, NOT_YET, UNKNOWN_POT.
    """
    sources, destinations, amounts = (list(column) for column in zip(*legs, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM ledger_transfer_legs(%s, %s, %s, %s, %s, %s, %s::bigint[], %s)",
            [key, reason, cause, happened_at, sources, destinations, amounts, clock.now()],
        )
        refused = cursor.fetchone()
    if refused is not None:
        raise as_refused(*refused)


@action
def open_stage() -> None:
    """Make sure that this session has the temporary table `ledger_staged`, for INSERT … SELECT into it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_open_stage()")


@action
def stage(*, legs: Iterable[Leg]) -> None:
    """Put legs on the stage from Python. For masses, INSERT … SELECT into `ledger_staged` instead."""
    open_stage()
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY ledger_staged (key, number, reason, cause, source, destination, amount_fen, happened_at)"
            " FROM STDIN"
        ) as copy,
    ):
        for leg in legs:
            copy.write_row(astuple(leg))


@action
def transfer_staged() -> dict[str, Refused]:
    """Book all that this transaction has staged; returns the keys that were refused, and why. The rest is booked.

    All legs of a key or none. The batch is one moment: within it, money may be spent that it brings in.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM ledger_transfer_staged(%s)", [clock.now()])
        return {row[0]: as_refused(*row) for row in cursor.fetchall()}


@action
def transfer_selected(*, question: str, values: Mapping[str, Any]) -> dict[str, Refused]:
    """Book what a question gives, its columns those of `ledger_staged` in the order in which `stage` has them: for
    masses whose facts no longer change. As `transfer_staged` otherwise.
    """
    text = connection.ops.compose_sql(question, values)  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM ledger_transfer_selected(%s, %s)", [text, clock.now()])
        return {row[0]: as_refused(*row) for row in cursor.fetchall()}


@action
def seal(*, patience_seconds: float = 10) -> int:
    """Seal all transfers that are finished, carry pooled balances and totals forward; returns how many seals.

    Waits for those still being written, but never makes them wait. Refused: STILL_WRITING. (LED-05)
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_final_id(make_interval(secs => %s))", [patience_seconds])
        (final_id,) = cursor.fetchone()
        if final_id is None:
            raise Refused(Refusal.STILL_WRITING)
        cursor.execute("SELECT ledger_seal_upto(%s, %s)", [final_id, clock.now()])
        (seals,) = cursor.fetchone()
        cursor.execute("SELECT ledger_add_totals()")
        cursor.execute("SELECT ledger_carry_forward(%s)", [MOVES_BEFORE_CARRYING])
        return int(seals)


@action
def close_day(*, day: date) -> str | None:
    """Seal a day that is over and note its head, to be published; None while nothing was ever booked."""
    seal(patience_seconds=60)
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_carry_forward(1)")
        cursor.execute(
            "INSERT INTO ledger_day_head (day, seal_no, digest)"
            " SELECT %s, no, digest FROM ledger_seal ORDER BY no DESC LIMIT 1"
            " ON CONFLICT (day) DO NOTHING",
            [day],
        )
    return day_head(day)


def as_refused(key: str, code: str, pot: str | None) -> Refused:
    return Refused(Refusal(code), key=key, pot=pot)
