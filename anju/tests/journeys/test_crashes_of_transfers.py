"""kill -9 at every step of a bank transfer: nothing is lost, nothing happens twice. (CHN-02)"""

from collections.abc import Callable

import pytest

from anju.orders.models import Order
from anju.payments import actions as payments
from anju.payments.models import BankEntry
from anju.payments.rules import Channel
from anju.tests.journeys.city import City, until
from anju.tests.journeys.tenant import Tenant
from sample import outside
from sample.story import PLATFORM

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("crashes")]
TRANSFER = Channel.BANK_TRANSFER
ORDER = "SELECT 1 FROM orders_order WHERE id = %s FOR UPDATE"


def worker_dead_when_the_way_to_pay_is_chosen(city: City, tenant: Tenant) -> None:
    city.kill("worker")
    tenant.starts(TRANSFER)
    city.start_worker()
    tenant.has_a_code()
    tenant.pays()


def worker_killed_after_the_bank_took_the_code(city: City, tenant: Tenant) -> None:
    with city.frozen("worker"):
        tenant.starts(TRANSFER)
        row = "SELECT 1 FROM payments_payment WHERE id = %s FOR UPDATE"
        lock = city.hold(row, tenant.order.payment_id)
    lock.catches_somebody()
    codes = city.look("bank/ccb/collection-codes")["collection_codes"]
    assert [code["code"] for code in codes].count(tenant.order.payment.collection_code) == 1
    city.kill("worker")
    lock.release()
    city.start_worker()
    tenant.has_a_code()
    tenant.pays()


def web_dead_when_the_bank_tells_us(city: City, tenant: Tenant) -> None:
    tenant.starts_and_gets_a_code(TRANSFER)
    city.kill("web")
    tenant.pays()
    city.start_web()


def web_killed_before_the_message_is_written(city: City, tenant: Tenant) -> None:
    tenant.starts_and_gets_a_code(TRANSFER)
    lock = city.hold("LOCK TABLE payments_bankmessage IN SHARE MODE")
    tenant.pays()
    lock.catches_somebody()
    city.kill("web")
    lock.release()
    city.start_web()


def web_killed_between_message_and_entry(city: City, tenant: Tenant) -> None:
    tenant.starts_and_gets_a_code(TRANSFER)
    lock = city.hold("LOCK TABLE payments_bankentry IN SHARE MODE")
    tenant.pays()
    lock.catches_somebody()
    city.kill("web")
    lock.release()
    city.start_web()


def worker_killed_at_the_order(city: City, tenant: Tenant) -> None:
    tenant.starts_and_gets_a_code(TRANSFER)
    worker_is_killed_booking(city, tenant, city.hold(ORDER, tenant.order.pk))


def worker_killed_at_the_ledger(city: City, tenant: Tenant) -> None:
    tenant.starts_and_gets_a_code(TRANSFER)
    pot = "SELECT 1 FROM ledger_pot WHERE code = %s FOR UPDATE"
    worker_is_killed_booking(city, tenant, city.hold(pot, tenant.lease.rent_pot))


def worker_killed_at_the_message_to_the_tenant(city: City, tenant: Tenant) -> None:
    tenant.starts_and_gets_a_code(TRANSFER)
    tenant.is_told_everything()
    lock = city.hold("LOCK TABLE notices_notice IN SHARE MODE")
    worker_is_killed_booking(city, tenant, lock)


def worker_is_killed_booking(city: City, tenant: Tenant, lock) -> None:
    tenant.pays()
    lock.catches_somebody()
    city.kill("worker")
    lock.release()
    assert tenant.status() == "paying"
    city.start_worker()


def worker_killed_before_anybody_is_told(city: City, tenant: Tenant) -> None:
    tenant.starts_and_gets_a_code(TRANSFER)
    tenant.is_told_everything()
    city.kill("worker")
    city.start_worker("booking")
    tenant.pays()
    tenant.comes_to("in_custody")
    city.kill("worker")
    assert tenant.messages() == []
    city.start_worker()


def worker_killed_after_the_message_went_out(city: City, tenant: Tenant) -> None:
    tenant.starts_and_gets_a_code(TRANSFER)
    tenant.is_told_everything()
    lock = city.hold("LOCK TABLE notices_attempt IN SHARE MODE")
    tenant.pays()
    lock.catches_somebody()
    assert len(tenant.messages()) == 1
    city.kill("worker")
    lock.release()
    city.start_worker()


