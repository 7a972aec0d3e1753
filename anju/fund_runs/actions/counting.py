"""Interest is counted in chunks by amount times days (积数). (rules B3.4 to B3.7)"""

from typing import Any

from django.db import connection
from django.db.models import Sum

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.fund_runs.actions.chunks import cut, next_chunk, room_to_work
from anju.fund_runs.models import Chunk, Run
from anju.fund_runs.rules import CHUNK, PARTS_OF_A_FEN, Kind, Status

# What each home held on each day, from what it holds now and what moved since: one question, so one moment. Frozen
# money is still the home's. What is spent is taken first from what was carried over; what came in since earns the other
# rate. What came in late for an earlier year is in the opening balance. Nothing waits for this, nor this for anybody.
# A home that was given up in the year and had its interest then earns again from that day on. Most homes do not move in
# a year: what they hold is multiplied once.
#
# Pots are opened with their accounts, so those of a chunk stand side by side: what moved in all of them is read at
# once, from the first to the last; the few that were opened at another time are looked up one by one. What belongs
# together is brought together by sorting: how much of it there is cannot be guessed, and a join would be a gamble.
# «BETWEEN pot_id AND pot_id», because nearly all money comes from one pot, and = is taken to mean that one.
COUNT = """
WITH rate AS MATERIALIZED (
    SELECT greatest(from_on, %(from_on)s) AS from_on,
        CASE WHEN %(at_demand)s THEN current_ppm ELSE carried_ppm END AS carried_ppm, current_ppm,
        least(coalesce(lead(from_on) OVER (ORDER BY from_on), %(to_on)s), %(to_on)s) AS to_on
    FROM fund_runs_interestrate
), closed AS MATERIALIZED (
    SELECT account_id, max(to_on) AS on_day FROM fund_runs_run
    WHERE kind = 'closing' AND status <> 'rejected' AND to_on > %(from_on)s AND id <> %(run)s
        AND account_id > %(after)s AND account_id <= %(upto)s GROUP BY account_id
), home AS MATERIALIZED (
    SELECT account.id AS account_id, pot.kind IN ('home_unit', 'home_unit_frozen') AS unit, pot.id AS pot_id,
        pot.balance_fen, greatest(closed.on_day, %(from_on)s) AS since_on
    FROM fund_account AS account
    LEFT JOIN closed ON closed.account_id = account.id
    CROSS JOIN LATERAL (
        SELECT id, kind, balance_fen FROM ledger_pot WHERE code = 'home:' || account.dwelling_id
        UNION ALL
        SELECT id, kind, balance_fen FROM ledger_pot
        WHERE code > 'home:' || account.dwelling_id || ':' AND code < 'home:' || account.dwelling_id || ';'
            AND kind IN ('home_frozen', 'home_unit', 'home_unit_frozen')
    ) AS pot
    WHERE account.id > %(after)s AND account.id <= %(upto)s AND account.bank_account_id = %(bank_account)s
        AND coalesce(closed.on_day < %(to_on)s, true)
), most AS (
    SELECT percentile_disc(0.01) WITHIN GROUP (ORDER BY pot_id) AS first_id,
        percentile_disc(0.99) WITHIN GROUP (ORDER BY pot_id) AS last_id, count(*) AS pots FROM home
), side_by_side AS MATERIALIZED (
    SELECT first_id, last_id FROM most WHERE last_id - first_id < 20 * pots
), near AS MATERIALIZED (
    SELECT destination_id AS pot_id, happened_at, amount_fen AS fen FROM ledger_transfer
    WHERE destination_id >= (SELECT first_id FROM side_by_side) AND destination_id <= (SELECT last_id FROM side_by_side)
        AND happened_at >= %(from_at)s AND recorded_at >= %(from_at)s::timestamptz - interval '24 hours'
    UNION ALL
    SELECT source_id, happened_at, -amount_fen FROM ledger_transfer
    WHERE source_id >= (SELECT first_id FROM side_by_side) AND source_id <= (SELECT last_id FROM side_by_side)
        AND happened_at >= %(from_at)s AND recorded_at >= %(from_at)s::timestamptz - interval '24 hours'
), far AS MATERIALIZED (
    SELECT home.* FROM home LEFT JOIN side_by_side ON pot_id BETWEEN first_id AND last_id WHERE first_id IS NULL
), known AS (
    SELECT max(account_id) OVER of_pot AS account_id, bool_or(unit) OVER of_pot AS unit, happened_at, fen
    FROM (
        SELECT pot_id, account_id, unit, NULL::timestamptz AS happened_at, NULL::bigint AS fen FROM home
        UNION ALL SELECT pot_id, NULL, NULL, happened_at, fen FROM near
    ) AS one WINDOW of_pot AS (PARTITION BY pot_id)
), moved AS MATERIALIZED (
    SELECT account_id, unit, (happened_at AT TIME ZONE 'Asia/Shanghai')::date AS day, sum(fen)::bigint AS fen FROM (
        SELECT account_id, unit, happened_at, fen FROM known WHERE account_id IS NOT NULL AND fen IS NOT NULL
        UNION ALL
        SELECT account_id, unit, happened_at, fen FROM far CROSS JOIN LATERAL (
            SELECT happened_at, amount_fen AS fen FROM ledger_transfer
            WHERE destination_id BETWEEN pot_id AND pot_id
                AND recorded_at >= %(from_at)s::timestamptz - interval '24 hours'
            UNION ALL
            SELECT happened_at, -amount_fen FROM ledger_transfer
            WHERE source_id BETWEEN pot_id AND pot_id
                AND recorded_at >= %(from_at)s::timestamptz - interval '24 hours'
        ) AS one WHERE happened_at >= %(from_at)s
    ) AS one GROUP BY account_id, unit, day HAVING sum(fen) <> 0
), opening AS MATERIALIZED (
    SELECT account_id, unit, max(since_on) AS since_on, sum(fen)::bigint AS fen,
        max(since_on) > %(from_on)s OR coalesce(min(day) < %(to_on)s, false) AS moves
    FROM (
        SELECT account_id, unit, since_on, balance_fen AS fen, NULL::date AS day FROM home
        UNION ALL SELECT account_id, unit, NULL, -fen, day FROM moved
    ) AS one GROUP BY account_id, unit
), step AS (
    SELECT account_id, unit, max(opening_fen) OVER of_home AS opening_fen, max(since_on) OVER of_home AS since_on,
        day, fen
    FROM (
        SELECT account_id, unit, fen AS opening_fen, since_on, %(from_on)s::date AS day, 0::bigint AS fen
        FROM opening WHERE moves
        UNION ALL SELECT account_id, unit, NULL, NULL, day, fen FROM moved WHERE day < %(to_on)s
    ) AS one WINDOW of_home AS (PARTITION BY account_id, unit)
), span AS (
    SELECT account_id, unit, opening_fen, since_on, day AS from_on,
        lead(day, 1, %(to_on)s) OVER ordered AS to_on,
        greatest(opening_fen - sum(greatest(-fen, 0)) OVER ordered, 0)::bigint AS carried_fen,
        (opening_fen + sum(fen) OVER ordered)::bigint AS held_fen
    FROM step WINDOW ordered AS (PARTITION BY account_id, unit ORDER BY day)
), counted AS (
    SELECT account_id, unit, opening_fen, sum(
        (least(span.to_on, rate.to_on) - greatest(span.from_on, rate.from_on, since_on))
        * (carried_fen * carried_ppm + (held_fen - carried_fen) * current_ppm)
    )::bigint AS parts
    FROM span JOIN rate ON rate.from_on < span.to_on AND rate.to_on > span.from_on
    WHERE held_fen > 0 AND least(span.to_on, rate.to_on) > since_on
    GROUP BY account_id, unit, opening_fen
    UNION ALL
    SELECT account_id, unit, fen, fen * whole.ppm_days FROM opening, (
        SELECT sum((to_on - from_on) * carried_ppm)::bigint AS ppm_days FROM rate WHERE to_on > from_on
    ) AS whole WHERE NOT moves
), line AS (
    INSERT INTO fund_runs_line (run_id, account_id, unit, opening_fen, amount_fen)
    SELECT %(run)s, account_id, unit, opening_fen, (2 * parts + %(fen)s) / (2 * %(fen)s)
    FROM counted WHERE 2 * parts >= %(fen)s ORDER BY account_id, unit
    RETURNING unit, amount_fen, account_id
)
SELECT count(DISTINCT account_id), coalesce(sum(amount_fen), 0)::bigint FROM line
"""


