"""kill -9 at every step of a payment by Alipay, its settlement and its refund. (CHN-01, CHN-03, CHN-05)"""

from collections.abc import Callable

import pytest

from anju.core.models import Event
from anju.ledger import queries as ledger
from anju.payments.models import Refund, Settlement
from anju.payments.rules import Channel
from anju.tests.journeys.city import City, until
from anju.tests.journeys.tenant import Tenant
from sample import outside

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("crashes")]
ALIPAY = Channel.ALIPAY
ORDER = "SELECT 1 FROM orders_order WHERE id = %s FOR UPDATE"


# Until the order is 成功 --------------------------------------------------------------------------------------


def worker_killed_after_alipay_gave_the_code(city: City, tenant: Tenant) -> None:
    with city.frozen("worker"):
        tenant.starts(ALIPAY)
        row = "SELECT 1 FROM payments_payment WHERE id = %s FOR UPDATE"
        lock = city.hold(row, tenant.order.payment_id)
    lock.catches_somebody()
    city.kill("worker")
    lock.release()
    city.start_worker()
    tenant.has_a_code()
    tenant.pays()


def web_dead_when_alipay_tells_us(city: City, tenant: Tenant) -> None:
    tenant.starts_and_gets_a_code(ALIPAY)
    city.kill("web")
    tenant.pays()
    city.start_web()


def web_killed_writing_the_notification(city: City, tenant: Tenant) -> None:
    tenant.starts_and_gets_a_code(ALIPAY)
    lock = city.hold("LOCK TABLE payments_providernotification IN SHARE MODE")
    tenant.pays()
    lock.catches_somebody()
    city.kill("web")
    lock.release()
    city.start_web()


def worker_killed_at_the_order(city: City, tenant: Tenant) -> None:
    tenant.starts_and_gets_a_code(ALIPAY)
    lock = city.hold(ORDER, tenant.order.pk)
    tenant.pays()
    lock.catches_somebody()
    city.kill("worker")
    lock.release()
    assert tenant.status() == "paying"
    city.start_worker()


def database_killed_right_after_success(city: City, tenant: Tenant) -> None:
    tenant.starts_and_gets_a_code(ALIPAY)
    with city.frozen("worker"):
        tenant.pays()
        city.control("deliveries/wait")
        city.kill("postgres")
        city.start_postgres()
        tenant.fact_is_there()


PAYING: list[Callable[[City, Tenant], None]] = [
    worker_killed_after_alipay_gave_the_code,
    web_dead_when_alipay_tells_us,
    web_killed_writing_the_notification,
    worker_killed_at_the_order,
    database_killed_right_after_success,
]


@pytest.mark.covers("CHN-01", "CHN-03", "PAY-05", "PAY-08", "LED-03", "OPS-02")
@pytest.mark.parametrize("crash", PAYING, ids=lambda step: step.__name__)
def test_an_alipay_payment_is_booked_once_whatever_is_killed(city: City, crash) -> None:
    tenant = Tenant(city)
    crash(city, tenant)
    tenant.comes_to("paid")
    tenant.sees_the_day_handed_over()
    tenant.is_in_custody_once()


# The next day: 已监管 ----------------------------------------------------------------------------------------


def worker_killed_writing_the_bill(city: City, tenant: Tenant) -> None:
    worker_is_killed_settling(city, city.hold("LOCK TABLE payments_settlementline IN SHARE MODE"))


def worker_killed_taking_the_banks_credit(city: City, tenant: Tenant) -> None:
    city.kill("worker")
    city.start_worker("payments")  # fetches the bill, books nothing
    outside.hand_over_the_day()
    bill = Settlement.objects.filter(status="received", line_count=1)
    new = until(bill.first, "the bill")
    city.kill("worker")
    lock = city.hold("SELECT 1 FROM payments_settlement WHERE id = %s FOR UPDATE", new.pk)
    city.start_worker()
    lock.catches_somebody()
    city.kill("worker")
    lock.release()
    city.start_worker()


def worker_killed_in_a_chunk(city: City, tenant: Tenant) -> None:
    worker_is_killed_settling(city, city.hold(ORDER, tenant.order.pk))


