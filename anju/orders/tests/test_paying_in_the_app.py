"""Alipay on the phone: the browser goes to Alipay's page with what we signed, and the money is told apart from that.

The outside is the sandbox, reached over HTTP as a browser and as our jobs reach it.
"""

from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import pytest

from anju.clients.tests.outside import serve
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.ledger.queries import balance_fen
from anju.orders import actions, jobs
from anju.orders.models import Attempt, Order
from anju.orders.rules import Status
from anju.payments import jobs as payment_jobs
from anju.payments import queries as payment_queries
from anju.payments.models import Payment, ProviderNotification, Refund
from anju.payments.rules import Channel, Opening, PaymentStatus
from anju.tests.sandbox import Sandbox
from anju.tests.world import a_lease, an_order, book, tenant_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BACK = "https://anju.example/m/orders/D1/payment"


def start(order: Order, opening: str = Opening.APP, channel: str = Channel.ALIPAY) -> Order:
    by = tenant_of(order.lease)
    actions.start_payment(order_id=order.pk, channel=channel, opening=opening, by=by)
    return fresh(order)


def fresh(order: Order) -> Order:
    return Order.objects.get(pk=order.pk)


class Phone:
    """The payer's browser, and the product's address where Alipay's notifications wait until they are let in."""

    def __init__(self, sandbox: Sandbox, client, product):
        self.sandbox, self.client, self.product = sandbox, client, product

    def opens(self, address: str) -> str:
        answer = httpx.get(address)
        assert answer.status_code == 303, answer.text
        return f"{self.sandbox.base_url}{urlsplit(answer.headers['Location']).path}"

    def decides(self, page: str, decision: str) -> str:
        """Where the browser is sent then."""
        return str(httpx.post(page, data={"decision": decision}).headers["Location"])

    def notifications_come_in(self) -> None:
        assert self.sandbox.control("deliveries/wait", {"timeout_seconds": 20}) == {"waiting": 0}
        for asked in self.product.asked:
            kind = "application/x-www-form-urlencoded; charset=utf-8"
            answer = self.client.post("/gateway/alipay", asked.body, content_type=kind)
            assert answer.content == b"success"
        self.product.asked.clear()
        book()

    def time_passes(self, seconds: float) -> None:
        self.sandbox.control("clock", {"seconds": seconds, "product": False})
        advance_clock(seconds=seconds, by=CLOCK)


@pytest.fixture
def phone(sandbox: Sandbox, client):
    product, server = serve()
    product.says(200, "success")
    sandbox.product_at(product.url)
    yield Phone(sandbox, client, product)
    server.shutdown()
    server.server_close()


@pytest.mark.covers("PAY-07", "CHN-01", "CHN-02")
def test_paid_in_the_app_it_is_the_notification_that_counts_not_the_way_back(phone: Phone):
    order = start(an_order())
    assert (order.status, order.payment.status) == (Status.PAYING, PaymentStatus.OPEN)
    page = phone.opens(payment_queries.pay_page_of(order.payment, BACK))

    back = phone.decides(page, "pay")
    book()

    assert back.startswith(f"{BACK}?") and order.payment.no in back
    assert fresh(order).status == Status.PAYING
    assert balance_fen("transit:alipay:ccb") == 0
    phone.notifications_come_in()
    assert fresh(order).status == Status.PAID
    assert balance_fen("transit:alipay:ccb") == 28000_00


@pytest.mark.covers("PAY-07", "ORD-02", "ORD-07")
@pytest.mark.parametrize("is_opened", [True, False])
def test_the_app_closed_half_way_ends_the_order_after_three_minutes_and_frees_its_bills(
    phone: Phone, is_opened: bool
):
    order = start(an_order())
    address = payment_queries.pay_page_of(order.payment, BACK)
    if is_opened:
        phone.opens(address)
    jobs.end_what_is_over(0)
    phone.time_passes(178)
    jobs.end_what_is_over(0)
    assert fresh(order).status == Status.PAYING

    phone.time_passes(3)
    jobs.end_what_is_over(0)

    assert fresh(order).status == Status.CANCELLED
    assert Payment.objects.get().status == PaymentStatus.CLOSED
    assert "确认付款" not in httpx.get(address, follow_redirects=True).text
    again = start(an_order(order.lease))
    assert payment_queries.pay_page_of(again.payment, BACK) != ""
    assert balance_fen("transit:alipay:ccb") == 0


@pytest.mark.covers("PAY-07", "CHN-03", "PAY-10")
def test_paid_in_the_last_second_counts_though_its_notification_comes_after_the_end(phone: Phone):
    phone.sandbox.control("switches", {"hold": True})
    order = start(an_order())
    page = phone.opens(payment_queries.pay_page_of(order.payment, BACK))
    phone.time_passes(178)
    phone.decides(page, "pay")
    phone.time_passes(60)

    jobs.end_what_is_over(0)
    book()

    assert fresh(order).status == Status.PAID
    phone.sandbox.control("deliveries/release")
    phone.notifications_come_in()
    assert fresh(order).status == Status.PAID
    assert balance_fen("transit:alipay:ccb") == 28000_00
    statuses = ProviderNotification.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["matched", "ignored"]


