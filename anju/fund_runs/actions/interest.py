"""A year's interest of every home, counted in chunks by amount times days (积数). (rules B3.4 to B3.7)"""

from datetime import date

from django.db import connection
from django.db.models import Sum

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move, one_at_a_time
from anju.core.refusals import Refused, ensure
from anju.fund import queries as fund
from anju.fund_runs.models import InterestRate, Line, Run
from anju.fund_runs.numbers import run_no
from anju.fund_runs.rules import (
    CHUNK,
    PARTS_OF_A_FEN,
    Kind,
    Refusal,
    Status,
    settled_upto,
)
from anju.payments import queries as payment_queries
from anju.payments.rules import Business
from anju.people.queries import check_power, department_of
from anju.people.rules import Power


@action
def set_interest_rate(
    *, from_on: date, carried_ppm: int, current_ppm: int, source: str, by: Actor
) -> InterestRate:
    """From a day to come on, a year's interest is so many parts per million: 11000 is 1.10 %. The same again changes
    nothing. Refused for a day that has begun and before a rate already entered.
    """
    check_power(by, Power.FUND_PAY)
    last = InterestRate.objects.order_by("-from_on").first()
    wanted = (from_on, carried_ppm, current_ppm)
    if last is not None and (last.from_on, last.carried_ppm, last.current_ppm) == wanted:
        return last
    if from_on <= clock.today():
        raise Refused(Refusal.RATE_IN_PAST, from_on=from_on)
    if last is not None and from_on <= last.from_on:
        raise Refused(Refusal.RATE_OUT_OF_ORDER, from_on=from_on, last_on=last.from_on)
    return InterestRate.objects.create(
        from_on=from_on,
        carried_ppm=carried_ppm,
        current_ppm=current_ppm,
        source=source,
        recorded_by=by.name,
        recorded_at=clock.now(),
    )


@action
def start_interest_run(*, bank: str, by: Actor) -> Run | None:
    """The run of the last settlement day at one of the fund's banks, from where the run before ended.

    Twice is once; None where that day is settled. The clock starts it, staff again after it was sent back. Refused
    while the run before is open, without accounts, and without a rate for its first day.
    """
    if by.staff_id is not None:
        check_power(by, Power.FUND_PAY)
        ensure(not department_of(by), "interest is the whole city's")
    one_at_a_time(f"fund_runs:{bank}")
    account = payment_queries.account_of(bank)
    if account is None or account.business != Business.FUND:
        raise Refused(Refusal.NO_ACCOUNTS, bank=bank)
    to_on = settled_upto(clock.today())
    runs = Run.objects.filter(bank_account=account, kind=Kind.INTEREST)
    last = runs.exclude(status=Status.REJECTED).order_by("-to_on").first()
    if last is not None and last.to_on == to_on:
        return last
    if last is not None and last.status != Status.DONE:
        raise Refused(Refusal.RUN_OPEN, no=last.no)
    from_on = last.to_on if last is not None else fund.first_opened_on(account.pk)
    if from_on is None:
        raise Refused(Refusal.NO_ACCOUNTS, bank=bank)
    if from_on >= to_on:
        return None
    if not InterestRate.objects.filter(from_on__lte=from_on).exists():
        raise Refused(Refusal.NO_RATE, day=from_on)
    return Run.objects.create(
        no=run_no(Kind.INTEREST, clock.now()),
        kind=Kind.INTEREST,
        bank_account=account,
        from_on=from_on,
        to_on=to_on,
        made_by=by.name,
        made_at=clock.now(),
    )


