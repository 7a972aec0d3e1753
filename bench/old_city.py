"""A city some years old: leases with their tenants, bills, orders, payments, books and history, written by plain SQL.

Each lease is as old as its number says, up to two years. Of a hundred, two have not paid anything, five are late with
the second half of the rent, twenty have a cancelled order behind them, ten have two tenants. Among them are one person
with ten leases and 400 cancelled orders and one organisation that rents 500 homes; 1,000 enterprises let all of it.
"""

import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from anju.core import clock
from anju.core.crypto import seal
from anju.payments.models import BankEntry
from anju.people.models import Organisation, Person
from anju.people.rules import Capacity
from bench import city, measure

ENTERPRISES, CHUNK = 1_000, 25_000
TENANT_ORGANISATION, LONG_HISTORY = ENTERPRISES + 1, 1
HOMES, LEASES_OF_ONE, CANCELLED_OF_ONE = 500, 10, 400
PAST_MONTHS = 24

ENTERPRISES_SQL = """
INSERT INTO people_organisation (id, name, uscc, phone, is_enterprise, created_at)
SELECT 10000 + n, '安居租赁有限公司' || n, '91110105MA' || lpad(n::text, 8, '0'), %(phone)s, n <= %(enterprises)s, now()
FROM generate_series(1, %(enterprises)s + 1) AS n;
SELECT core_make_month_partitions('core_event', (current_date - make_interval(months => %(months)s))::date, %(months)s);
SELECT ledger_make_month_partitions((current_date - make_interval(months => %(months)s))::date, %(months)s);
INSERT INTO ledger_pot (code) VALUES ('world:ccb') ON CONFLICT DO NOTHING;
"""

# Everything else follows from these rows. Bills, orders, payments and attempts are numbered 4n …, order lines 8n ….
LEASES = """
CREATE TEMPORARY TABLE one ON COMMIT DROP AS
SELECT n, 'BA110105' || lpad(n::text, 12, '0') AS filing_no, 10001 + n %% %(enterprises)s AS enterprise_id,
    starts_on, (starts_on + interval '6 months')::date AS half_on,
    CASE WHEN is_first AND n %% (%(count)s / %(homes)s) = 1 THEN 10000 + %(tenant_organisation)s END AS organisation_id,
    CASE WHEN is_first AND n %% (%(count)s / %(leases_of_one)s) = 2 THEN %(long_history)s
        ELSE %(first)s + 1 + (n - %(first)s) * 7919 %% (%(count)s * 7 / 10 - 1) END AS person_id,
    CASE WHEN n %% 10 = 3 THEN %(first)s + 1 + (n - %(first)s) * 104729 %% (%(count)s * 7 / 10 - 1) END AS second_id,
    n %% 50 <> 0 AS has_paid, n %% 20 <> 0 AND starts_on + interval '6 months' < current_date AS has_paid_rest,
    least(starts_on + time '10:00', localtimestamp - interval '1 day')::timestamptz AS at
FROM (
    SELECT n, current_date - 720 + (n * 7919 %% 730)::int AS starts_on, %(first)s = 1 AS is_first
    FROM generate_series(%(from)s::bigint, %(to)s) AS n
) AS numbered;

INSERT INTO contracts_lease (id, filing_no, filed_on, enterprise_id, bank_account_id, address, district, area,
    starts_on, ends_on, monthly_rent_fen, deposit_fen, deposit_due_on, rent_is_supervised, content_digest, recorded_at)
SELECT n, filing_no, least(starts_on - 2, current_date), enterprise_id, %(account)s, '北京市朝阳区建国路' || n || '号',
    '110105', 56.30, starts_on, starts_on + 364, 400000, 400000, starts_on, true, sha256(n::text::bytea), at FROM one;
INSERT INTO contracts_leasetenant (id, lease_id, position, person_id, organisation_id)
SELECT 2 * n, n, 1, CASE WHEN organisation_id IS NULL THEN person_id END, organisation_id FROM one
UNION ALL SELECT 2 * n + 1, n, 2, second_id, NULL FROM one WHERE second_id <> person_id AND organisation_id IS NULL;
INSERT INTO contracts_bill (id, lease_id, kind, number, due_on, amount_fen, from_on, to_on)
SELECT 4 * n, n, 'deposit', 0, starts_on, 400000, NULL::date, NULL::date FROM one
UNION ALL SELECT 4 * n + 1, n, 'rent', 1, starts_on, 2400000, starts_on, half_on - 1 FROM one
UNION ALL SELECT 4 * n + 2, n, 'rent', 2, half_on, 2400000, half_on, starts_on + 364 FROM one;
"""

