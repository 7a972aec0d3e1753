"""What the books say as a whole: every kind of pot, a bank's day, the published heads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from anju.core import clock
from anju.ledger.models import DayHead
from anju.ledger.queries.pots import AHEAD, rows_of
from anju.ledger.rules import KINDS, Kind, Place


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


TOTALS = """
    WITH line AS (
        SELECT held FROM ledger_total WHERE max_recorded_at <= %(as_of)s
        ORDER BY max_recorded_at DESC, no DESC LIMIT 1
    ), around AS (
        SELECT first_id, upto_id FROM ledger_total
        WHERE tstzrange(min_recorded_at, max_recorded_at, '[)') @> %(as_of)s
        UNION ALL
        SELECT coalesce((SELECT upto_id FROM ledger_total ORDER BY no DESC LIMIT 1), 0) + 1, 9223372036854775807
    ), moved AS MATERIALIZED (
        SELECT source_id, destination_id, amount_fen FROM around
        JOIN ledger_transfer ON id >= first_id AND id <= upto_id AND recorded_at <= %(as_of)s
    )
    SELECT kind, sum(fen)::bigint FROM (
        SELECT key AS kind, value::bigint AS fen FROM line, jsonb_each_text(held)
        UNION ALL SELECT kind, -amount_fen FROM moved JOIN ledger_pot ON id = source_id
        UNION ALL SELECT kind, amount_fen FROM moved JOIN ledger_pot ON id = destination_id
    ) AS side GROUP BY kind
"""


@dataclass(frozen=True)
class Total:
    """What all pots of a kind hold together."""

    kind: Kind
    balance_fen: int


def totals(as_of: datetime | None = None) -> list[Total]:
    """The trial balance as pages show it: what each kind of pot holds, now or as of a past moment, from the totals that
    sealing keeps and from what was recorded around that moment. The proof does not believe it: it uses `trial_balance`.
    (LED-04)
    """
    moment = "infinity" if as_of is None else as_of.isoformat()
    sql = TOTALS.replace("%(as_of)s", "%(as_of)s::timestamptz")
    held = {kind: int(fen) for kind, fen in rows_of(sql, {"as_of": moment})}
    return [Total(kind, held.get(kind.name, 0)) for kind in KINDS.values()]


@dataclass(frozen=True)
class PooledTotal:
    """What a pooled pot holds: money of many, as a rule at one bank."""

    code: str
    kind: Kind
    balance_fen: int


def pooled_totals(as_of: datetime | None = None) -> list[PooledTotal]:
    """What every pooled pot holds, now or as of a past moment, each from its own lines. (LED-04)"""
    rows = rows_of(
        """
        SELECT code, kind, coalesce(line.balance_fen, 0) + coalesce((
            SELECT sum(amount_fen) FROM ledger_transfer WHERE destination_id = pot.id
            AND id > coalesce(line.upto_id, 0) AND id <= last.id AND recorded_at <= %(as_of)s::timestamptz
        ), 0) - coalesce((
            SELECT sum(amount_fen) FROM ledger_transfer WHERE source_id = pot.id
            AND id > coalesce(line.upto_id, 0) AND id <= last.id AND recorded_at <= %(as_of)s::timestamptz
        ), 0)
        FROM ledger_pot AS pot CROSS JOIN (SELECT ledger_last_id(%(as_of)s::timestamptz) AS id) AS last
        LEFT JOIN LATERAL (
            SELECT balance_fen, upto_id FROM ledger_carried_forward
            WHERE pot_id = pot.id AND max_recorded_at <= %(as_of)s::timestamptz ORDER BY upto_id DESC LIMIT 1
        ) AS line ON true
        WHERE pooled ORDER BY code
        """,
        {"as_of": "infinity" if as_of is None else as_of.isoformat()},
    )
    return [PooledTotal(code, KINDS[kind], int(fen)) for code, kind, fen in rows]


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
    return bank_days([bank], day, as_of)[0]


def bank_days(banks: Sequence[str], day: date, as_of: datetime | None = None) -> list[BankDay]:
    """The same of several banks, in this order. As known now it is read from the days that are kept."""
    rows = _days_known_now(banks, day) if as_of is None else _days_known_at(banks, day, as_of)
    found = {code: figures for code, *figures in rows}
    return [BankDay(bank, day, *found.get(f"world:{bank}", (0, 0, 0))) for bank in banks]


def _days_known_now(banks: Sequence[str], day: date) -> list[Any]:
    """What is kept, by months before the day's own; and what no line of the totals reaches yet."""
    return rows_of(
        """
        SELECT pot.code, kept.opening_fen + last.opening_fen, kept.in_fen + last.in_fen, kept.out_fen + last.out_fen
        FROM ledger_pot AS pot
        CROSS JOIN (SELECT coalesce((SELECT upto_id FROM ledger_total ORDER BY no DESC LIMIT 1), 0) AS id) AS upto
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(out_fen - in_fen) FILTER (WHERE day < %(day)s), 0)::bigint AS opening_fen,
                coalesce(sum(out_fen) FILTER (WHERE day = %(day)s AND span = 'day'), 0)::bigint AS in_fen,
                coalesce(sum(in_fen) FILTER (WHERE day = %(day)s AND span = 'day'), 0)::bigint AS out_fen
            FROM ledger_pooled_day WHERE pot_id = pot.id AND (
                span = 'month' AND day < %(month)s OR span = 'day' AND day BETWEEN %(month)s AND %(day)s
            )
        ) AS kept
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(fen) FILTER (WHERE happened_at < %(start)s), 0)::bigint AS opening_fen,
                coalesce(sum(fen) FILTER (WHERE happened_at >= %(start)s AND fen > 0), 0)::bigint AS in_fen,
                -coalesce(sum(fen) FILTER (WHERE happened_at >= %(start)s AND fen < 0), 0)::bigint AS out_fen
            FROM (
                SELECT amount_fen AS fen, happened_at FROM ledger_transfer
                WHERE source_id = pot.id AND happened_at < %(end)s AND id > upto.id
                UNION ALL SELECT -amount_fen, happened_at FROM ledger_transfer
                WHERE destination_id = pot.id AND happened_at < %(end)s AND id > upto.id
            ) AS moved
        ) AS last WHERE pot.code = ANY (%(codes)s)
        """,
        {
            "codes": [f"world:{bank}" for bank in banks],
            "day": day,
            "month": day.replace(day=1),
            "start": clock.start_of(day),
            "end": clock.end_of(day),
        },
    )


