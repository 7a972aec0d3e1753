"""What can be asked of the books. Every question about now takes one query."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection

from anju.core import clock
from anju.core.db import rows_prepared
from anju.core.refusals import ensure
from anju.ledger.models import DayHead
from anju.ledger.rules import KINDS, Place, Reason

AHEAD = timedelta(hours=24)  # a transfer is recorded at most so long before the moment it happened
MANY, LATELY = 100, timedelta(days=31)  # of so many pots some have moved within this time


def balance_fen(code: str) -> int:
    """What is in a pot now."""
    return balances([code])[code]


def balances(codes: Iterable[str]) -> dict[str, int]:
    """What is in each of these pots now."""
    wanted = set(codes)
    if not wanted:
        return {}
    rows = rows_prepared(
        "SELECT code, CASE WHEN pooled THEN ledger_derived_fen(id) ELSE balance_fen END"
        " FROM ledger_pot WHERE code = ANY (%(codes)s)",
        {"codes": list(wanted)},
    )
    held = dict(rows)
    ensure(held.keys() == wanted, f"pots not opened: {sorted(wanted - held.keys())[:10]}")
    return held


def balance_as_of(code: str, moment: datetime) -> int:
    """What was in a pot by all that had been recorded up to a past moment. (LED-04)"""
    rows = rows_of(
        """
        SELECT coalesce(line.balance_fen, 0) + coalesce((
            SELECT sum(amount_fen) FROM ledger_transfer WHERE destination_id = pot.id
            AND id > coalesce(line.upto_id, 0) AND recorded_at <= %(moment)s
        ), 0) - coalesce((
            SELECT sum(amount_fen) FROM ledger_transfer WHERE source_id = pot.id
            AND id > coalesce(line.upto_id, 0) AND recorded_at <= %(moment)s
        ), 0)
        FROM ledger_pot AS pot LEFT JOIN LATERAL (
            SELECT balance_fen, upto_id FROM ledger_carried_forward
            WHERE pot_id = pot.id AND max_recorded_at <= %(moment)s ORDER BY upto_id DESC LIMIT 1
        ) AS line ON true WHERE code = %(code)s
        """,
        {"code": code, "moment": moment},
    )
    ensure(len(rows) == 1, f"pot not opened: {code}")
    return int(rows[0][0])


def legs_of(key: str) -> list[tuple[str, str, int]]:
    """What was booked under a key, as `transfer` takes it: from pot, to pot, fen; nothing when it was never used."""
    rows = rows_prepared(
        """
        SELECT source.code, destination.code, amount_fen
        FROM ledger_key AS booked
        JOIN ledger_transfer AS leg ON leg.id BETWEEN first_id AND last_id AND leg.key = booked.key
        JOIN ledger_pot AS source ON source.id = source_id
        JOIN ledger_pot AS destination ON destination.id = destination_id
        WHERE booked.key = %(key)s ORDER BY number
        """,
        {"key": key},
    )
    return [(source, destination, int(fen)) for source, destination, fen in rows]


def sums_of(key: str, code: str) -> tuple[int, int]:
    """What was booked into a pot under a key, and what out of it: fen. For keys of thousands of legs."""
    rows = rows_prepared(
        """
        SELECT coalesce(sum(amount_fen) FILTER (WHERE destination_id = pot.id), 0)::bigint,
            coalesce(sum(amount_fen) FILTER (WHERE source_id = pot.id), 0)::bigint
        FROM ledger_key AS booked
        JOIN ledger_transfer AS leg ON leg.id BETWEEN first_id AND last_id AND leg.key = booked.key
        LEFT JOIN ledger_pot AS pot ON pot.code = %(code)s
        WHERE booked.key = %(key)s
        """,
        {"key": key, "code": code},
    )
    return int(rows[0][0]), int(rows[0][1])


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


def movements(codes: Iterable[str], before: int | None = None, limit: int = 50) -> list[Movement]:
    """What moved in these pots taken together, newest first; the next page is `before` the last id.

    Money that went from one of them to another came in and went out on the same line.
    """
    wanted = list(codes)
    pots = rows_prepared(
        "SELECT id, opened_at, pooled, CASE WHEN pooled THEN ledger_derived_fen(id) ELSE balance_fen END"
        " FROM ledger_pot WHERE code = ANY (%(codes)s)",
        {"codes": wanted},
    )
    if not pots:
        return []
    asked = _asked(pots, before, limit)
    held = int(sum(pot[3] for pot in pots)) - (0 if before is None else _moved_since(asked))
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


def flows(code: str, first: date, last: date) -> dict[str, tuple[int, int]]:
    """What came into a pot and what went out of it between two Beijing days, both included, by reason."""
    rows = rows_of(
        """
        SELECT reason, coalesce(sum(fen) FILTER (WHERE fen > 0), 0)::bigint,
            -coalesce(sum(fen) FILTER (WHERE fen < 0), 0)::bigint
        FROM (
            SELECT reason, amount_fen AS fen, happened_at FROM ledger_transfer
            WHERE destination_id = (SELECT id FROM ledger_pot WHERE code = %(code)s)
            AND recorded_at >= %(start)s - %(ahead)s
            UNION ALL
            SELECT reason, -amount_fen, happened_at FROM ledger_transfer
            WHERE source_id = (SELECT id FROM ledger_pot WHERE code = %(code)s)
            AND recorded_at >= %(start)s - %(ahead)s
        ) AS side
        WHERE happened_at >= %(start)s AND happened_at < %(end)s GROUP BY reason
        """,
        {
            "code": code,
            "start": clock.start_of(first),
            "end": clock.end_of(last),
            "ahead": AHEAD,
        },
    )
    return {reason: (in_fen, out_fen) for reason, in_fen, out_fen in rows}


def amount_days(codes: Sequence[str], first: date, to: date) -> int:
    """What was in these pots, added up over the Beijing days from one to before another: fen times days (积数)."""
    rows = rows_of(
        """
        SELECT coalesce(sum(fen * greatest(0, %(to)s - greatest(day, %(first)s))), 0)::bigint
        FROM (
            SELECT amount_fen AS fen, (happened_at AT TIME ZONE 'Asia/Shanghai')::date AS day
            FROM ledger_transfer
            WHERE destination_id IN (SELECT id FROM ledger_pot WHERE code = ANY (%(codes)s))
            UNION ALL
            SELECT -amount_fen, (happened_at AT TIME ZONE 'Asia/Shanghai')::date
            FROM ledger_transfer
            WHERE source_id IN (SELECT id FROM ledger_pot WHERE code = ANY (%(codes)s))
        ) AS side
        """,
        {"codes": list(codes), "first": first, "to": to},
    )
    return int(rows[0][0])


class Pot(NamedTuple):
    """A pot as it was found; `group` is the asker's. What is in a pooled one is not told here."""

    id: int
    opened_at: datetime
    pooled: bool
    code: str
    kind: str
    balance_fen: int
    group: str


