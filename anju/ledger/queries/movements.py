"""What moved in some pots, line by line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from anju.core import clock
from anju.core.prepared import rows_prepared
from anju.ledger.queries.pots import AHEAD, Pot, balances_as_of, rows_of
from anju.ledger.rules import Reason

MANY, LATELY = 100, timedelta(days=31)  # of so many pots some have moved within this time


@dataclass(frozen=True)
class Movement:
    """One line of a statement of some pots: what came in, what went out, what they held after it."""

    id: int
    happened_at: datetime
    recorded_at: datetime
    reason: str
    cause: str
    key: str
    pot: str
    other: str
    in_fen: int
    out_fen: int
    balance_fen: int

    @property
    def reason_label(self) -> str:
        return str(Reason(self.reason).label) if self.reason in Reason else self.reason


def movements(
    codes: Iterable[str],
    before: int | None = None,
    limit: int = 50,
    as_of: datetime | None = None,
) -> list[Movement]:
    """What moved in these pots taken together, newest first; the next page is `before` the last id.

    Money that went from one of them to another came in and went out on the same line. `as_of` a past moment: only
    what had been recorded by then.
    """
    wanted = list(codes)
    if as_of is not None:
        return _movements_as_of(wanted, as_of, before, limit)
    pots = rows_prepared(
        "SELECT id, opened_at, pooled, CASE WHEN pooled THEN ledger_derived_fen(id) ELSE balance_fen END"
        " FROM ledger_pot WHERE code = ANY (%(codes)s)",
        {"codes": wanted},
    )
    if not pots:
        return []
    asked = _asked(pots, before, limit)
    held = int(sum(pot[3] for pot in pots)) - (0 if before is None else _moved_since(asked))
    return _lines(asked, wanted, held)


def _movements_as_of(
    wanted: Sequence[str], as_of: datetime, before: int | None, limit: int
) -> list[Movement]:
    pots = rows_prepared(
        "SELECT id, opened_at, pooled FROM ledger_pot WHERE code = ANY (%(codes)s)",
        {"codes": list(wanted)},
    )
    if not pots:
        return []
    [(last_id,)] = rows_of("SELECT ledger_last_id(%(as_of)s)", {"as_of": as_of})
    first_not = 2**63 - 1 if last_id == 2**63 - 1 else last_id + 1
    asked = _asked(pots, before or first_not, limit) | {"last": as_of}
    held = sum(balances_as_of(wanted, as_of).values())
    return _lines(asked, wanted, held - (0 if before is None else _moved_since(asked)))


def _lines(asked: dict[str, Any], wanted: Sequence[str], held: int) -> list[Movement]:
    lines = []
    for *about, source, destination, amount_fen in _transfers_of(asked):
        in_fen = amount_fen if destination in wanted else 0
        out_fen = amount_fen if source in wanted else 0
        pot, other = (destination, source) if in_fen else (source, destination)
        lines.append(Movement(*(*about, pot, other, in_fen, out_fen, held)))
        held -= in_fen - out_fen
    return lines


def _asked(pots: Sequence[Any], before: int | None, limit: int) -> dict[str, Any]:
    """What is asked of the transfers of some pots, each (id, opened_at, whether it is pooled, …)."""
    return {
        "pots": [pot[0] for pot in pots],
        # what moved was recorded after the pot was opened, and before now: only those months are looked into
        "first": min(pot[1] for pot in pots) - AHEAD,
        "last": clock.now() + AHEAD,
        "before": 2**63 - 1 if before is None else before,
        "limit": limit,
        "any_is_pooled": any(pot[2] for pot in pots),
    }


def _transfers_of(asked: dict[str, Any]) -> list[Any]:
    """The last transfers from or to some pots, newest first, each with the codes of its pots.

    A lease's pots have few transfers: all are fetched by index and sorted (which the + 0 tells the planner). Walking
    back through the newest transfers of everybody, until some are theirs, is right for pooled pots only.

    It is planned for each question anew: whose pots they are decides between them and everybody's, because nearly all
    money comes from a bank's.
    """
    by_newest = "id" if asked["any_is_pooled"] else "id + 0"
    return rows_of(
        f"""
        WITH line AS (
            (SELECT * FROM ledger_transfer WHERE source_id = ANY (%(pots)s) AND id < %(before)s
             AND recorded_at BETWEEN %(first)s AND %(last)s ORDER BY {by_newest} DESC LIMIT %(limit)s)
            UNION
            (SELECT * FROM ledger_transfer WHERE destination_id = ANY (%(pots)s) AND id < %(before)s
             AND recorded_at BETWEEN %(first)s AND %(last)s ORDER BY {by_newest} DESC LIMIT %(limit)s)
            ORDER BY id DESC LIMIT %(limit)s
        )
        SELECT line.id, happened_at, recorded_at, reason, cause, key, source.code, destination.code, amount_fen
        FROM line JOIN ledger_pot AS source ON source.id = source_id
        JOIN ledger_pot AS destination ON destination.id = destination_id
        ORDER BY line.id DESC
        """,  # noqa: S608 - one of two orders, both written here
        asked,
    )


def _moved_since(asked: dict[str, Any]) -> int:
    """By how much these pots taken together have grown from the transfer `before` on."""
    rows = rows_of(
        """
        SELECT coalesce((
            SELECT sum(amount_fen) FROM ledger_transfer WHERE destination_id = ANY (%(pots)s)
            AND id >= %(before)s AND recorded_at BETWEEN %(first)s AND %(last)s
        ), 0) - coalesce((
            SELECT sum(amount_fen) FROM ledger_transfer WHERE source_id = ANY (%(pots)s)
            AND id >= %(before)s AND recorded_at BETWEEN %(first)s AND %(last)s
        ), 0)
        """,
        asked,
    )
    return int(rows[0][0])


def latest_movements(pots: list[Pot], limit: int) -> list[Movement]:
    """What moved last in any of these pots, newest first.

    One line for each pot that was touched; what the pots held after it is not told, and stands as 0.
    """
    if not pots:
        return []
    wanted, transfers = {pot.code for pot in pots}, _asked(pots, None, limit)
    rows = []
    if len(pots) > MANY:  # enough has moved lately: the months before need not be looked into
        rows = _transfers_of(transfers | {"first": clock.now() - LATELY})
    if len(rows) < limit:
        rows = _transfers_of(transfers)
    lines = [
        Movement(*(*about, pot, other, in_fen, amount_fen - in_fen, 0))
        for *about, source, destination, amount_fen in rows
        for pot, other, in_fen in sorted(
            [(source, destination, 0), (destination, source, amount_fen)]
        )
        if pot in wanted
    ]
    return lines[:limit]


def moved_before(codes: Sequence[str], moment: datetime, limit: int) -> list[Movement]:
    """What moved last in any of these pots of one lease or home before a moment, newest first; what went from one of
    them to another is one line for the pot that it came into. What the pots held after it is not told.
    """
    if not codes:
        return []
    rows = rows_of(
        """
        WITH pot AS MATERIALIZED (
            SELECT coalesce(array_agg(id), '{}') AS ids, min(opened_at) - %(ahead)s AS since
            FROM ledger_pot WHERE code = ANY (%(codes)s)
        ), line AS (
            SELECT transfer.* FROM pot JOIN ledger_transfer AS transfer ON source_id = ANY (ids)
            WHERE recorded_at >= since AND recorded_at < %(moment)s
            UNION SELECT transfer.* FROM pot JOIN ledger_transfer AS transfer ON destination_id = ANY (ids)
            WHERE recorded_at >= since AND recorded_at < %(moment)s
        )
        SELECT line.id, happened_at, recorded_at, reason, cause, key, source.code, destination.code, amount_fen
        FROM line JOIN ledger_pot AS source ON source.id = source_id
        JOIN ledger_pot AS destination ON destination.id = destination_id
        ORDER BY recorded_at DESC, line.id DESC LIMIT %(limit)s
        """,
        {"codes": list(codes), "moment": moment, "limit": limit, "ahead": AHEAD},
    )
    lines = []
    for *about, source, destination, fen in rows:
        came_in = destination in codes
        pot, other = (destination, source) if came_in else (source, destination)
        in_fen, out_fen = (fen, 0) if came_in else (0, fen)
        lines.append(Movement(*(*about, pot, other, in_fen, out_fen, 0)))
    return lines