def database_killed_while_we_book(city: City, tenant: Tenant) -> None:
    tenant.starts_and_gets_a_code(TRANSFER)
    lock = city.hold(ORDER, tenant.order.pk)
    tenant.pays()
    lock.catches_somebody()
    city.kill("postgres")
    city.mend()


def database_killed_right_after_our_answer(city: City, tenant: Tenant) -> None:
    tenant.starts_and_gets_a_code(TRANSFER)
    with city.frozen("worker"):
        tenant.pays()
        city.control("deliveries/wait")
        city.kill("postgres")
        city.start_postgres()
        tenant.fact_is_there()


def everything_killed_while_we_book(city: City, tenant: Tenant) -> None:
    tenant.starts_and_gets_a_code(TRANSFER)
    lock = city.hold(ORDER, tenant.order.pk)
    tenant.pays()
    lock.catches_somebody()
    for name in ("postgres", "worker", "web"):
        city.kill(name)
    city.mend()


STEPS: list[Callable[[City, Tenant], None]] = [
    worker_dead_when_the_way_to_pay_is_chosen,
    worker_killed_after_the_bank_took_the_code,
    web_dead_when_the_bank_tells_us,
    web_killed_before_the_message_is_written,
    web_killed_between_message_and_entry,
    worker_killed_at_the_order,
    worker_killed_at_the_ledger,
    worker_killed_at_the_message_to_the_tenant,
    worker_killed_before_anybody_is_told,
    worker_killed_after_the_message_went_out,
    database_killed_while_we_book,
    database_killed_right_after_our_answer,
    everything_killed_while_we_book,
]


@pytest.mark.covers("CHN-02", "PAY-06", "PAY-08", "LED-03", "LED-04", "OPS-02")
@pytest.mark.parametrize("crash", STEPS, ids=lambda step: step.__name__)
def test_a_transfer_is_booked_once_whatever_is_killed(city: City, crash) -> None:
    tenant = Tenant(city)
    crash(city, tenant)
    tenant.is_in_custody_once()
    tenant.sees_the_day_handed_over()


@pytest.mark.covers("CHN-02", "LED-03")
def test_a_return_goes_out_once_though_the_worker_is_killed_after_the_bank_took_it(
    city: City,
) -> None:
    tenant = Tenant(city)
    tenant.starts_and_gets_a_code(TRANSFER)
    code = tenant.order.payment.collection_code
    payer = {"payer_name": "李四", "payer_account": "6222020200000000014"}
    outside.transfer("ccb", [payer | {"collection_code": code, "amount": "27999.99"}])
    entries = BankEntry.objects.filter(collection_code=code, status="set_aside")
    entry = until(entries.first, "the wrong amount to be set aside")

    with city.frozen("worker"):
        going_back = payments.return_credit(entry_id=entry.pk, because="金额不符", by=PLATFORM)
        row = "SELECT 1 FROM payments_creditreturn WHERE id = %s FOR UPDATE"
        lock = city.hold(row, going_back.pk)
    lock.catches_somebody()
    city.kill("worker")
    lock.release()
    city.start_worker()

    until(lambda: entry.refresh_from_db() or entry.status == "returned", "the money to be back")
    debits = [
        line["amount"]
        for line in city.look("bank/ccb/entries")["entries"]
        if line["end_to_end_id"] == going_back.end_to_end_id
    ]
    assert debits == ["27999.99"]
    assert Order.objects.get(pk=tenant.order.pk).status == "paying"
    tenant.sees_the_day_handed_over()


# What the worker never heard of ------------------------------------------------------------------------------


NEVER_HEARD_OF = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args, status, worker_id)
    SELECT 'notices', 'anju.notices.jobs.send_notices', 'send_notices', '{"timestamp": 0}', 'doing',
        (SELECT max(id) FROM procrastinate_workers)
    ON CONFLICT DO NOTHING RETURNING id
"""


@pytest.mark.covers("CHN-07", "OPS-02")
def test_messages_go_out_though_postgresql_died_as_it_gave_out_the_job_that_sends_them(city: City):
    """The job stands «doing» in the name of a worker that lives on and does not know it; its lock is taken."""
    until(lambda: city.ask_database(NEVER_HEARD_OF), "a moment without such a job")
    tenant = Tenant(city)
    tenant.starts_and_gets_a_code(TRANSFER)
    tenant.pays()
    tenant.is_in_custody_once()