def pots_of(asked: str, parameters: Mapping[str, Any]) -> list[Pot]:
    """The pots of a question for pairs of a group and a pot's code, a constant text of SQL."""
    return [
        Pot(*row)
        for row in rows_prepared(
            f"""
        WITH asked (name, code) AS MATERIALIZED ({asked})
        SELECT pot.*, asked.name FROM asked CROSS JOIN LATERAL (
            SELECT id, opened_at, pooled, code, kind, CASE WHEN pooled THEN 0 ELSE balance_fen END
            FROM ledger_pot WHERE code = asked.code LIMIT 1
        ) AS pot
        """,  # noqa: S608 - `asked` is a text of this program, its values are parameters
            parameters,
        )
    ]


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


@dataclass(frozen=True)
class KindTotal:
    kind: str
    place: Place
    label: str
    pots: int
    balance_fen: int


def trial_balance(as_of: datetime | None = None) -> list[KindTotal]:
    """What all pots of each kind hold, now or as of a past moment; all of it makes zero. (LED-04)"""
    if as_of is None:
        rows = rows_of(
            "SELECT kind, count(*), sum(CASE WHEN pooled THEN ledger_derived_fen(id)"
            " ELSE balance_fen END)::bigint FROM ledger_pot GROUP BY kind",
            None,
        )
    else:
        rows = rows_of(
            """
            SELECT kind, count(*), coalesce(sum(total_fen), 0)::bigint
            FROM ledger_pot LEFT JOIN (
                SELECT pot_id, sum(fen) AS total_fen FROM (
                    SELECT source_id AS pot_id, -amount_fen AS fen FROM ledger_transfer
                    WHERE recorded_at <= %(as_of)s
                    UNION ALL SELECT destination_id, amount_fen FROM ledger_transfer
                    WHERE recorded_at <= %(as_of)s
                ) AS side GROUP BY pot_id
            ) AS moved ON pot_id = id
            WHERE opened_at <= %(as_of)s OR pot_id IS NOT NULL GROUP BY kind
            """,
            {"as_of": as_of},
        )
    totals = {kind: (pots, fen) for kind, pots, fen in rows}
    return [
        KindTotal(kind.name, kind.place, str(kind.label), *totals[kind.name])
        for kind in KINDS.values()
        if kind.name in totals
    ]