@pytest.mark.covers("PAY-07", "ORD-07", "CHN-03")
def test_paid_after_the_order_was_given_up_pays_the_same_bills_while_they_are_open(phone: Phone):
    order = start(an_order())
    phone.opens(payment_queries.pay_page_of(order.payment, BACK))
    phone.time_passes(200)
    jobs.end_what_is_over(0)
    assert fresh(order).status == Status.CANCELLED

    paying_late = {"out_trade_no": order.payment.no, "late": True}
    phone.sandbox.control("alipay/pay", paying_late)
    phone.notifications_come_in()

    assert fresh(order).status == Status.PAID
    assert balance_fen("transit:alipay:ccb") == 28000_00


@pytest.mark.covers("PAY-07", "PAY-10")
def test_an_address_that_was_given_up_can_be_opened_but_is_closed_before_long(phone: Phone):
    """To Alipay the trade begins when it is opened, so there is nothing to close before: we ask until time is over."""
    order = start(an_order())
    address = payment_queries.pay_page_of(order.payment, BACK)
    actions.choose_again(order_id=order.pk, by=tenant_of(order.lease))
    jobs.end_what_is_over(0)
    assert Payment.objects.get().status == PaymentStatus.OPEN
    start(order, channel=Channel.BANK_TRANSFER)

    page = phone.opens(address)
    jobs.end_what_is_over(0)

    assert Payment.objects.earliest("pk").status == PaymentStatus.CLOSED
    assert "不能再付款" in httpx.get(page).text
    assert fresh(order).status == Status.PAYING


@pytest.mark.covers("PAY-07", "PAY-10", "ORD-04")
@pytest.mark.parametrize(
    ("first", "then"), [(Opening.QR_CODE, Opening.APP), (Opening.APP, Opening.QR_CODE)]
)
def test_continued_on_the_other_face_it_begins_anew_and_money_paid_twice_goes_back(
    phone: Phone, first: str, then: str
):
    order = start(an_order(), first)
    payment_jobs.offer_payments(0)
    begun = order.payment
    if first == Opening.APP:
        phone.opens(payment_queries.pay_page_of(begun, BACK))
    phone.time_passes(100)

    order = start(order, then)
    payment_jobs.offer_payments(0)
    if then == Opening.APP:
        phone.opens(payment_queries.pay_page_of(order.payment, BACK))

    begun.refresh_from_db()
    assert (begun.close_wanted, payment_queries.pay_page_of(begun, BACK)) == (True, "")
    assert order.payment != begun and order.payment.opening == then
    assert order.status == Status.PAYING
    assert order.expires_at - clock.now() > timedelta(seconds=170)
    for payment in (begun, order.payment):
        phone.sandbox.control("alipay/pay", {"out_trade_no": payment.no})
    phone.notifications_come_in()
    payment_jobs.make_refunds(0)
    assert fresh(order).status == Status.PAID
    assert balance_fen("transit:alipay:ccb") == 28000_00
    assert Refund.objects.get().status == "done"


@pytest.mark.covers("PAY-07", "PAY-10", "ORD-04")
def test_continuing_on_the_same_face_changes_nothing(phone: Phone):
    order = start(an_order())
    phone.time_passes(60)
    again = start(order)
    assert (again.payment, again.expires_at) == (order.payment, order.expires_at)
    assert Attempt.objects.count() == 1


def test_a_payment_whose_time_is_over_is_not_continued_on_either_face(phone: Phone):
    order = start(an_order())
    phone.time_passes(181)
    with pytest.raises(Refused) as no:
        start(order, Opening.QR_CODE)
    assert no.value.code == "expired"
    assert Attempt.objects.count() == 1


@pytest.mark.covers("PAY-07", "CHN-02")
def test_who_comes_back_has_the_provider_asked_though_its_notification_is_lost(phone: Phone):
    phone.sandbox.control("switches", {"hold": True})
    order = start(an_order())
    page = phone.opens(payment_queries.pay_page_of(order.payment, BACK))
    by = tenant_of(order.lease)
    actions.ask_whether_paid(order_id=order.pk, by=by)
    payment_jobs.ask_for_news(0)
    book()
    assert fresh(order).status == Status.PAYING

    phone.decides(page, "pay")
    actions.ask_whether_paid(order_id=order.pk, by=by)
    actions.ask_whether_paid(order_id=order.pk, by=by)
    payment_jobs.ask_for_news(0)
    book()

    assert fresh(order).status == Status.PAID
    assert order.expires_at > clock.now()
    assert balance_fen("transit:alipay:ccb") == 28000_00


@pytest.mark.covers("PAY-07", "ORD-02")
def test_a_payment_that_fails_in_the_app_fails_the_order(phone: Phone):
    order = start(an_order(a_lease()))
    page = phone.opens(payment_queries.pay_page_of(order.payment, BACK))
    assert phone.decides(page, "fail") == BACK
    phone.notifications_come_in()
    assert fresh(order).status == Status.FAILED