@action
def close_interest(*, account_id: int, by: Actor) -> Run | None:
    """What one home has earned since the last settlement, at the demand rate, up to the day on which it is given up or
    lost: to be approved and booked as any run, before all that it holds goes back. (rule B3.8)

    Twice a day is once; None when nothing can have been earned. Refused while the yearly run is open.
    """
    check_power(by, Power.FUND_PAY)
    account = fund.account(account_id)
    there = account.dwelling.building.community.district
    ensure(department_of(by) in ("", there), "another department's")
    one_at_a_time(f"fund_runs:{account.bank_account.bank}")
    yearly = Run.objects.filter(bank_account=account.bank_account_id, kind=Kind.INTEREST)
    last = yearly.exclude(status=Status.REJECTED).order_by("-to_on").first()
    if last is not None and last.status != Status.DONE:
        raise Refused(Refusal.RUN_OPEN, no=last.no)
    opened_on = clock.day_of(account.opened_at)
    closings = Run.objects.filter(account=account, kind=Kind.CLOSING)
    before = closings.exclude(status=Status.REJECTED).order_by("-to_on").first()
    if before is not None and before.to_on == clock.today():
        return before
    ends = [run.to_on for run in (last, before) if run is not None and run.to_on is not None]
    from_on = max([opened_on, *ends])
    if from_on >= clock.today():
        return None
    return Run.objects.create(
        no=run_no(Kind.CLOSING, clock.now()),
        kind=Kind.CLOSING,
        bank_account=account.bank_account,
        account=account,
        from_on=from_on,
        to_on=clock.today(),
        made_by=by.name,
        made_at=clock.now(),
    )


# What each home held on each day, from what it holds now and what moved since: one question, so one moment. Frozen
# money is still the home's. What is spent is taken first from what was carried over; what came in since earns the other
# rate. What came in late for an earlier year is in the opening balance. Nothing waits for this, nor this for anybody.
# A home that was given up in the year and had its interest then earns again from that day on. Most homes do not move in
# a year: what they hold is multiplied once.
COUNT = """
WITH rate AS MATERIALIZED (
    SELECT greatest(from_on, %(from_on)s) AS from_on,
        CASE WHEN %(at_demand)s THEN current_ppm ELSE carried_ppm END AS carried_ppm, current_ppm,
        least(coalesce(lead(from_on) OVER (ORDER BY from_on), %(to_on)s), %(to_on)s) AS to_on
    FROM fund_runs_interestrate
), closed AS MATERIALIZED (
    SELECT account_id, max(to_on) AS on_day FROM fund_runs_run
    WHERE kind = 'closing' AND status <> 'rejected' AND to_on > %(from_on)s AND id <> %(run)s GROUP BY account_id
), home AS MATERIALIZED (
    SELECT account.id AS account_id, part.unit, pot.id AS pot_id, pot.balance_fen,
        greatest(closed.on_day, %(from_on)s) AS since
    FROM fund_account AS account
    LEFT JOIN closed ON closed.account_id = account.id
    CROSS JOIN (VALUES (false, ''), (false, ':frozen'), (true, ':unit')) AS part (unit, suffix)
    JOIN ledger_pot AS pot ON pot.code = 'home:' || account.dwelling_id || part.suffix
    WHERE account.id > %(after)s AND account.id <= %(upto)s AND account.bank_account_id = %(bank_account)s
        AND coalesce(closed.on_day < %(to_on)s, true)
), moved AS MATERIALIZED (
    SELECT account_id, unit, day, sum(fen)::bigint AS fen FROM (
        SELECT account_id, unit, (happened_at AT TIME ZONE 'Asia/Shanghai')::date AS day, amount_fen AS fen
        FROM home JOIN ledger_transfer AS transfer ON destination_id = pot_id
        WHERE happened_at >= since::timestamp AT TIME ZONE 'Asia/Shanghai'
            AND recorded_at >= %(from_at)s::timestamptz - interval '24 hours'
        UNION ALL
        SELECT account_id, unit, (happened_at AT TIME ZONE 'Asia/Shanghai')::date, -amount_fen
        FROM home JOIN ledger_transfer AS transfer ON source_id = pot_id
        WHERE happened_at >= since::timestamp AT TIME ZONE 'Asia/Shanghai'
            AND recorded_at >= %(from_at)s::timestamptz - interval '24 hours'
    ) AS one GROUP BY account_id, unit, day HAVING sum(fen) <> 0
), held AS (
    SELECT account_id, unit, since, sum(balance_fen)::bigint AS fen FROM home GROUP BY account_id, unit, since
), since AS (
    SELECT account_id, unit, sum(fen)::bigint AS fen, min(day) AS first_on FROM moved GROUP BY account_id, unit
), opening AS MATERIALIZED (
    SELECT account_id, unit, held.since, held.fen - coalesce(since.fen, 0) AS fen,
        held.since > %(from_on)s OR coalesce(first_on < %(to_on)s, false) AS moves
    FROM held LEFT JOIN since USING (account_id, unit)
), step AS (
    SELECT account_id, unit, since AS day, 0::bigint AS fen FROM opening WHERE moves
    UNION ALL SELECT account_id, unit, day, fen FROM moved WHERE day < %(to_on)s
), span AS (
    SELECT account_id, unit, opening.fen AS opening_fen, day AS from_on,
        lead(day, 1, %(to_on)s) OVER ordered AS to_on,
        greatest(opening.fen - sum(greatest(-step.fen, 0)) OVER ordered, 0)::bigint AS carried_fen,
        (opening.fen + sum(step.fen) OVER ordered)::bigint AS held_fen
    FROM step JOIN opening USING (account_id, unit)
    WINDOW ordered AS (PARTITION BY account_id, unit ORDER BY day)
), counted AS (
    SELECT account_id, unit, opening_fen, sum(
        (least(span.to_on, rate.to_on) - greatest(span.from_on, rate.from_on))
        * (carried_fen * carried_ppm + (held_fen - carried_fen) * current_ppm)
    )::bigint AS parts
    FROM span JOIN rate ON rate.from_on < span.to_on AND rate.to_on > span.from_on
    WHERE held_fen > 0
    GROUP BY account_id, unit, opening_fen
    UNION ALL
    SELECT account_id, unit, fen, fen * whole.ppm_days FROM opening, (
        SELECT sum((to_on - from_on) * carried_ppm)::bigint AS ppm_days FROM rate WHERE to_on > from_on
    ) AS whole WHERE NOT moves
)
INSERT INTO fund_runs_line (run_id, account_id, unit, opening_fen, amount_fen)
SELECT %(run)s, account_id, unit, opening_fen, (2 * parts + %(fen)s) / (2 * %(fen)s)
FROM counted WHERE 2 * parts >= %(fen)s
"""


