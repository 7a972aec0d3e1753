"""A deposit paid by WeChat, from its code to the account, with the sandbox as WeChat and as the bank. Whatever is asked
twice, told twice, told too late or not heard is booked once.
"""

import json
from datetime import timedelta

import pytest

from anju.clients import iso20022
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, OUTSIDE
from anju.fund import actions
from anju.fund import jobs as fund
from anju.fund.rules import Status
from anju.fund.tests.world import (
    FUND_SHOP,
    WANG,
    ZHAO,
    an_account,
    book,
    books_balance,
    fresh,
    is_told_paid,
    signed_in,
    start,
)
from anju.ledger.proof import prove
from anju.ledger.queries import balance_fen
from anju.orders import jobs as orders
from anju.payments import actions as payments
from anju.payments import jobs, queries
from anju.payments.models import ProviderNotification, Refund, Settlement
from anju.payments.rules import Channel, PaymentStatus
from anju.tests.sandbox import told

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.covers("CHN-01")]
HERE = "/gateway/wechat"
TRANSIT, OUTSIDE_POT = "transit:wechat:bob", "world:wechat:bob"


class Depositing:
    """Wang deposits 18,000 yuan; `payment` is the code he is shown."""

    def __init__(self, sandbox, product, client):
        self.sandbox, self.product, self.client = sandbox, product, client
        self.account, self.wang = an_account(owners=(WANG, ZHAO)), signed_in(WANG)
        self.deposit = actions.demand_deposit(account_id=self.account.pk, by=self.wang)
        self.payment = self.starts(self.wang)

    def starts(self, by):
        payment = start(self.deposit, by, Channel.WECHAT)
        jobs.offer_payments(0)
        return fresh(payment)

    def scans(self, payment=None, **how):
        payment = payment or self.payment
        self.sandbox.control("wechat/pay", {"out_trade_no": payment.no, **how})

    def hears(self, body=None):
        """All that WeChat has told so far is given to our gateway, as it came; what this answers."""
        answers = []
        for asked in told(self.product, self.sandbox, HERE):
            signed = {
                f"HTTP_{name.upper().replace('-', '_')}": value
                for name, value in asked.headers.items()
                if name.startswith("Wechatpay-")
            }
            content = body or asked.body
            answer = self.client.post(HERE, content, content_type="application/json", **signed)
            answers.append(answer.status_code)
        return answers

    def status(self):
        return fresh(self.deposit).status

    def time_is_over(self):
        self.sandbox.control("clock", {"seconds": 190, "product": False})
        advance_clock(seconds=190, by=CLOCK)
        orders.end_what_is_over(0)
        fund.end_what_is_over(0)

    def trade(self):
        trades = self.sandbox.ask("wechat/trades")["trades"]
        return next(trade for trade in trades if trade["out_trade_no"] == self.payment.no)

    def day_is_over(self):
        """The bank's credit of the day is here, and the bill."""
        self.product.asked.clear()
        self.sandbox.next_day()
        jobs.fetch_days(0)
        for asked in told(self.product, self.sandbox, "/gateway/bank/bob"):
            message = iso20022.read_message(asked.body)
            if isinstance(message, iso20022.Credits):
                payments.record_bank_message(
                    bank="bob",
                    nonce=asked.headers["X-Nonce"],
                    digest=b"0" * 32,
                    account_no=message.account,
                    entries=[jobs.entry_terms(entry) for entry in message.entries],
                    by=OUTSIDE,
                )
        orders.book_inbound(0)
        fund.settle_days(0)


@pytest.fixture
def depositing(sandbox, product, client):
    return Depositing(sandbox, product, client)


@pytest.mark.covers("CHN-02", "CHN-05", "LED-03")
def test_a_deposit_is_offered_paid_told_and_in_its_account_the_next_day(depositing):
    payment = depositing.payment
    assert (payment.status, payment.expires_at - payment.requested_at) == (
        PaymentStatus.OPEN,
        timedelta(minutes=3),
    )
    assert payment.qr_code == depositing.trade()["qr_code"]
    depositing.scans()
    assert depositing.hears() == [204]
    fund.book_inbound(0)
    assert (depositing.status(), balance_fen(TRANSIT)) == (Status.PAID, 18_000_00)
    assert balance_fen(depositing.account.pot) == 0

    depositing.day_is_over()

    settlement = Settlement.objects.get(channel="wechat", line_count=1)
    assert (settlement.status, settlement.net_fen) == ("booked", 18_000_00)
    assert depositing.status() == Status.DEPOSITED
    assert fresh(payment).status == PaymentStatus.SETTLED
    assert (balance_fen(TRANSIT), balance_fen(OUTSIDE_POT)) == (0, 0)
    assert balance_fen(depositing.account.pot) == 18_000_00
    credited_on = clock.day_of(settlement.credit.booked_at)
    depositing.day_is_over()
    proof = queries.day_proof("bob", credited_on)
    assert (proof.agrees, proof.book_in_fen, proof.unexplained) == (True, 18_000_00, [])
    assert prove().holds


