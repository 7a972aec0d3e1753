"""A year's interest of all homes of a city, beside a bare COPY of all the rows it writes.

Every home has deposited before the first year; in each year every tenth has topped up and every hundredth has paid for
repairs. Each run settles the next year. Counting and booking are measured together, by two workers as in the product,
for a quarter of the homes, a half, and all; the last run is broken off half way and taken up again.
"""

import os
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from django.db import connection

from anju.core import clock
from anju.core.actors import CLOCK, Actor
from anju.core.db import rehearse
from anju.fund_runs import actions
from anju.fund_runs.models import Chunk, Line, Run
from anju.fund_runs.rules import Status, settled_upto
from anju.ledger import actions as ledger
from anju.payments import actions as payments
from anju.payments.rules import Business
from anju.people.rules import Power
from bench import city, measure
from bench.copying import copy
from bench.measure import Figure, against
from bench.old_city import write

SIZE, WORKERS = 7_000_000, 2
RUN, COPY = "a year's interest of {:,} homes", "COPY of the same rows"
CHUNK, HOMES_OF_A_BUILDING = 25_000, 1_000
DEPOSIT_FEN, TOP_UP_FEN, REPAIR_FEN = 18_000_00, 3_000_00, 500_00
CHECKER = Actor("bench", "centre", frozenset({Power.FUND_CHECK}))

PLACES = """
INSERT INTO homes_community (id, name, district, address, custody_mode)
VALUES (1, '望京花园', '110105', '阜通东大街1号', 'trust');
INSERT INTO homes_building (id, community_id, name, storeys)
SELECT n, 1, n || '号楼', 12 FROM generate_series(1, %(buildings)s) AS n;
"""

HOMES = """
CREATE TEMPORARY TABLE one ON COMMIT DROP AS
SELECT n, nextval('ledger_transfer_id') AS first_id FROM generate_series(%(from)s::bigint, %(to)s) AS n;

INSERT INTO homes_dwelling (id, building_id, unit, floor, room, address, grams, area_hundredths, use, kind, sale,
    contract_on)
SELECT n, 1 + (n - 1) / %(of_a_building)s, '1', 1, n::text, '朝阳区阜通东大街1号望京花园' || n || '室', '{}', 9000,
    'residential', 'commercial', 'new', '2015-07-01' FROM one;
INSERT INTO fund_account (id, dwelling_id, bank_account_id, first_fen, completes, opened_at)
SELECT n, n, %(account)s, %(deposit)s, false, %(deposited_at)s FROM one;

CREATE TEMPORARY TABLE move ON COMMIT DROP AS
SELECT n, nextval('ledger_transfer_id') AS id, year, n %% 100 = 1 AS is_repair,
    %(deposited_at)s + make_interval(months => 12 * year + 6, days => (n %% 28)::int) AS at
FROM one, generate_series(0, %(years)s - 1) AS year WHERE n %% 10 = 0 OR n %% 100 = 1;

INSERT INTO ledger_pot (code, kind, pooled, may_go_negative, balance_fen, opened_at)
SELECT 'home:' || n, 'home', false, false, %(deposit)s + %(years)s
    * CASE WHEN n %% 10 = 0 THEN %(top_up)s WHEN n %% 100 = 1 THEN -%(repair)s ELSE 0 END,
    %(deposited_at)s FROM one ORDER BY n;
INSERT INTO ledger_transfer (id, source_id, destination_id, amount_fen, happened_at, recorded_at, number, key, reason,
    cause)
SELECT first_id, world.id, pot.id, %(deposit)s, %(deposited_at)s, %(deposited_at)s, 1, 'home:' || n, 'fund_deposited',
    'bench'
FROM one JOIN ledger_pot AS pot ON pot.code = 'home:' || n, ledger_pot AS world WHERE world.code = 'world:bob'
UNION ALL SELECT move.id, CASE WHEN is_repair THEN pot.id ELSE world.id END,
    CASE WHEN is_repair THEN world.id ELSE pot.id END,
    CASE WHEN is_repair THEN %(repair)s ELSE %(top_up)s END, at, at, 1, 'more:' || year || ':' || n,
    CASE WHEN is_repair THEN 'paid_out' ELSE 'fund_deposited' END, 'bench'
FROM move JOIN ledger_pot AS pot ON pot.code = 'home:' || n, ledger_pot AS world WHERE world.code = 'world:bob';
INSERT INTO ledger_key (key, first_id, last_id)
SELECT 'home:' || n, first_id, first_id FROM one UNION ALL SELECT 'more:' || year || ':' || n, id, id FROM move;
"""

