"""A year's interest of all homes of a city, beside a bare COPY of all the rows it writes.

Every home has deposited two years ago and carried that over; every tenth has topped up in the year, every hundredth has
paid for repairs. Counting and booking are measured together, for a quarter of the homes, a half, and all.
"""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

from django.db import connection

from anju.core import clock
from anju.core.actors import CLOCK, Actor
from anju.fund_runs import actions
from anju.fund_runs.models import Line, Run
from anju.fund_runs.rules import Status, settled_upto
from anju.ledger import actions as ledger
from anju.payments import actions as payments
from anju.payments.rules import Business
from anju.people.rules import Power
from bench import city, measure
from bench.copying import copy
from bench.measure import Figure, against
from bench.old_city import write

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
SELECT n, nextval('ledger_transfer_id') AS first_id, nextval('ledger_transfer_id') AS second_id
FROM generate_series(%(from)s::bigint, %(to)s) AS n;

INSERT INTO homes_dwelling (id, building_id, unit, floor, room, address, grams, area_hundredths, use, kind, sale,
    contract_on)
SELECT n, 1 + (n - 1) / %(of_a_building)s, '1', 1, n::text, '朝阳区阜通东大街1号望京花园' || n || '室', '{}', 9000,
    'residential', 'commercial', 'new', '2023-05-01' FROM one;
INSERT INTO fund_account (id, dwelling_id, bank_account_id, first_fen, completes, opened_at)
SELECT n, n, %(account)s, %(deposit)s, false, %(deposited_at)s FROM one;

INSERT INTO ledger_pot (code, kind, pooled, may_go_negative, balance_fen, opened_at)
SELECT 'home:' || n, 'home', false, false, %(deposit)s
    + CASE WHEN n %% 10 = 0 THEN %(top_up)s ELSE 0 END - CASE WHEN n %% 100 = 1 THEN %(repair)s ELSE 0 END,
    %(deposited_at)s FROM one;
INSERT INTO ledger_transfer (id, source_id, destination_id, amount_fen, happened_at, recorded_at, number, key, reason,
    cause)
SELECT first_id, world.id, pot.id, %(deposit)s, %(deposited_at)s, %(deposited_at)s, 1, 'home:' || n, 'fund_deposited',
    'bench'
FROM one JOIN ledger_pot AS pot ON pot.code = 'home:' || n, ledger_pot AS world WHERE world.code = 'world:bob'
UNION ALL SELECT second_id, world.id, pot.id, %(top_up)s, %(moved_at)s, %(moved_at)s, 1, 'more:' || n,
    'fund_deposited', 'bench'
FROM one JOIN ledger_pot AS pot ON pot.code = 'home:' || n, ledger_pot AS world
WHERE world.code = 'world:bob' AND n %% 10 = 0
UNION ALL SELECT second_id, pot.id, world.id, %(repair)s, %(moved_at)s, %(moved_at)s, 1, 'more:' || n, 'paid_out',
    'bench'