@action
def count_chunk(*, run_id: int, limit: int = CHUNK, by: Actor) -> bool:
    """Count the interest of the next so many homes; whether there are more. After the last it waits to be checked."""
    run: Run = lock(Run, pk=run_id)
    if run.status != Status.COUNTING:
        return False
    upto = _upto(run, limit)
    if upto is None:
        _finish_counting(run, by)
        return False
    facts = {
        "run": run.pk,
        "bank_account": run.bank_account_id,
        "after": upto - 1 if run.account_id else run.counted_to,
        "upto": upto,
        "at_demand": run.kind == Kind.CLOSING,
        "from_on": run.from_on,
        "to_on": run.to_on,
        "from_at": clock.start_of(run.from_on),  # type: ignore[arg-type]
        "fen": PARTS_OF_A_FEN,
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, facts)
    run.counted_to = upto
    run.save(update_fields=["counted_to"])
    return True


def _upto(run: Run, limit: int) -> int | None:
    """The last account of the next chunk; None where none is left."""
    if run.account_id is not None:
        return run.account_id if run.counted_to < run.account_id else None
    return fund.account_after(run.bank_account_id, run.counted_to, limit)


def _finish_counting(run: Run, by: Actor) -> None:
    total = Line.objects.filter(run=run).aggregate(fen=Sum("amount_fen", default=0))["fen"]
    homes = Line.objects.filter(run=run).values("account").distinct().count()
    move(run, "count", by=by, amount_fen=total, homes=homes)