def worker_killed_after_a_chunk(city: City, tenant: Tenant) -> None:
    within = city.hold(ORDER, tenant.order.pk)
    outside.hand_over_the_day()
    within.catches_somebody()
    settlement = Settlement.objects.get(status="funded", line_count__gt=0)
    row = "SELECT 1 FROM payments_settlement WHERE id = %s FOR UPDATE"
    after = city.hold(row, settlement.pk)
    within.release()
    after.catches_somebody()
    assert tenant.status() == "in_custody"
    city.kill("worker")
    after.release()
    city.start_worker()
    until(lambda: settlement.refresh_from_db() or settlement.status == "booked", "the day's end")


def database_killed_in_a_chunk(city: City, tenant: Tenant) -> None:
    lock = city.hold(ORDER, tenant.order.pk)
    outside.hand_over_the_day()
    lock.catches_somebody()
    city.kill("postgres")
    city.mend()


def worker_is_killed_settling(city: City, lock) -> None:
    outside.hand_over_the_day()
    lock.catches_somebody()
    city.kill("worker")
    lock.release()
    city.start_worker()


SETTLING: list[Callable[[City, Tenant], None]] = [
    worker_killed_writing_the_bill,
    worker_killed_taking_the_banks_credit,
    worker_killed_in_a_chunk,
    worker_killed_after_a_chunk,
    database_killed_in_a_chunk,
]


@pytest.mark.covers("CHN-05", "LED-03", "LED-04", "OPS-02")
@pytest.mark.parametrize("crash", SETTLING, ids=lambda step: step.__name__)
def test_a_day_is_settled_once_whatever_is_killed(city: City, crash) -> None:
    tenant = Tenant(city)
    tenant.starts_and_gets_a_code(ALIPAY)
    tenant.pays()
    tenant.comes_to("paid")
    tenant.is_told_everything()
    crash(city, tenant)
    tenant.is_in_custody_once()
    tenant.sees_the_day_handed_over()


# What cannot be used goes back -------------------------------------------------------------------------------


@pytest.mark.covers("CHN-03", "PAY-05", "ORD-02")
def test_an_order_ends_once_though_the_worker_is_killed_after_alipay_closed_it(city: City) -> None:
    tenant = Tenant(city)
    tenant.starts_and_gets_a_code(ALIPAY)
    given_up = tenant.order
    lock = city.hold(ORDER, given_up.pk)
    city.control("clock", {"seconds": 190})
    lock.catches_somebody()
    [trade] = trades_of(city, given_up.payment.no)
    assert trade["status"] == "TRADE_CLOSED"
    city.kill("worker")
    lock.release()
    city.start_worker()

    tenant.comes_to("cancelled")
    moves = Event.objects.filter(kind="orders.order", record_id=given_up.pk, move="cancel")
    assert moves.count() == 1
    tenant.starts_and_gets_a_code(Channel.BANK_TRANSFER)
    tenant.pays()
    tenant.is_in_custody_once()


@pytest.mark.covers("CHN-03", "PAY-10", "LED-03")
def test_a_refund_is_made_once_though_the_worker_is_killed_after_alipay_made_it(city: City) -> None:
    tenant = Tenant(city)
    tenant.starts_and_gets_a_code(ALIPAY)
    too_late = tenant.order
    city.control("clock", {"seconds": 190})
    tenant.comes_to("cancelled")
    tenant.starts_and_gets_a_code(Channel.BANK_TRANSFER)
    tenant.pays()
    tenant.is_in_custody_once()

    city.kill("worker")
    city.start_worker("booking")
    paid = {"out_trade_no": too_late.payment.no, "payer": tenant.phone, "late": True}
    outside.ask("/api/alipay/pay", paid)
    refunds = Refund.objects.filter(payment=too_late.payment)
    refund = until(refunds.first, "the refund to be due")
    city.kill("worker")
    lock = city.hold("SELECT 1 FROM payments_refund WHERE id = %s FOR UPDATE", refund.pk)
    city.start_worker()
    lock.catches_somebody()
    [trade] = trades_of(city, too_late.payment.no)
    assert trade["refunded"] == "28000.00"
    city.kill("worker")
    lock.release()
    city.start_worker()

    until(lambda: refund.refresh_from_db() or refund.status == "done", "the refund to be noted")
    [trade] = trades_of(city, too_late.payment.no)
    assert trade["refunded"] == "28000.00"
    assert ledger.balance_fen("transit:alipay:ccb") == 0
    tenant.is_in_custody_once()
    tenant.sees_the_day_handed_over()


def trades_of(city: City, payment_no: str) -> list[dict[str, str]]:
    trades = city.look("alipay/trades")["trades"]
    return [trade for trade in trades if trade["out_trade_no"] == payment_no]