FROM one JOIN ledger_pot AS pot ON pot.code = 'home:' || n, ledger_pot AS world
WHERE world.code = 'world:bob' AND n %% 100 = 1;
INSERT INTO ledger_key (key, first_id, last_id)
SELECT 'home:' || n, first_id, first_id FROM one
UNION ALL SELECT 'more:' || n, second_id, second_id FROM one WHERE n %% 10 = 0 OR n %% 100 = 1;
"""

# Every row that a run inserts or changes, by its table.
WRITTEN = {
    "fund_runs_line": "run_id = %(run)s",
    "ledger_transfer": "recorded_at >= %(began)s",
    "ledger_key": "first_id IN (SELECT id FROM ledger_transfer WHERE recorded_at >= %(began)s)",
    "ledger_pot": "NOT pooled AND id IN (SELECT destination_id FROM ledger_transfer WHERE recorded_at >= %(began)s)",
}


def measured(*, short: bool) -> list[Figure]:
    return of_city(1_000, rounds=1) if short else of_city(7_000_000, rounds=3)


def of_city(count: int, *, rounds: int) -> list[Figure]:
    """Runs over a quarter of the homes, a half, and all; all of them in turn with a COPY of what was written."""
    year = Year(count)
    costs = []
    for homes in (count // 4, count // 2):
        year.grow(homes)
        costs.append(year.credit() / homes)
        measure.say(f"    {homes:,} homes  {1 / costs[-1]:>10,.0f} homes/s")
    year.grow(count)
    runs, copies = [], []
    for number in range(1, rounds + 1):
        runs.append(count / year.credit())
        copies.append(count / year.copy())
        measure.say(f"    round {number}  {runs[-1]:>10,.0f} homes/s, COPY {copies[-1]:>10,.0f}")
    costs.append(1 / statistics.median(runs))
    figures = [against(RUN.format(count), "homes/s", runs, COPY, copies, 1 / 1.5)]
    for size, cost in zip((2, 4), costs[1:], strict=True):
        what, peer = f"{count // 4 * size:,} homes: time for each 1,000", f"{count // 4:,} homes"
        ours, theirs = [1000 * cost], [1000 * costs[0]]
        figures.append(against(what, "s", ours, peer, theirs, 1.1, at_least=False))
    return figures


class Year:
    """A city that grows, and the year that is settled for all its homes, again and again."""

    def __init__(self, most: int) -> None:
        self.homes, self.to_on = 0, settled_upto(clock.today())
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
        write([PLACES], {"buildings": 1 + most // HOMES_OF_A_BUILDING}, unguarded=True)
        ledger.transfer(
            key="bench:interest",
            reason="bank_interest",
            cause="bench",
            happened_at=clock.now(),
            legs=[("world:bob", "interest:bob", 10**13)],
        )

    @property
    def from_on(self) -> date:
        return self.to_on.replace(year=self.to_on.year - 1)

    def grow(self, homes: int) -> None:
        began = time.monotonic()
        parts = [
            (start, min(start + CHUNK - 1, homes))
            for start in range(self.homes + 1, homes + 1, CHUNK)
        ]
        with ThreadPoolExecutor(2) as threads:
            for _ in threads.map(lambda part: self._write_homes(*part), parts):
                pass
        self.homes = homes
        city.settle_down()
        measure.say(f"    {homes:,} homes stand after {time.monotonic() - began:.0f} s")

    def _write_homes(self, first: int, last: int) -> None:
        values = {
            "from": first,
            "to": last,
            "of_a_building": HOMES_OF_A_BUILDING,
            "account": self.account_id,
            "deposit": DEPOSIT_FEN,
            "top_up": TOP_UP_FEN,
            "repair": REPAIR_FEN,
            "deposited_at": clock.start_of(self.from_on.replace(year=self.from_on.year - 1)),
            "moved_at": clock.start_of(self.from_on.replace(month=12)),
        }
        write([HOMES], values, unguarded=True)
        connection.close()

    def credit(self) -> float:
        """Seconds to count and book the interest of a year for all homes."""
        ledger.seal()
        city.settle_down()
        measure.checkpoint()
        run = Run.objects.create(
            no=f"JX{time.monotonic_ns()}",
            kind="interest",
            bank_account_id=self.account_id,
            from_on=self.from_on,
            to_on=self.to_on,
            made_by="clock",
            made_at=clock.now(),
        )
        self.run_id, self.began = run.pk, datetime.now(UTC)
        began = time.monotonic()
        while actions.count_chunk(run_id=run.pk, by=CLOCK):
            pass
        actions.approve_run(run_id=run.pk, by=CHECKER)
        while actions.book_chunk(run_id=run.pk, by=CLOCK):
            pass
        seconds = time.monotonic() - began
        run.refresh_from_db()
        assert (run.status, run.homes) == (Status.DONE, self.homes)
        assert Line.objects.filter(run=run, account=2).get().opening_fen >= DEPOSIT_FEN
        with connection.cursor() as cursor:  # so that the same year can be settled again
            cursor.execute("UPDATE fund_runs_run SET status = 'rejected' WHERE id = %s", [run.pk])
        return seconds

    def copy(self) -> float:
        """Seconds to COPY what the last run has written."""
        return copy(WRITTEN, {"began": self.began, "run": self.run_id})
