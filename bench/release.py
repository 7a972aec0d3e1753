"""The release of a month's rent of a whole city, beside a bare COPY of all the rows it writes.

Every lease has paid nine months of rent at once and has been released some of them; each run releases the next month of
all, with interest, on one day. There is an enterprise for every thousand leases; one of them lets a tenth of all homes.
"""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

from django.db import connection

from anju.core import clock
from anju.core.calendar import add_months
from anju.core.crypto import seal
from anju.custody.interest import interest_fen
from anju.custody.jobs import run_releases
from anju.custody.models import SettlementAccount
from anju.custody.queries import rates
from anju.ledger import actions as ledger
from anju.people.models import Organisation
from bench import city, measure
from bench.copying import copy
from bench.measure import Figure, against
from bench.old_city import write

RUN, COPY = "a month's rent of {:,} leases released", "COPY of the same rows"
LEASES_OF_ONE, CHUNK = 1_000, 25_000
RENT_FEN, MONTHS, GONE = 4_000_00, 9, 4

FOUNDED = """
INSERT INTO people_organisation (id, name, uscc, phone, is_enterprise, created_at)
SELECT 10000 + n, '安居租赁有限公司' || n, '91110105MA' || lpad(n::text, 8, '0'), %(phone)s, true, now()
FROM generate_series(1, %(enterprises)s) AS n;
INSERT INTO custody_settlementaccount (enterprise_id, name, account_no, bank_name, proposed_by, proposed_at, checked_by,
    checked_at, because, failures, status)
SELECT 10000 + n, %(name)s, %(account_no)s, '中国工商银行北京朝阳支行', 'enterprise', now(), 'officer', now(), '', 0,
    'active'
FROM generate_series(1, %(enterprises)s) AS n;
"""

