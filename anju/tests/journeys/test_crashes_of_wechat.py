"""kill -9 at every step of a deposit paid by WeChat, its settlement and its refund. (CHN-01, CHN-03, CHN-05)

One deposit goes through all of it: whatever is killed, it is booked once, and the book is the bank's statement.
"""

import pytest

from anju.core import clock
from anju.core.models import Event
from anju.payments import queries as payments
from anju.payments.models import ProviderNotification, Refund, Settlement
from anju.payments.rules import Channel
from anju.tests.journeys.city import City, until
from anju.tests.journeys.depositor import Depositor
from anju.tests.journeys.tenant import agrees
from sample import fund, outside

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("crashes")]
DEPOSIT = "SELECT 1 FROM fund_deposit WHERE id = %s FOR UPDATE"
PAYMENT = "SELECT 1 FROM payments_payment WHERE id = %s FOR UPDATE"
REFUND = "SELECT 1 FROM payments_refund WHERE id = %s FOR UPDATE"
FACTS = "LOCK TABLE payments_providernotification IN SHARE MODE"
LINES = "LOCK TABLE payments_settlementline IN SHARE MODE"


@pytest.mark.covers("CHN-01", "CHN-02", "CHN-05", "LED-03", "LED-04", "OPS-02")
def test_a_deposit_is_booked_once_whatever_is_killed(city: City) -> None:
    owner = Depositor(city)
    worker_is_killed_after_wechat_gave_the_code(city, owner)
    web_is_dead_and_then_killed_when_wechat_tells(city, owner)
    worker_is_killed_at_the_deposit(city, owner)
    owner.comes_to("paid")
    worker_is_killed_writing_the_bill_and_the_database_in_the_chunk(city, owner)
    owner.is_deposited_once()
    told = ProviderNotification.objects.filter(payment_no=owner.payment.no)
    assert [one.status for one in told].count("matched") == 1
    the_next_day_agrees()


def worker_is_killed_after_wechat_gave_the_code(city: City, owner: Depositor) -> None:
    with city.frozen("worker"):
        payment = owner.starts()
        lock = city.hold(PAYMENT, payment.pk)
    lock.catches_somebody()
    code = owner.trade_of(payment)["qr_code"]
    city.kill("worker")
    lock.release()
    assert owner.payment.status == "requested"
    city.start_worker()
    assert owner.has_a_code().qr_code == code


def web_is_dead_and_then_killed_when_wechat_tells(city: City, owner: Depositor) -> None:
    city.kill("web")
    owner.pays(owner.payment)
    lock = city.hold(FACTS)
    city.start_web()
    lock.catches_somebody()
    city.kill("web")
    lock.release()
    assert not ProviderNotification.objects.filter(payment_no=owner.payment.no).exists()


def worker_is_killed_at_the_deposit(city: City, owner: Depositor) -> None:
    """Told at last, and asked about besides (【已支付】)."""
    lock = city.hold(DEPOSIT, owner.deposit.pk)
    city.start_web()
    owner.fact_is_there(owner.payment)
    lock.catches_somebody()
    city.kill("worker")
    lock.release()
    assert owner.status() == "paying"
    city.control("deliveries/redeliver", {"kind": "wechat", "ref": owner.payment.no, "times": 3})
    city.start_worker()


def worker_is_killed_writing_the_bill_and_the_database_in_the_chunk(
    city: City, owner: Depositor
) -> None:
    bill = city.hold(LINES)
    outside.hand_over_the_day()
    bill.catches_somebody()
    city.kill("worker")
    chunk = city.hold(DEPOSIT, owner.deposit.pk)
    bill.release()
    city.start_worker()
    chunk.catches_somebody()
    assert owner.status() == "paid"
    city.kill("postgres")
    city.mend()
    days = Settlement.objects.filter(channel=Channel.WECHAT, line_count__gt=0)
    until(lambda: city.restart_ended() or days.latest("day").status == "booked", "the day's end")


def the_next_day_agrees() -> None:
    """The bank credited the provider's sum on this day: its statement of it is our book of it, to the fen."""
    day = clock.today()
    outside.hand_over_the_day()
    until(lambda: agrees(fund.BANK, day), f"the statement of {day} to agree")


@pytest.mark.covers("CHN-01", "CHN-03", "LED-03", "OPS-02")
def test_late_money_goes_back_once_whatever_is_killed(city: City) -> None:
    owner = Depositor(city)
    owner.starts()
    late = owner.has_a_code()
    worker_is_killed_after_wechat_closed_it(city, owner)
    owner.starts(Channel.ALIPAY)
    owner.pays(owner.has_a_code())
    owner.comes_to("paid")
    worker_and_web_are_killed_after_wechat_gave_it_back(city, owner, late)
    outside.hand_over_the_day()
    owner.is_deposited_once()
    assert owner.trade_of(late)["refunded"] == "18000.00"
    assert payments.payment_by_no(late.no).status == "refunded"


def worker_is_killed_after_wechat_closed_it(city: City, owner: Depositor) -> None:
    payment = owner.payment
    lock = city.hold(PAYMENT, payment.pk)
    city.control("clock", {"seconds": 190})
    lock.catches_somebody()
    assert owner.trade_of(payment)["status"] == "TRADE_CLOSED"
    city.kill("worker")
    lock.release()
    city.start_worker()
    owner.comes_to("awaiting")
    moves = Event.objects.filter(kind="payments.payment", record_id=payment.pk, move="close")
    assert moves.count() == 1


def worker_and_web_are_killed_after_wechat_gave_it_back(city: City, owner: Depositor, late) -> None:
    """Nobody is there to hear that the money went back, and what was heard is not noted."""
    city.control("switches", {"wechat_refund_seconds": 0})
    city.kill("worker")
    city.start_worker("booking")
    owner.pays(late, late=True)
    refund = until(Refund.objects.filter(payment=late.pk).first, "the refund to be due")
    city.kill("worker")
    city.kill("web")
    lock = city.hold(REFUND, refund.pk)
    city.start_worker()
    lock.catches_somebody()
    assert owner.trade_of(late)["refunded"] == "18000.00"
    city.kill("worker")
    lock.release()
    city.start_web()
    city.start_worker()
    until(lambda: refund.refresh_from_db() or refund.status == "done", "the refund to be noted")
