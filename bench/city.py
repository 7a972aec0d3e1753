"""Many leases with an order that is just being paid, as the actions would have left them, written by plain SQL."""

from typing import Any

from django.db import connection

from anju.core.actors import Actor
from anju.core.refusals import ensure
from anju.payments import actions as payments
from anju.payments.models import BankAccount
from anju.people import actions as people
from bench.load import ACCOUNT_NO, APP_ID, PREFIX

BENCH = Actor("bench", "bench")
AMOUNT_FEN = 400_000

# One lease, one tenant, one bill (the deposit), one order, one payment for each number. Orders and payments are as old
# as they are numbered; whose lease is paid next is as good as random.
LEASE = "(%(first)s + (n - %(first)s) * 7919 %% %(count)s)"
SEED = """
INSERT INTO people_person (id, name, id_type, id_number, id_digest, phone, real_name_level, created_at)
SELECT n, decode(repeat('ab', 38), 'hex'), 'resident_id', decode(repeat('cd', 47), 'hex'), sha256(n::text::bytea),
    decode(repeat('ef', 40), 'hex'), 0, now()
FROM generate_series(%(first)s, %(last)s) AS n;

INSERT INTO contracts_lease (id, filing_no, filed_on, enterprise_id, bank_account_id, address, district, area,
    starts_on, ends_on, monthly_rent_fen, deposit_fen, deposit_due_on, rent_is_supervised, content_digest, recorded_at)
SELECT n, %(filing)s || lpad(n::text, 8, '0'), current_date, %(enterprise)s, %(account)s,
    '北京市朝阳区建国路88号3号楼1206', '110105', 56.30, current_date, current_date + 364, %(fen)s, %(fen)s,
    current_date, false, sha256(n::text::bytea), now()
FROM generate_series(%(first)s, %(last)s) AS n;

INSERT INTO contracts_leasetenant (id, lease_id, position, person_id)
SELECT n, n, 1, n FROM generate_series(%(first)s, %(last)s) AS n;

INSERT INTO contracts_bill (id, lease_id, kind, number, due_on, amount_fen)
SELECT n, n, 'deposit', 0, current_date, %(fen)s FROM generate_series(%(first)s, %(last)s) AS n;

INSERT INTO payments_payment (id, no, channel, opening, bank_account_id, amount_fen, subject, status, qr_code,
    collection_code, requested_at, expires_at, close_wanted)
SELECT n, 'P' || lpad(n::text, 20, '0'), %(channel)s,
    CASE %(channel)s WHEN 'alipay' THEN 'qr_code' ELSE 'collection_code' END, %(account)s, %(fen)s, '租押金',
    'open', '',
    CASE WHEN %(channel)s = 'bank_transfer' THEN %(prefix)s || lpad(n::text, 12, '0') END, now(),
    CASE WHEN %(channel)s = 'alipay' THEN now() + interval '1 hour' END, false
FROM generate_series(%(first)s, %(last)s) AS n;

INSERT INTO orders_order (id, no, kind, lease_id, bank_account_id, person_id, amount_fen, status, payment_id,
    placed_at, expires_at)
SELECT n, 'D' || lpad(n::text, 20, '0'), 'tenant', {lease}, %(account)s, {lease}, %(fen)s, 'paying', n, now(),
    CASE WHEN %(channel)s = 'alipay' THEN now() + interval '1 hour' END
FROM generate_series(%(first)s, %(last)s) AS n;

INSERT INTO orders_orderline (id, order_id, bill_id, amount_fen, holds)
SELECT n, n, {lease}, %(fen)s, true FROM generate_series(%(first)s, %(last)s) AS n;

INSERT INTO orders_attempt (id, order_id, payment_id)
SELECT n, n, n FROM generate_series(%(first)s, %(last)s) AS n;

INSERT INTO core_event (kind, record_id, move, old_status, new_status, actor, portal, because, at)
SELECT 'orders.order', n, 'start_payment', 'awaiting', 'paying', 'person ' || n, 'tenant_web', '', now()
FROM generate_series(%(first)s, %(last)s) AS n
UNION ALL
SELECT 'payments.payment', n, 'offer', 'requested', 'open', 'clock', 'clock', '', now()
FROM generate_series(%(first)s, %(last)s) AS n;

SELECT ledger_open_pots(array_agg('lease:' || filing_no || ':deposit'), now())
FROM contracts_lease WHERE id BETWEEN %(first)s AND %(last)s;
"""

CREDITS = """
INSERT INTO payments_bankentry (bank_account_id, bank_ref, direction, amount_fen, booked_at, counterparty_name,
    counterparty_account, collection_code, end_to_end_id, text, source, received_at, status, because)
SELECT %(account)s, 'REF' || lpad(n::text, 12, '0'), 'credit', %(fen)s, now(), decode(repeat('ab', 35), 'hex'),
    decode(repeat('cd', 48), 'hex'), %(prefix)s || lpad(n::text, 12, '0'), '', '', 'message', now(), 'new', ''
FROM generate_series(%(first)s, %(last)s) AS n ORDER BY n
"""


def open_city() -> BankAccount:
    """The one pooled account that everybody pays into, and the enterprise that has filed all the leases."""
    return payments.open_bank_account(
        bank="ccb",
        bank_name="中国建设银行",
        branch_name="中国建设银行北京分行营业部",
        account_no=ACCOUNT_NO,
        account_name="北京市住房资金管理中心",
        code_prefix=PREFIX,
        merchants={"alipay": APP_ID},
        by=BENCH,
    )


def add_orders(first: int, number: int, channel: str = "bank_transfer") -> None:
    """Orders `first` … `first + number - 1`, all 支付中 for 4,000 yuan."""
    ensure(number % 7919 > 0, "then every lease would have the same number")
    run(
        SEED.replace("{lease}", LEASE),
        first=first,
        count=number,
        last=first + number - 1,
        channel=channel,
    )


def add_credits(first: int, number: int) -> None:
    """The new bank credits that pay these orders."""
    run(CREDITS, first=first, last=first + number - 1)


def run(sql: str, **values: Any) -> None:
    enterprise = people.record_organisation(
        name="安居租赁有限公司", uscc="91110105MA00TE5T2T", is_enterprise=True, by=BENCH
    )
    values |= {
        "account": open_city().pk,
        "enterprise": enterprise.pk,
        "filing": "BA1101052026",
        "prefix": PREFIX,
        "fen": AMOUNT_FEN,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def settle_down() -> None:
    """What autovacuum would have done by itself by then."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def in_custody_with_notice(first: int, end: int) -> int:
    """How many of these orders are 已监管 with their message in the outbox: what counts as done."""
    return count(
        """SELECT count(*) FROM orders_order AS booked JOIN contracts_lease AS lease ON lease.id = booked.lease_id
            WHERE booked.id >= %s AND booked.id < %s AND status = 'in_custody' AND EXISTS (
                SELECT 1 FROM notices_notice WHERE key = 'in_custody:' || booked.no || ':' || filing_no || ':1')""",
        first,
        end,
    )


def paid(first: int, end: int) -> int:
    """How many of these orders are 成功: paid at the provider, to be settled the next day."""
    return count(
        "SELECT count(*) FROM orders_order WHERE id >= %s AND id < %s AND status = 'paid'",
        first,
        end,
    )


def count(sql: str, first: int, end: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, [first, end])
        return int(cursor.fetchone()[0])