# What a release can meet of a lease: its bills, its lots and what was paid of them, its pots and what moved in them.
LEASES = """
CREATE TEMPORARY TABLE one ON COMMIT DROP AS
SELECT n, 'BA110105' || lpad(n::text, 12, '0') AS filing_no,
    10001 + CASE WHEN n %% 10 = 0 THEN 0 ELSE 1 + n %% (%(enterprises)s - 1) END AS enterprise_id,
    nextval('ledger_transfer_id') AS first_id, nextval('ledger_transfer_id') AS second_id,
    nextval('ledger_transfer_id') AS third_id
FROM generate_series(%(from)s::bigint, %(to)s) AS n;

CREATE TEMPORARY TABLE month ON COMMIT DROP AS
SELECT number, (%(starts_on)s + make_interval(months => number - 1))::date AS from_on,
    (%(starts_on)s + make_interval(months => number))::date - 1 AS to_on,
    CASE WHEN number <= 3 THEN %(starts_on)s + 1
        ELSE (%(starts_on)s + make_interval(months => number - 1))::date END AS release_on
FROM generate_series(1, %(months)s) AS number;

INSERT INTO contracts_lease (id, filing_no, filed_on, enterprise_id, bank_account_id, address, district, area,
    starts_on, ends_on, monthly_rent_fen, deposit_fen, deposit_due_on, rent_is_supervised, content_digest, recorded_at)
SELECT n, filing_no, %(starts_on)s, enterprise_id, %(account)s, '北京市朝阳区建国路' || n || '号', '110105', 56.30,
    %(starts_on)s, (SELECT max(to_on) FROM month), %(rent)s, %(rent)s, %(starts_on)s, true, sha256(n::text::bytea),
    now()
FROM one;
INSERT INTO contracts_bill (id, lease_id, kind, number, due_on, amount_fen, from_on, to_on)
SELECT 2 * n, n, 'deposit', 0, %(starts_on)s, %(rent)s, NULL::date, NULL::date FROM one
UNION ALL SELECT 2 * n + 1, n, 'rent', 1, %(starts_on)s, %(rent)s * %(months)s, %(starts_on)s,
    (SELECT max(to_on) FROM month) FROM one;

INSERT INTO custody_lot (lease_id, bill_id, enterprise_id, bank_account_id, kind, number, from_on, to_on, amount_fen,
    value_on, release_on, left_on, status)
SELECT n, 2 * n, enterprise_id, %(account)s, 'deposit', 1, NULL::date, NULL::date, %(rent)s, %(starts_on)s, NULL::date,
    NULL::date, 'held' FROM one
UNION ALL SELECT n, 2 * n + 1, enterprise_id, %(account)s, 'rent', number, from_on, to_on, %(rent)s, %(starts_on)s,
    release_on, CASE WHEN number <= %(gone)s THEN release_on END,
    CASE WHEN number <= %(gone)s THEN 'released' ELSE 'held' END
FROM one CROSS JOIN month ORDER BY 1, 6;

CREATE TEMPORARY TABLE line ON COMMIT DROP AS
SELECT id AS lot_id, enterprise_id, amount_fen, left_on, left_on - value_on AS days,
    CASE WHEN number > 3 THEN (2 * amount_fen * 500 * (left_on - value_on) + 360000000) / 720000000 ELSE 0 END AS fen
FROM custody_lot WHERE lease_id BETWEEN %(from)s AND %(to)s AND status = 'released';
INSERT INTO custody_release (no, kind, enterprise_id, bank_account_id, account_id, day, principal_fen, interest_fen,
    lot_count, instructed_at, ended_at, because, status)
SELECT 'H' || %(from)s || '-' || line.enterprise_id || '-' || left_on, 'rent', line.enterprise_id, %(account)s,
    account.id, left_on, sum(amount_fen), sum(fen), count(*), now(), now(), '', 'done'
FROM line JOIN custody_settlementaccount AS account ON account.enterprise_id = line.enterprise_id
GROUP BY line.enterprise_id, account.id, left_on;
INSERT INTO custody_releaseline (release_id, lot_id, principal_fen, interest_fen, days)
SELECT release.id, lot_id, amount_fen, fen, days
FROM line JOIN custody_release AS release ON no = 'H' || %(from)s || '-' || line.enterprise_id || '-' || left_on;

INSERT INTO ledger_pot (code, kind, pooled, may_go_negative, balance_fen, opened_at)
SELECT 'lease:' || filing_no || ':deposit', 'lease_deposit', false, false, %(rent)s, now() FROM one
UNION ALL SELECT 'lease:' || filing_no || ':rent', 'lease_rent', false, false, %(rent)s * (%(months)s - %(gone)s),
    now() FROM one
UNION ALL SELECT 'lease:' || filing_no || ':interest', 'lease_interest', false, false, 0, now() FROM one;
INSERT INTO ledger_transfer (id, source_id, destination_id, amount_fen, happened_at, recorded_at, number, key, reason,
    cause)
SELECT first_id, world.id, pot.id, %(rent)s, now(), now(), 1, 'bank:' || n, 'order_paid', 'order:' || n
FROM one JOIN ledger_pot AS pot ON pot.code = 'lease:' || filing_no || ':deposit', ledger_pot AS world
WHERE world.code = 'world:ccb'
UNION ALL SELECT second_id, world.id, pot.id, %(rent)s * %(months)s, now(), now(), 2, 'bank:' || n, 'order_paid',
    'order:' || n
FROM one JOIN ledger_pot AS pot ON pot.code = 'lease:' || filing_no || ':rent', ledger_pot AS world
WHERE world.code = 'world:ccb'
UNION ALL SELECT third_id, pot.id, payout.id, %(rent)s * %(gone)s, now(), now(), 1, 'payout:' || n,
    'payout_instructed', 'release'
FROM one JOIN ledger_pot AS pot ON pot.code = 'lease:' || filing_no || ':rent', ledger_pot AS payout
WHERE payout.code = 'payout:ccb';
INSERT INTO ledger_key (key, first_id, last_id)
SELECT 'bank:' || n, first_id, second_id FROM one UNION ALL SELECT 'payout:' || n, third_id, third_id FROM one;
"""

# Every row that a run inserts or changes, by its table.
WRITTEN = {
    "custody_release": "instructed_at >= %(began)s",
    "custody_releaseline": "release_id IN (SELECT id FROM custody_release WHERE instructed_at >= %(began)s)",
    "custody_lot": "status = 'releasing' AND left_on = %(day)s",
    "payments_payout": "created_at >= %(began)s",
    "core_event": "at >= %(began)s",
    "ledger_transfer": "recorded_at >= %(began)s",
    "ledger_key": "first_id IN (SELECT id FROM ledger_transfer WHERE recorded_at >= %(began)s)",
    "ledger_pot": "NOT pooled AND id IN (SELECT source_id FROM ledger_transfer WHERE recorded_at >= %(began)s"
    " UNION ALL SELECT destination_id FROM ledger_transfer WHERE recorded_at >= %(began)s)",
}


def measured(*, short: bool) -> list[Figure]:
    return of_city(1_000, rounds=1) if short else of_city(1_000_000, rounds=3)