@action
def count_chunk(*, run_id: int, limit: int = CHUNK, by: Actor) -> bool:
    """Count the interest of so many homes that nobody counts now; whether there are more. The last worker that finds
    none lets the run wait to be checked.
    """
    run = Run.objects.get(pk=run_id)
    if run.status != Status.COUNTING:
        return False
    if not run.chunks.exists():
        return _cut(run_id, limit)
    chunk = next_chunk(run, "counted_at")
    if chunk is None:
        return _finish_counting(run_id, by)
    room_to_work()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, _facts(run, chunk))
        chunk.homes, chunk.amount_fen = cursor.fetchone()
    chunk.counted_at = clock.now()
    chunk.save(update_fields=["homes", "amount_fen", "counted_at"])
    return True


def _facts(run: Run, chunk: Chunk) -> dict[str, Any]:
    return {
        "run": run.pk,
        "bank_account": run.bank_account_id,
        "after": chunk.after,
        "upto": chunk.upto,
        "at_demand": run.kind == Kind.CLOSING,
        "from_on": run.from_on,
        "to_on": run.to_on,
        "from_at": clock.start_of(run.from_on),  # type: ignore[arg-type]
        "fen": PARTS_OF_A_FEN,
    }


ACCOUNTS = "SELECT id FROM fund_account WHERE bank_account_id = %(bank_account)s"


def _cut(run_id: int, limit: int) -> bool:
    run: Run = lock(Run, pk=run_id)
    if run.account_id is not None:
        Chunk.objects.get_or_create(run=run, after=run.account_id - 1, upto=run.account_id)
    elif not run.chunks.exists():
        cut(run, ACCOUNTS, limit)
    return True


def _finish_counting(run_id: int, by: Actor) -> bool:
    """Another worker that still counts finishes when it finds no more."""
    run: Run = lock(Run, pk=run_id)
    if run.status == Status.COUNTING and not run.chunks.filter(counted_at=None).exists():
        totals = run.chunks.aggregate(homes=Sum("homes"), fen=Sum("amount_fen"))
        move(run, "count", by=by, amount_fen=totals["fen"], homes=totals["homes"])
    return False