# part 0: deposit and first rent, 1: the same, cancelled, 2: the second rent, 3: the second rent, being paid.
ORDERS = """
CREATE TEMPORARY TABLE placed ON COMMIT DROP AS
SELECT one.*, part, 4 * n + part AS id, lpad((4 * n + part)::text, 22, '0') AS no,
    CASE WHEN part < 2 THEN 2800000 ELSE 2400000 END AS fen,
    CASE part WHEN 1 THEN 'cancelled' WHEN 3 THEN 'paying' ELSE 'in_custody' END AS status,
    CASE part WHEN 1 THEN at - interval '1 hour' WHEN 2 THEN half_on + time '10:00' WHEN 3 THEN now() ELSE at
    END AS placed_at
FROM one CROSS JOIN generate_series(0, 3) AS part
WHERE part = 0 AND has_paid OR part = 1 AND n %% 5 = 0 OR part = 2 AND has_paid AND has_paid_rest
    OR part = 3 AND n %% 200 = 1 AND has_paid AND NOT has_paid_rest;

INSERT INTO payments_payment (id, no, channel, opening, bank_account_id, amount_fen, subject, status, qr_code,
    collection_code, requested_at, expires_at, close_wanted)
SELECT id, 'P' || no, 'bank_transfer', 'collection_code', %(account)s, fen, '租押金',
    CASE part WHEN 1 THEN 'closed' WHEN 3 THEN 'open' ELSE 'received' END, '', '6217' || lpad(id::text, 12, '0'),
    placed_at, NULL, false
FROM placed;
INSERT INTO orders_order (id, no, kind, lease_id, bank_account_id, person_id, organisation_id, amount_fen, status,
    payment_id, placed_at)
SELECT id, no, 'tenant', n, %(account)s, CASE WHEN organisation_id IS NULL THEN person_id END, organisation_id, fen,
    status, id, placed_at FROM placed;
INSERT INTO orders_orderline (id, order_id, bill_id, amount_fen, holds)
SELECT 2 * id, id, 4 * n, 400000, part = 0 FROM placed WHERE part < 2
UNION ALL SELECT 2 * id + 1, id, 4 * n + CASE WHEN part < 2 THEN 1 ELSE 2 END, 2400000, part <> 1 FROM placed;
INSERT INTO orders_attempt (id, order_id, payment_id) SELECT id, id, id FROM placed;
INSERT INTO payments_bankentry (id, bank_account_id, bank_ref, direction, amount_fen, booked_at, counterparty_name,
    counterparty_account, collection_code, end_to_end_id, text, source, received_at, status, because, payment_id)
SELECT id, %(account)s, 'REF' || no, 'credit', fen, placed_at, %(payer)s, %(payer_account)s,
    '6217' || lpad(id::text, 12, '0'), '', '', 'message', placed_at, 'matched', '', id
FROM placed WHERE status = 'in_custody';
INSERT INTO core_event (kind, record_id, move, old_status, new_status, actor, portal, because, at)
SELECT 'orders.order', id, 'start_payment', 'awaiting', 'paying', 'person', 'tenant_web', '', placed_at FROM placed
UNION ALL SELECT 'payments.payment', id, 'offer', 'requested', 'open', 'clock', 'clock', '', placed_at FROM placed
UNION ALL SELECT 'orders.order', id, 'take_into_custody', 'paying', 'in_custody', 'outside', 'gateway', '', placed_at
FROM placed WHERE status = 'in_custody'
UNION ALL SELECT 'orders.order', id, 'cancel', 'paying', 'cancelled', 'clock', 'clock', '', placed_at
FROM placed WHERE status = 'cancelled';
"""

BOOKS = """
INSERT INTO ledger_pot (id, code, kind, pooled, may_go_negative, balance_fen, opened_at) OVERRIDING SYSTEM VALUE
SELECT 1000 + 2 * n, 'lease:' || filing_no || ':deposit', 'lease_deposit', false, false,
    CASE WHEN has_paid THEN 400000 ELSE 0 END, at FROM one
UNION ALL SELECT 1001 + 2 * n, 'lease:' || filing_no || ':rent', 'lease_rent', false, false,
    CASE WHEN has_paid AND has_paid_rest THEN 4800000 WHEN has_paid THEN 2400000 ELSE 0 END, at FROM one;
INSERT INTO ledger_transfer (id, source_id, destination_id, amount_fen, happened_at, recorded_at, number, key, reason,
    cause)
SELECT 2 * placed.id, pot.id, 1000 + 2 * n, 400000, placed_at, placed_at, 1, 'bank:' || no, 'order_paid',
    'order:' || no
FROM placed, ledger_pot AS pot WHERE code = 'world:ccb' AND part = 0
UNION ALL SELECT 2 * placed.id + 1, pot.id, 1001 + 2 * n, 2400000, placed_at, placed_at,
    CASE part WHEN 0 THEN 2 ELSE 1 END, 'bank:' || no, 'order_paid', 'order:' || no
FROM placed, ledger_pot AS pot WHERE code = 'world:ccb' AND part IN (0, 2);
INSERT INTO ledger_key (key, first_id, last_id)
SELECT 'bank:' || no, 2 * id + CASE part WHEN 0 THEN 0 ELSE 1 END, 2 * id + 1 FROM placed WHERE part IN (0, 2);
"""