def of_city(count: int, *, rounds: int) -> list[Figure]:
    """Runs over a quarter of the city, a half, and all of it; all of it in turn with a COPY of what it wrote."""
    months = Months(enterprises=max(2, count // LEASES_OF_ONE))
    costs = []
    for leases in (count // 4, count // 2):
        months.grow(leases)
        costs.append(months.release() / leases)
        measure.say(f"    {leases:,} leases  {1 / costs[-1]:>10,.0f} leases/s")
    months.grow(count)
    runs, copies = [], []
    for number in range(1, rounds + 1):
        runs.append(count / months.release())
        copies.append(count / months.copy())
        measure.say(f"    round {number}  {runs[-1]:>10,.0f} leases/s, COPY {copies[-1]:>10,.0f}")
    costs.append(1 / statistics.median(runs))
    figures = [against(RUN.format(count), "leases/s", runs, COPY, copies, 1 / 3)]
    for size, cost in zip((2, 4), costs[1:], strict=True):
        what, peer = f"{count // 4 * size:,} leases: time for each 1,000", f"{count // 4:,} leases"
        ours, theirs = [1000 * cost], [1000 * costs[0]]
        figures.append(against(what, "s", ours, peer, theirs, 1.1, at_least=False))
    return figures


class Months:
    """A city that grows, and a day on which the next month of every lease in it is released."""

    def __init__(self, *, enterprises: int) -> None:
        self.enterprises, self.leases, self.gone = enterprises, 0, GONE
        self.starts_on = add_months(clock.today().replace(day=1), -GONE)
        self.account_id = city.open_city().pk
        sealed = {
            "phone": seal(Organisation, "phone", ""),
            "name": seal(SettlementAccount, "name", "安居租赁有限公司"),
            "account_no": seal(SettlementAccount, "account_no", "11001085900053000123"),
        }
        write([FOUNDED], sealed | {"enterprises": enterprises})
        the_bank_has_paid_interest()

    @property
    def day(self) -> date:
        """The first day of the month that was released last."""
        return add_months(self.starts_on, self.gone - 1)

    def grow(self, leases: int) -> None:
        """Leases of which as many months have gone as of those that are there already."""
        began, first = time.monotonic(), self.leases + 1
        parts = [
            (start, min(start + CHUNK - 1, leases)) for start in range(first, leases + 1, CHUNK)
        ]
        with ThreadPoolExecutor(2) as threads:
            for _ in threads.map(lambda part: self._write_leases(*part), parts):
                pass
        self.leases = leases
        city.settle_down()
        measure.say(f"    {leases:,} leases stand after {time.monotonic() - began:.0f} s")

    def _write_leases(self, first: int, last: int) -> None:
        values = {
            "from": first,
            "to": last,
            "enterprises": self.enterprises,
            "account": self.account_id,
            "starts_on": self.starts_on,
            "rent": RENT_FEN,
            "months": MONTHS,
            "gone": self.gone,
        }
        write([LEASES], values, unguarded=True)
        connection.close()

    def release(self) -> float:
        """Seconds to release the next month of all leases."""
        self.gone += 1
        ledger.seal()
        city.settle_down()
        measure.checkpoint()
        self.began = datetime.now(UTC)
        began = time.monotonic()
        run_releases(self.day)
        seconds = time.monotonic() - began
        assert released(self.day) == (self.leases, self.leases * self.interest_of_one())
        return seconds

    def interest_of_one(self) -> int:
        return interest_fen(RENT_FEN, self.starts_on, self.day, rates())

    def copy(self) -> float:
        """Seconds to COPY what the last run has written."""
        return copy(WRITTEN, {"began": self.began, "day": self.day})


def the_bank_has_paid_interest() -> None:
    """Enough of it for every month of every lease."""
    ledger.transfer(
        key="bench:interest",
        reason="bank_interest",
        cause="bench",
        happened_at=clock.now(),
        legs=[("world:ccb", "interest:ccb", 10**12)],
    )


def released(day: date) -> tuple[int, int]:
    """How many months were released on a day, and the interest that went with them, by the books of the leases."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*), coalesce(sum(line.interest_fen), 0) FROM custody_releaseline AS line
            JOIN custody_lot AS lot ON lot.id = line.lot_id JOIN custody_release AS release ON release.id = release_id
            WHERE release.day = %s AND release.status = 'instructed' AND lot.status = 'releasing'""",
            [day],
        )
        count, fen = cursor.fetchone()
        return int(count), int(fen)
