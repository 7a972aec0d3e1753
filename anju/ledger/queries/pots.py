"""What is in the pots, and what went through them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection

from anju.core import clock
from anju.core.prepared import rows_prepared
from anju.core.refusals import ensure

AHEAD = timedelta(hours=24)  # a transfer is recorded at most so long before the moment it happened


def balance_fen(code: str) -> int:
    """What is in a pot now."""
    return balances([code])[code]


def balances(codes: Iterable[str]) -> dict[str, int]:
    """What is in each of these pots now."""
    wanted = set(codes)
    if not wanted:
        return {}
    held = _held(wanted)
    ensure(held.keys() == wanted, f"pots not opened: {sorted(wanted - held.keys())[:10]}")
    return held


def balances_known(codes: Iterable[str]) -> dict[str, int]:
    """The same of pots some of which may never have been opened: those hold nothing."""
    wanted = set(codes)
    return dict.fromkeys(wanted, 0) | _held(wanted) if wanted else {}


def _held(codes: set[str]) -> dict[str, int]:
    rows = rows_prepared(
        "SELECT code, CASE WHEN pooled THEN ledger_derived_fen(id) ELSE balance_fen END"
        " FROM ledger_pot WHERE code = ANY (%(codes)s)",
        {"codes": list(codes)},
    )
    return dict(rows)


def balance_as_of(code: str, moment: datetime) -> int:
    """What was in a pot by all that had been recorded up to a past moment. (LED-04)"""
    held = balances_as_of([code], moment)
    ensure(code in held, f"pot not opened: {code}")
    return held[code]


def balances_as_of(codes: Iterable[str], moment: datetime) -> dict[str, int]:
    """The same of several pots; those never opened are left out."""
    rows = rows_of(
        """
        SELECT code, coalesce(line.balance_fen, 0) + coalesce((
            SELECT sum(amount_fen) FROM ledger_transfer WHERE destination_id = pot.id
            AND id > coalesce(line.upto_id, 0) AND id <= ledger_last_id(%(moment)s) AND recorded_at <= %(moment)s
        ), 0) - coalesce((
            SELECT sum(amount_fen) FROM ledger_transfer WHERE source_id = pot.id
            AND id > coalesce(line.upto_id, 0) AND id <= ledger_last_id(%(moment)s) AND recorded_at <= %(moment)s
        ), 0)
        FROM ledger_pot AS pot LEFT JOIN LATERAL (
            SELECT balance_fen, upto_id FROM ledger_carried_forward
            WHERE pot_id = pot.id AND max_recorded_at <= %(moment)s ORDER BY upto_id DESC LIMIT 1
        ) AS line ON true WHERE code = ANY (%(codes)s)
        """,
        {"codes": list(codes), "moment": moment},
    )
    return {code: int(fen) for code, fen in rows}


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


def transfer_under(key: str) -> int | None:
    """The first transfer that was booked under a key; None when it was never used."""
    rows = rows_prepared("SELECT first_id FROM ledger_key WHERE key = %(key)s", {"key": key})
    return int(rows[0][0]) if rows else None


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


def flows(code: str, first: date, last: date) -> dict[str, tuple[int, int]]:
    """What came into a pot and what went out of it between two Beijing days, both included, by reason."""
    return flows_of([code], first, last).get(code, {})


def flows_of(
    codes: Sequence[str], first: date, last: date
) -> dict[str, dict[str, tuple[int, int]]]:
    """The same of several pots, by pot and reason. Of a pooled one whole months, and the days beside them, are kept."""
    from_month, to_month = _whole_months(first, last)
    rows = rows_of(
        """
        SELECT code, side.* FROM ledger_pot AS pot
        CROSS JOIN (SELECT coalesce((SELECT upto_id FROM ledger_total ORDER BY no DESC LIMIT 1), 0) AS id) AS upto
        CROSS JOIN LATERAL (
            SELECT reason, sum(in_fen)::bigint, sum(out_fen)::bigint FROM (
                SELECT reason, in_fen, out_fen FROM ledger_pooled_day WHERE pot_id = pot.id AND (
                    span = 'month' AND day >= %(from_month)s AND day < %(to_month)s
                    OR span = 'day' AND day BETWEEN %(first)s AND %(last)s
                    AND NOT (day >= %(from_month)s AND day < %(to_month)s)
                )
                UNION ALL
                SELECT reason, amount_fen, 0 FROM ledger_transfer
                WHERE destination_id = pot.id AND recorded_at >= %(start)s - %(ahead)s
                  AND happened_at >= %(start)s AND happened_at < %(end)s
                  AND id > CASE WHEN pot.pooled THEN upto.id ELSE 0 END
                UNION ALL
                SELECT reason, 0, amount_fen FROM ledger_transfer
                WHERE source_id = pot.id AND recorded_at >= %(start)s - %(ahead)s
                  AND happened_at >= %(start)s AND happened_at < %(end)s
                  AND id > CASE WHEN pot.pooled THEN upto.id ELSE 0 END
            ) AS moved GROUP BY reason
        ) AS side WHERE code = ANY (%(codes)s)
        """,
        {
            "codes": list(codes),
            "first": first,
            "last": last,
            "from_month": from_month,
            "to_month": to_month,
            "start": clock.start_of(first),
            "end": clock.end_of(last),
            "ahead": AHEAD,
        },
    )
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for code, reason, in_fen, out_fen in rows:
        found.setdefault(code, {})[reason] = (in_fen, out_fen)
    return found


def _whole_months(first: date, last: date) -> tuple[date, date]:
    """The months that lie wholly between two days, both included: the first of the first, the first after the last."""
    begins = first if first.day == 1 else month_after(first)
    ends = (last + timedelta(days=1)).replace(day=1)
    return begins, max(begins, ends)


def month_after(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


class YearFlow(NamedTuple):
    """What came into some pots and went out of them for one reason in one year of Beijing, in fen."""

    year: int
    reason: str
    in_fen: int
    out_fen: int


def flows_by_year(codes: Sequence[str]) -> list[YearFlow]:
    """What came into these pots taken together and what went out of them, the first year first."""
    rows = rows_of(
        """
        WITH pot AS MATERIALIZED (
            SELECT coalesce(array_agg(id), '{}') AS ids, min(opened_at) - %(ahead)s AS since
            FROM ledger_pot WHERE code = ANY (%(codes)s)
        )
        SELECT extract(year FROM happened_at AT TIME ZONE 'Asia/Shanghai')::int AS year, reason,
            coalesce(sum(fen) FILTER (WHERE fen > 0), 0)::bigint,
            -coalesce(sum(fen) FILTER (WHERE fen < 0), 0)::bigint
        FROM (
            SELECT reason, amount_fen AS fen, happened_at FROM pot JOIN ledger_transfer
                ON destination_id = ANY (ids) AND recorded_at >= since WHERE source_id <> ALL (ids)
            UNION ALL
            SELECT reason, -amount_fen, happened_at FROM pot JOIN ledger_transfer
                ON source_id = ANY (ids) AND recorded_at >= since WHERE destination_id <> ALL (ids)
        ) AS side
        GROUP BY year, reason ORDER BY year, reason
        """,
        {"codes": list(codes), "ahead": AHEAD},
    )
    return [YearFlow(*row) for row in rows]


def amount_days(codes: Sequence[str], first: date, to: date) -> int:
    """What was in these pots, added up over the Beijing days from one to before another: fen times days (积数)."""
    return amount_days_of({"": codes}, [(first, to)]).get(("", 0), 0)


def amount_days_of(
    groups: Mapping[str, Sequence[str]], spans: Sequence[tuple[date, date]]
) -> dict[tuple[str, int], int]:
    """The same of several groups of pots over several spans: by group and number of the span, what has no pots left
    out.
    """
    pots = [(name, code) for name, codes in groups.items() for code in set(codes)]
    if not pots or not spans:
        return {}
    rows = rows_of(
        """
        SELECT name, span.at, coalesce(sum(fen * greatest(0, upto - greatest(day, since))), 0)::bigint
        FROM unnest(%(names)s::text[], %(codes)s::text[]) AS asked (name, code)
        JOIN ledger_pot AS pot ON pot.code = asked.code
        CROSS JOIN LATERAL (
            SELECT amount_fen AS fen, (happened_at AT TIME ZONE 'Asia/Shanghai')::date AS day
            FROM ledger_transfer WHERE destination_id = pot.id
            UNION ALL
            SELECT -amount_fen, (happened_at AT TIME ZONE 'Asia/Shanghai')::date
            FROM ledger_transfer WHERE source_id = pot.id
        ) AS side
        CROSS JOIN unnest(%(at)s::int[], %(since)s::date[], %(upto)s::date[]) AS span (at, since, upto)
        GROUP BY name, span.at
        """,
        {
            "names": [name for name, _code in pots],
            "codes": [code for _name, code in pots],
            "at": list(range(len(spans))),
            "since": [since for since, _upto in spans],
            "upto": [upto for _since, upto in spans],
        },
    )
    return {(name, at): int(made) for name, at, made in rows}


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


def rows_of(sql: str, parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