# Orders that the one with the long history began and let go, all for the same lease.
LET_GO = """
INSERT INTO orders_order (id, no, kind, lease_id, bank_account_id, person_id, amount_fen, status, placed_at)
SELECT 4000000000 + n, lpad((4000000000 + n)::text, 22, '0'), 'tenant', 2, %(account)s, %(person)s, 2800000,
    'cancelled', now()
FROM generate_series(1::bigint, %(count)s) AS n;
INSERT INTO orders_orderline (id, order_id, bill_id, amount_fen, holds)
SELECT 8000000000 + 2 * n + half, 4000000000 + n, 8 + half, CASE half WHEN 0 THEN 400000 ELSE 2400000 END, false
FROM generate_series(1::bigint, %(count)s) AS n, generate_series(0, 1) AS half;
INSERT INTO core_event (kind, record_id, move, old_status, new_status, actor, portal, because, at)
SELECT 'orders.order', 4000000000 + n, 'cancel', 'awaiting', 'cancelled', 'clock', 'clock', '', now()
FROM generate_series(1::bigint, %(count)s) AS n;
"""

PERSONS = """
INSERT INTO people_person (id, name, id_type, id_number, id_digest, phone, real_name_level, created_at)
SELECT n, %(name)s, 'resident_id', %(id_number)s, sha256(n::text::bytea), %(phone)s, 3, now()
FROM generate_series(%(from)s, %(to)s) AS n
"""


def grow(first: int, count: int) -> None:
    """Leases `first` … `first + count - 1` with all that belongs to them; the first call also founds the city."""
    began = time.monotonic()
    if first == 1:
        found(count)
    last = first + count - 1
    parts = [(start, min(start + CHUNK - 1, last)) for start in range(first, last + 1, CHUNK)]
    write([PERSONS], sealed() | {"from": first + 1, "to": first + count * 7 // 10 - 1})
    with ThreadPoolExecutor(2) as threads:
        for _ in threads.map(lambda part: write_leases(first, count, *part), parts):
            pass
    city.settle_down()
    seconds = time.monotonic() - began
    measure.say(f"    {last:,} leases; the last {count:,} were written in {seconds:.0f} s")


def stands() -> bool:
    """Whether this database holds the whole city from an earlier run."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        return cursor.fetchone() == (measure.mark_of_city(),)


def mark() -> None:
    """All of it is written: the next run may use it."""
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON DATABASE {name} IS '{measure.mark_of_city()}'")


def found(count: int) -> None:
    """The pooled account, the enterprises, the one with the long history."""
    account = city.open_city().pk
    phone = seal(Organisation, "phone", "")
    write([ENTERPRISES_SQL], {"enterprises": ENTERPRISES, "months": PAST_MONTHS, "phone": phone})
    write([PERSONS], sealed() | {"from": LONG_HISTORY, "to": LONG_HISTORY})
    one = {"account": account, "person": LONG_HISTORY, "count": CANCELLED_OF_ONE}
    write([LET_GO], one, unguarded=True)


def write_leases(first: int, count: int, start: int, end: int) -> None:
    numbers: dict[str, Any] = {
        "first": first,
        "count": count,
        "from": start,
        "to": end,
        "account": city.open_city().pk,
    }
    numbers |= {"homes": HOMES, "leases_of_one": LEASES_OF_ONE, "long_history": LONG_HISTORY}
    numbers |= {"enterprises": ENTERPRISES, "tenant_organisation": TENANT_ORGANISATION}
    payer = {"payer": seal(BankEntry, "counterparty_name", "张三")}
    payer["payer_account"] = seal(BankEntry, "counterparty_account", "6222020200000000014")
    write([LEASES, ORDERS, BOOKS], numbers | payer, unguarded=True)
    connection.close()


def write(statements: list[str], values: dict[str, Any], *, unguarded: bool = False) -> None:
    """One transaction. Unguarded: triggers and foreign keys sleep; what they would check is known to be true."""
    with transaction.atomic(), connection.cursor() as cursor:
        if unguarded:
            cursor.execute("SET LOCAL session_replication_role = replica")
        for sql in statements:
            cursor.execute(sql, values)


def sealed() -> dict[str, Any]:
    texts = {"name": "张三", "id_number": "110101199003078013", "phone": "13800000001"}
    return {name: seal(Person, name, text) for name, text in texts.items()}


def sessions(keys: list[dict[str, Any]], capacity: Capacity) -> list[str]:
    """Sessions of people or organisations who have accepted 《用户须知》; the cookies' values."""
    today = clock.today().isoformat()
    told = {"capacity": capacity.value, "notice": today, "renewed_at": int(time.time())}
    store, until = SessionStore(), datetime.now(UTC) + timedelta(hours=1)
    rows = [
        Session(
            session_key=secrets.token_hex(16),
            session_data=store.encode(key | told),
            expire_date=until,
        )
        for key in keys
    ]
    Session.objects.bulk_create(rows)
    return [row.session_key for row in rows]