@pytest.mark.covers("CHN-02", "LED-03")
def test_told_many_times_and_asked_besides_it_is_booked_once(depositing):
    depositing.sandbox.control("switches", {"copies": 5})
    depositing.scans()
    payments.want_news(payment_id=depositing.payment.pk, by=CLOCK)
    jobs.ask_for_news(0)
    assert depositing.hears() == [204] * 5
    for _ in range(2):
        fund.book_inbound(0)
    assert sorted(ProviderNotification.objects.values_list("status", flat=True)) == [
        "ignored",
        "matched",
    ]
    assert balance_fen(TRANSIT) == 18_000_00
    assert depositing.hears() == [204] * 5
    fund.book_inbound(0)
    assert balance_fen(TRANSIT) == 18_000_00


@pytest.mark.covers("CHN-02", "SEC-03")
def test_what_is_forged_changed_or_replayed_later_is_refused_and_moves_nothing(depositing):
    depositing.scans()
    [asked] = told(depositing.product, depositing.sandbox, HERE)
    event = json.loads(asked.body)
    other = json.dumps(event | {"summary": "支付成功。"}).encode()
    assert depositing.hears(other) == [400]
    unsigned = depositing.client.post(HERE, asked.body, content_type="application/json")
    assert (unsigned.status_code, unsigned.json()["code"]) == (400, "FAIL")
    advance_clock(seconds=301, by=CLOCK)
    assert depositing.hears() == [400]
    assert not ProviderNotification.objects.exists()
    assert balance_fen(TRANSIT) == 0


@pytest.mark.covers("CHN-02", "SEC-04")
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"amount_fen": 18_000_01}, "到账18,000.01元，应交18,000.00元，金额不一致"),
        ({"merchant_no": "1900000002"}, "收款商户1900000002与支付单不符"),
    ],
)
def test_a_wrong_amount_or_another_shop_is_set_aside(depositing, changes, reason):
    told_wrong = {"trade_status": "SUCCESS", "merchant_no": FUND_SHOP} | changes
    is_told_paid(depositing.payment, **told_wrong)
    orders.book_inbound(0)
    book()
    fact = ProviderNotification.objects.get()
    assert fact.status == "set_aside"
    assert fact.because == reason
    assert (depositing.status(), balance_fen(TRANSIT)) == (Status.PAYING, 0)


@pytest.mark.covers("CHN-03")
def test_over_time_it_is_closed_there_and_a_new_code_can_be_had(depositing):
    depositing.time_is_over()
    assert depositing.trade()["status"] == "TRADE_CLOSED"
    assert fresh(depositing.payment).status == PaymentStatus.CLOSED
    assert depositing.status() == Status.AWAITING
    second = depositing.starts(depositing.wang)
    assert (second.status, second.pk != depositing.payment.pk) == (PaymentStatus.OPEN, True)


@pytest.mark.covers("CHN-03", "LED-03")
def test_paid_as_it_was_being_closed_it_counts(depositing):
    depositing.sandbox.control("switches", {"hold": True})
    depositing.scans()
    depositing.time_is_over()
    assert fresh(depositing.payment).status == PaymentStatus.OPEN  # asked: paid
    fund.book_inbound(0)
    assert depositing.status() == Status.PAID
    depositing.sandbox.control("deliveries/release")
    assert depositing.hears() == [204]
    fund.book_inbound(0)
    assert balance_fen(TRANSIT) == 18_000_00