def _days_known_at(banks: Sequence[str], day: date, as_of: datetime) -> list[Any]:
    return rows_of(
        """
        SELECT pot.code, day.* FROM ledger_pot AS pot
        CROSS JOIN (SELECT ledger_last_id(%(as_of)s) AS id) AS last
        LEFT JOIN LATERAL (
            SELECT upto_id, balance_fen FROM ledger_carried_forward
            WHERE pot_id = pot.id AND max_recorded_at < %(start)s - %(ahead)s AND max_recorded_at <= %(as_of)s
            ORDER BY upto_id DESC LIMIT 1
        ) AS line ON true
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(fen) FILTER (WHERE happened_at < %(start)s), 0)::bigint
                    - coalesce(line.balance_fen, 0),
                coalesce(sum(fen) FILTER (WHERE happened_at >= %(start)s AND fen > 0), 0)::bigint,
                -coalesce(sum(fen) FILTER (WHERE happened_at >= %(start)s AND fen < 0), 0)::bigint
            FROM (
                SELECT amount_fen AS fen, happened_at FROM ledger_transfer
                WHERE source_id = pot.id AND happened_at < %(end)s AND id > coalesce(line.upto_id, 0)
                  AND id <= last.id AND recorded_at <= %(as_of)s
                UNION ALL SELECT -amount_fen, happened_at FROM ledger_transfer
                WHERE destination_id = pot.id AND happened_at < %(end)s AND id > coalesce(line.upto_id, 0)
                  AND id <= last.id AND recorded_at <= %(as_of)s
            ) AS moved
        ) AS day WHERE pot.code = ANY (%(codes)s)
        """,
        {
            "codes": [f"world:{bank}" for bank in banks],
            "start": clock.start_of(day),
            "end": clock.end_of(day),
            "ahead": AHEAD,
            "as_of": as_of,
        },
    )


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


def head_with_digest(digest: bytes) -> Head | None:
    """The latest day whose published head this is; None when it was never published. (BEY-15)"""
    head = DayHead.objects.filter(digest=digest).order_by("-day").first()
    return None if head is None else Head(head.day, head.seal_id, digest.hex())
