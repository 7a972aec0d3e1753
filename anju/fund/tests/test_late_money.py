"""Money that comes after its deposit was closed, paid otherwise or not paid in time: by rule it counts or goes back,
and its payer can see it. At both providers, with the sandbox as each of them. (CHN-03)
"""

from datetime import timedelta

import pytest

from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, OUTSIDE
from anju.fund import actions, queries
from anju.fund import jobs as fund
from anju.fund.rules import Status
from anju.fund.tests.world import (
    DEPARTMENT,
    WANG,
    an_account,
    book,
    books_balance,
    fresh,
    is_told_paid,
    signed_in,
    start,
)
from anju.ledger.queries import balance_fen
from anju.orders import jobs as orders
from anju.payments import actions as payments
from anju.payments import jobs
from anju.payments.models import Payment, Refund
from anju.payments.rules import TOLD_PAID, Channel, PaymentStatus
from anju.tests.sandbox import told

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.covers("CHN-03")]
OTHER = {Channel.ALIPAY: Channel.WECHAT, Channel.WECHAT: Channel.ALIPAY}
AMOUNT = 18_000_00


class Late:
    """Wang has a code of one provider; his money is under way when something else happens."""

    def __init__(self, sandbox, channel):
        self.sandbox, self.channel = sandbox, channel
        self.account, self.wang = an_account(), signed_in(WANG)
        self.deposit = actions.demand_deposit(account_id=self.account.pk, by=self.wang)
        self.payment = self.starts(channel)

    def starts(self, channel) -> Payment:
        payment = start(self.deposit, self.wang, channel)
        jobs.offer_payments(0)
        return fresh(payment)

    def time_is_over(self):
        seconds = int(timedelta(minutes=3, seconds=10).total_seconds())
        self.sandbox.control("clock", {"seconds": seconds, "product": False})
        advance_clock(seconds=seconds, by=CLOCK)
        orders.end_what_is_over(0)
        fund.end_what_is_over(0)

    def pays(self, **how):
        """At the provider, which we ask: the notification of it may be lost."""
        paid = {"out_trade_no": self.payment.no, "payer": "13800000001", **how}
        self.sandbox.control(f"{self.channel}/pay", paid)
        trade = jobs.PROVIDERS[self.channel].query(self.shop(), self.payment.no)
        is_told_paid(
            self.payment,
            trade_status=TOLD_PAID[0],
            trade_no=trade.trade_no,
            amount_fen=trade.amount_fen,
            paid_at=trade.paid_at,
        )
        book()

    def shop(self):
        return jobs.queries.merchant_no_of(self.payment)

    def seconds_pass(self):
        for _ in range(2):
            jobs.make_refunds(0)
            self.sandbox.control("clock", {"seconds": 60, "product": False})
            advance_clock(seconds=60, by=CLOCK)
        jobs.make_refunds(0)

    def pot(self):
        return balance_fen(f"transit:{self.channel}:bob")

    def is_given_back_once(self):
        refund = Refund.objects.get()
        assert (refund.payment_id, refund.status) == (self.payment.pk, "due")
        assert queries.given_back_to(self.deposit, self.wang) == [self.payment]
        self.seconds_pass()
        assert fresh(refund).status == "done"
        assert fresh(self.payment).status == PaymentStatus.REFUNDED
        assert queries.given_back_to(self.deposit, self.wang) == [self.payment]
        trades = self.sandbox.ask(f"{self.channel}/trades")["trades"]
        [trade] = [one for one in trades if one["out_trade_no"] == self.payment.no]
        assert (trade["refunded"], self.pot()) == ("18000.00", 0)
        assert books_balance()


@pytest.fixture(params=[Channel.WECHAT, Channel.ALIPAY])
def late(request, sandbox, settings):
    settings.MOVABLE_CLOCK = True
    return Late(sandbox, request.param)


def test_paid_after_its_time_while_the_deposit_is_open_it_counts(late):
    late.time_is_over()
    assert fresh(late.deposit).status == Status.AWAITING
    late.pays(late=True)
    assert fresh(late.deposit).status == Status.PAID and not Refund.objects.exists()
    assert late.pot() == AMOUNT and queries.has_paid(fresh(late.deposit), late.wang)


def test_paid_after_the_deposit_was_closed_it_goes_back(late):
    actions.correct_area(account_id=late.account.pk, area_hundredths=80_00, by=DEPARTMENT)
    assert fresh(late.payment).close_wanted
    orders.end_what_is_over(0)
    assert fresh(late.payment).status == PaymentStatus.CLOSED
    late.pays(late=True)
    assert fresh(late.deposit).status == Status.CLOSED
    late.is_given_back_once()


def test_paid_before_the_wish_to_close_came_through_it_goes_back_too(late):
    """Already paid wins at the provider; the deposit is closed all the same."""
    actions.correct_area(account_id=late.account.pk, area_hundredths=80_00, by=DEPARTMENT)
    paid = {"out_trade_no": late.payment.no, "payer": "13800000001"}
    late.sandbox.control(f"{late.channel}/pay", paid)
    orders.end_what_is_over(0)
    assert fresh(late.payment).status == PaymentStatus.OPEN  # asked: paid
    book()
    assert fresh(late.deposit).status == Status.CLOSED
    late.is_given_back_once()


def test_paid_after_the_other_provider_paid_it_goes_back(late):
    other = late.starts(OTHER[late.channel])
    is_told_paid(other)
    book()
    late.pays(late=True)
    assert fresh(late.deposit).payment_id == other.pk
    late.is_given_back_once()
    assert balance_fen(f"transit:{other.channel}:bob") == AMOUNT


@pytest.mark.covers("CHN-01")
def test_what_is_told_of_a_refund_has_it_asked_about_at_once(sandbox, product, client, settings):
    """It is on its way for so long that we ask ever more seldom; WeChat tells when it has arrived."""
    settings.MOVABLE_CLOCK = True
    late = Late(sandbox, Channel.WECHAT)
    late.pays()
    sandbox.control("switches", {"wechat_refund_seconds": 1})
    refund = payments.refund_payment(payment_id=late.payment.pk, because="重复付款", by=OUTSIDE)
    jobs.make_refunds(0)
    assert fresh(refund).status == "due"
    jobs.make_refunds(0)
    [asked] = [
        one for one in told(product, sandbox, "/gateway/wechat") if b"REFUND.SUCCESS" in one.body
    ]
    signed = {
        f"HTTP_{name.upper().replace('-', '_')}": value
        for name, value in asked.headers.items()
        if name.startswith("Wechatpay-")
    }
    for _ in range(2):
        answer = client.post(
            "/gateway/wechat", asked.body, content_type="application/json", **signed
        )
        assert answer.status_code == 204
    jobs.make_refunds(0)
    assert fresh(refund).status == "done" and late.pot() == 0
    payments.ask_about_refund(request_no="RF-unknown", by=OUTSIDE)
    assert Refund.objects.count() == 1