@pytest.mark.covers("CHN-03", "CHN-05", "LED-03")
def test_paid_after_another_had_paid_it_goes_back_once_and_the_day_is_closed(depositing):
    depositing.time_is_over()
    zhao = depositing.starts(signed_in(ZHAO))
    depositing.scans(zhao)
    depositing.scans(late=True)
    assert depositing.hears() == [204, 204]
    while ProviderNotification.objects.filter(status="new").exists():
        fund.book_inbound(0)
    refund, [back] = Refund.objects.get(), [depositing.payment]
    assert fresh(depositing.deposit).payment_id in (back.pk, zhao.pk)

    jobs.make_refunds(0)
    refund.refresh_from_db()
    assert (refund.status, refund.attempts) == ("due", 1)  # on its way
    depositing.sandbox.control("clock", {"seconds": 30, "product": False})
    advance_clock(seconds=30, by=CLOCK)
    for _ in range(2):
        jobs.make_refunds(0)
    assert fresh(refund).status == "done"
    assert fresh(refund.payment).status == PaymentStatus.REFUNDED
    assert balance_fen(TRANSIT) == 18_000_00
    trades = depositing.sandbox.ask("wechat/trades")["trades"]
    assert sorted(trade["refunded"] for trade in trades) == ["0.00", "18000.00"]

    depositing.day_is_over()
    settlement = Settlement.objects.get(channel="wechat", line_count=3)
    assert (settlement.status, settlement.net_fen) == ("booked", 18_000_00)
    assert not settlement.lines.filter(status="differs").exists()
    assert (depositing.status(), balance_fen(TRANSIT)) == (Status.DEPOSITED, 0)
    assert (balance_fen(OUTSIDE_POT), balance_fen(depositing.account.pot)) == (0, 18_000_00)
    assert prove().holds


# What was done there and not noted here: killed after WeChat took it, or its answer lost


@pytest.mark.covers("CHN-01", "OPS-02")
def test_a_code_whose_answer_was_lost_is_fetched_again_and_is_the_same(sandbox, product, client):
    sandbox.control("switches", {"lose_wechat_answers": 1})
    depositing = Depositing(sandbox, product, client)
    assert depositing.payment.status == PaymentStatus.REQUESTED
    before = depositing.trade()["qr_code"]
    jobs.offer_payments(0)
    assert fresh(depositing.payment).qr_code == before


@pytest.mark.covers("CHN-03", "OPS-02")
def test_a_close_that_was_not_noted_is_asked_again(depositing):
    depositing.sandbox.control("switches", {"lose_wechat_answers": 1})
    depositing.time_is_over()
    assert depositing.trade()["status"] == "TRADE_CLOSED"
    assert fresh(depositing.payment).status == PaymentStatus.OPEN
    depositing.time_is_over()
    assert fresh(depositing.payment).status == PaymentStatus.CLOSED
    assert depositing.status() == Status.AWAITING


@pytest.mark.covers("CHN-03", "LED-03", "OPS-02")
@pytest.mark.parametrize(
    "fault", [{"lose_wechat_answers": 1}, {"fail_wechat_calls": 1}, {"fail_refunds": 1}]
)
def test_a_refund_that_was_not_heard_failed_or_was_refused_is_made_once(depositing, fault):
    depositing.sandbox.control("switches", {"wechat_refund_seconds": 0})
    depositing.scans()
    depositing.hears()
    fund.book_inbound(0)
    refund = payments.refund_payment(payment_id=depositing.payment.pk, because="重复付款", by=CLOCK)
    depositing.sandbox.control("switches", fault)
    jobs.make_refunds(0)
    assert (fresh(refund).status, balance_fen(TRANSIT)) == ("due", 18_000_00)
    advance_clock(seconds=30, by=CLOCK)
    for _ in range(3):
        jobs.make_refunds(0)
    assert (fresh(refund).status, balance_fen(TRANSIT)) == ("done", 0)
    assert depositing.trade()["refunded"] == "18000.00"
    assert books_balance()


@pytest.mark.covers("CHN-01", "SEC-03")
@pytest.mark.parametrize("mode", ["down", "garbage", "forged"])
def test_while_wechat_is_out_of_order_nothing_is_believed_and_then_all_goes_on(depositing, mode):
    depositing.sandbox.control("switches", {"hold": True})
    depositing.scans()
    depositing.sandbox.control("switches", {"wechat_mode": mode})
    depositing.time_is_over()
    payments.want_news(payment_id=depositing.payment.pk, by=CLOCK)
    jobs.ask_for_news(0)
    assert not ProviderNotification.objects.exists()
    assert fresh(depositing.payment).status == PaymentStatus.OPEN
    depositing.sandbox.control("switches", {"wechat_mode": "answers"})
    jobs.ask_for_news(0)
    fund.book_inbound(0)
    assert depositing.status() == Status.PAID


@pytest.mark.covers("CHN-05")
def test_a_day_whose_notification_never_came_is_booked_by_the_bill(depositing):
    depositing.sandbox.control("switches", {"hold": True})
    depositing.scans()
    depositing.sandbox.control("switches", {"hold": False})  # the bank is heard
    depositing.day_is_over()
    assert depositing.status() == Status.DEPOSITED
    assert balance_fen(depositing.account.pot) == 18_000_00
    depositing.sandbox.control("deliveries/release")
    depositing.hears()
    fund.book_inbound(0)
    fund.settle_days(0)
    assert balance_fen(depositing.account.pot) == 18_000_00
    assert balance_fen(TRANSIT) == 0