@dataclass(frozen=True)
class BankDay:
    """A bank account by our books, as its statement should show it: positive is money of ours."""

    bank: str
    day: date
    opening_fen: int
    in_fen: int
    out_fen: int

    @property
    def closing_fen(self) -> int:
        return self.opening_fen + self.in_fen - self.out_fen


def bank_book(bank: str, day: date, as_of: datetime | None = None) -> BankDay:
    """What the statement of a bank for a Beijing day must say, as known now or at a past moment."""
    rows = rows_of(
        """
        WITH pot AS (SELECT id FROM ledger_pot WHERE code = %(code)s),
        line AS (
            SELECT upto_id, balance_fen FROM ledger_carried_forward JOIN pot ON pot_id = id
            WHERE max_recorded_at < %(start)s - %(ahead)s AND max_recorded_at <= %(as_of)s
            ORDER BY upto_id DESC LIMIT 1
        ), moved AS (
            SELECT amount_fen AS fen, happened_at FROM ledger_transfer
            WHERE source_id = (SELECT id FROM pot) AND happened_at < %(end)s
              AND id > coalesce((SELECT upto_id FROM line), 0) AND recorded_at <= %(as_of)s
            UNION ALL SELECT -amount_fen, happened_at FROM ledger_transfer
            WHERE destination_id = (SELECT id FROM pot) AND happened_at < %(end)s
              AND id > coalesce((SELECT upto_id FROM line), 0) AND recorded_at <= %(as_of)s
        )
        SELECT coalesce(sum(fen) FILTER (WHERE happened_at < %(start)s), 0)::bigint
                   - coalesce((SELECT balance_fen FROM line), 0),
               coalesce(sum(fen) FILTER (WHERE happened_at >= %(start)s AND fen > 0), 0)::bigint,
               -coalesce(sum(fen) FILTER (WHERE happened_at >= %(start)s AND fen < 0), 0)::bigint
        FROM moved
        """,
        {
            "code": f"world:{bank}",
            "start": clock.start_of(day),
            "end": clock.end_of(day),
            "ahead": AHEAD,
            "as_of": as_of or clock.now(),
        },
    )
    return BankDay(bank, day, *rows[0])


def day_head(day: date) -> str | None:
    """The digest published for a day: it vouches for every transfer sealed by the end of it."""
    head = DayHead.objects.filter(day=day).first()
    return None if head is None else bytes(head.digest).hex()


@dataclass(frozen=True)
class Head:
    """What is published for a day: the digest that vouches for every transfer sealed by the end of it."""

    day: date
    seal_no: int
    digest: str


def day_heads(before: date | None = None, limit: int = 50) -> list[Head]:
    """The published heads, newest first; the next page is `before` the last day. (BEY-15)"""
    heads = DayHead.objects.order_by("-day")
    if before is not None:
        heads = heads.filter(day__lt=before)
    return [Head(head.day, head.seal_id, bytes(head.digest).hex()) for head in heads[:limit]]


def rows_of(sql: str, parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