# One seal without digests stands for all that was written: nobody proves this city.
SEALED = """
INSERT INTO ledger_seal (no, first_id, last_id, count, total_fen, max_recorded_at, row_digests, digest, sealed_at)
SELECT coalesce(max(no), 0) + 1, coalesce(max(last_id), 0) + 1, (SELECT last_value FROM ledger_transfer_id), 0, 0,
    now(), '', sha256('bench'), now() FROM ledger_seal
HAVING coalesce(max(last_id), 0) < (SELECT last_value FROM ledger_transfer_id);
"""

# Every row that a run inserts or changes, by its table.
WRITTEN = {
    "fund_runs_line": "run_id = %(run)s",
    "ledger_transfer": "recorded_at >= %(began)s",
    "ledger_key": "first_id IN (SELECT id FROM ledger_transfer WHERE recorded_at >= %(began)s)",
    "ledger_pot": "NOT pooled AND id IN (SELECT destination_id FROM ledger_transfer WHERE recorded_at >= %(began)s)",
}


def measured(*, short: bool) -> list[Figure]:
    size = int(os.environ.get("BENCH_HOMES", SIZE))
    return of_city(1_000, rounds=1) if short else of_city(size, rounds=3)


def of_city(count: int, *, rounds: int) -> list[Figure]:
    """Runs over a quarter of the homes, a half, and all; all of them in turn with a COPY of what was written."""
    city = City(count, years=rounds + 3)
    costs = []
    for homes in (count // 4, count // 2):
        city.grow(homes)
        costs.append(city.credit() / homes)
        measure.say(f"    {homes:,} homes  {1 / costs[-1]:>10,.0f} homes/s")
    city.grow(count)
    runs, copies = [], []
    for number in range(1, rounds + 1):
        runs.append(count / city.credit())
        copies.append(count / city.copy())
        measure.say(f"    round {number}  {runs[-1]:>10,.0f} homes/s, COPY {copies[-1]:>10,.0f}")
    measure.say(
        f"    broken off and taken up again: {count / city.credit(breaks_off=True):,.0f} homes/s"
    )
    costs.append(1 / statistics.median(runs))
    figures = [against(RUN.format(count), "homes/s", runs, COPY, copies, 1 / 1.5)]
    for size, cost in zip((2, 4), costs[1:], strict=True):
        what, peer = f"{count // 4 * size:,} homes: time for each 1,000", f"{count // 4:,} homes"
        ours, theirs = [1000 * cost], [1000 * costs[0]]
        figures.append(against(what, "s", ours, peer, theirs, 1.1, at_least=False))
    return figures


class City:
    """Homes that become more, and one year after another that is settled for all of them."""

    def __init__(self, most: int, *, years: int) -> None:
        self.homes, self.years = 0, years
        last = settled_upto(clock.today())
        self.begins_on = last.replace(year=last.year - years)
        self.to_on = self.begins_on
        account = payments.open_bank_account(
            bank="bob",
            bank_name="北京银行",
            branch_name="北京银行营业部",
            account_no="01090520500120109000009",
            account_name="北京市住宅专项维修资金专户",
            code_prefix="6229",
            merchants={},
            business=Business.FUND,
            by=CLOCK,
        )
        self.account_id = account.pk
        with connection.cursor() as cursor:
            months = 12 * (years + 1)
            cursor.execute("SELECT ledger_make_month_partitions(%s, %s)", [self.begins_on, months])
        write([PLACES], {"buildings": 1 + most // HOMES_OF_A_BUILDING}, unguarded=True)
        ledger.transfer(
            key="bench:interest",
            reason="bank_interest",
            cause="bench",
            happened_at=clock.now(),
            legs=[("world:bob", "interest:bob", 10**14)],
        )

    def grow(self, homes: int) -> None:
        began = time.monotonic()
        parts = [
            (start, min(start + CHUNK - 1, homes))
            for start in range(self.homes + 1, homes + 1, CHUNK)
        ]
        with ThreadPoolExecutor(WORKERS) as threads:
            for _ in threads.map(lambda part: self._write_homes(*part), parts):
                pass
        self.homes = homes
        write([SEALED], {}, unguarded=True)
        city.settle_down()
        measure.say(f"    {homes:,} homes stand after {time.monotonic() - began:.0f} s")

    def _write_homes(self, first: int, last: int) -> None:
        values = {
            "from": first,
            "to": last,
            "of_a_building": HOMES_OF_A_BUILDING,
            "account": self.account_id,
            "years": self.years,
            "deposit": DEPOSIT_FEN,
            "top_up": TOP_UP_FEN,
            "repair": REPAIR_FEN,
            "deposited_at": clock.start_of(self.begins_on - timedelta(days=1)),
        }
        write([HOMES], values, unguarded=True)
        connection.close()

    def credit(self, *, breaks_off: bool = False) -> float:
        """Seconds to count and book the interest of the next year for all homes."""
        from_on, self.to_on = self.to_on, self.to_on.replace(year=self.to_on.year + 1)
        write([SEALED], {}, unguarded=True)
        city.settle_down()
        measure.checkpoint()
        run = Run.objects.create(
            no=f"JX{time.monotonic_ns()}",
            kind="interest",
            bank_account_id=self.account_id,
            from_on=from_on,
            to_on=self.to_on,
            made_by="clock",
            made_at=clock.now(),
        )
        self.run_id, self.began = run.pk, datetime.now(UTC)
        began = time.monotonic()
        self._by_all(actions.count_chunk, breaks_off=breaks_off)
        actions.approve_run(run_id=run.pk, by=CHECKER)
        self._by_all(actions.book_chunk, breaks_off=breaks_off)
        seconds = time.monotonic() - began
        run.refresh_from_db()
        assert (run.status, run.homes) == (Status.DONE, self.homes)
        assert self._credited() == (self.homes, run.amount_fen)
        assert Line.objects.filter(run=run, account=2).get().opening_fen >= DEPOSIT_FEN
        return seconds

    def _by_all(self, work: Callable[..., bool], *, breaks_off: bool) -> None:
        """Half of the chunks, then as a run is taken up that was broken off: what had begun is gone."""
        most = Chunk.objects.filter(run=self.run_id).count() // 4 if breaks_off else None
        with ThreadPoolExecutor(WORKERS) as threads:
            if breaks_off:
                list(threads.map(lambda _: self._by_one(work, most or 2), range(WORKERS)))
                rehearse(work, run_id=self.run_id, by=CLOCK)
            list(threads.map(lambda _: self._by_one(work, None), range(WORKERS)))

    def _by_one(self, work: Callable[..., bool], most: int | None) -> None:
        done = 0
        while done != most and work(run_id=self.run_id, by=CLOCK):
            done += 1
        connection.close()

    def _credited(self) -> tuple[int, int]:
        """How many homes got interest from the run, and how much, by the books."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(DISTINCT destination_id), sum(amount_fen)::bigint FROM ledger_transfer"
                " WHERE recorded_at >= %s",
                [self.began],
            )
            homes, fen = cursor.fetchone()
            return int(homes), int(fen)

    def copy(self) -> float:
        """Seconds to COPY what the last run has written."""
        return copy(WRITTEN, {"began": self.began, "run": self.run_id})
