"""How a payment is opened: by a code, in the payment app, or by a transfer to its own number."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.db import IntegrityError, transaction

from anju.core import clock
from anju.core.actors import CLOCK
from anju.core.models import Event
from anju.core.refusals import Broken, Refused
from anju.payments import actions, jobs, queries
from anju.payments.models import Payment, ProviderNotification
from anju.payments.rules import Channel, Opening, PaymentStatus, Refusal
from anju.tests.world import a_bank_account

pytestmark = pytest.mark.django_db
BACK = "https://anju.example/m/orders/D1/payment"


def a_payment(channel=Channel.ALIPAY, opening=Opening.APP):
    return actions.request_payment(
        channel=channel,
        opening=opening,
        bank_account_id=a_bank_account().pk,
        amount_fen=4000_00,
        subject="租押金",
        by=CLOCK,
    )


def fields_of(address):
    return {name: value for name, [value] in parse_qs(urlsplit(address).query).items()}


@pytest.mark.covers("PAY-07")
def test_a_payment_in_the_app_is_open_at_once_for_three_minutes():
    payment = a_payment()

    assert payment.status == PaymentStatus.OPEN
    assert payment.expires_at - payment.requested_at == timedelta(minutes=3)
    assert not queries.payments_to_offer().exists()
    assert Event.objects.get(record_id=payment.pk, kind="payments.payment").move == "offer"


def test_by_code_or_transfer_a_job_has_to_offer_it():
    by_code = a_payment(opening=Opening.QR_CODE)
    by_bank = a_payment(Channel.BANK_TRANSFER, Opening.APP)

    assert [by_code.status, by_bank.status] == [PaymentStatus.REQUESTED] * 2
    assert by_bank.opening == Opening.COLLECTION_CODE
    assert list(queries.payments_to_offer()) == [by_code, by_bank]


@pytest.mark.parametrize(
    ("channel", "opening"),
    [("alipay", "collection_code"), ("bank_transfer", "app"), ("bank_transfer", "qr_code")],
)
def test_a_channel_has_only_its_own_ways_of_opening(channel, opening):
    payment = a_payment(Channel(channel), Opening.QR_CODE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(opening=opening)


@pytest.mark.covers("PAY-07")
def test_the_address_of_the_page_is_made_anew_each_time_for_the_same_trade(monkeypatch):
    payment = a_payment()
    first = fields_of(queries.pay_page_of(payment, BACK))
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=90))
    again = fields_of(queries.pay_page_of(payment, BACK))

    assert first["biz_content"] == again["biz_content"]
    assert payment.no in first["biz_content"]
    assert first["timestamp"] != again["timestamp"]
    assert first["return_url"] == BACK


@pytest.mark.covers("PAY-07")
def test_there_is_no_page_for_what_cannot_be_paid_in_the_app(monkeypatch):
    assert queries.pay_page_of(a_payment(opening=Opening.QR_CODE), BACK) == ""
    unwanted = a_payment()
    actions.want_close(payment_id=unwanted.pk, by=CLOCK)
    unwanted.refresh_from_db()
    assert queries.pay_page_of(unwanted, BACK) == ""
    actions.close_payment(payment_id=unwanted.pk, because="", by=CLOCK)
    unwanted.refresh_from_db()
    assert queries.pay_page_of(unwanted, BACK) == ""
    late = a_payment()
    monkeypatch.setattr(clock, "now", lambda: late.expires_at)
    assert queries.pay_page_of(late, BACK) == ""


def test_only_an_unpaid_alipay_payment_is_asked_about():
    transfer, closed = a_payment(Channel.BANK_TRANSFER), a_payment()
    actions.close_payment(payment_id=closed.pk, because="", by=CLOCK)
    for payment in (transfer, closed):
        actions.want_news(payment_id=payment.pk, by=CLOCK)
    assert not queries.payments_asked_about().exists()


@pytest.mark.slow
@pytest.mark.covers("PAY-07")
def test_a_payment_whose_notification_is_lost_is_asked_about_when_its_payer_comes_back(sandbox):
    sandbox.control("switches", {"hold": True})
    payment = a_payment(opening=Opening.QR_CODE)
    jobs.offer_payments(0)
    sandbox.control("alipay/pay", {"out_trade_no": payment.no})
    jobs.ask_for_news(0)
    assert not ProviderNotification.objects.exists()

    actions.want_news(payment_id=payment.pk, by=CLOCK)
    actions.want_news(payment_id=payment.pk, by=CLOCK)
    jobs.ask_for_news(0)

    fact = ProviderNotification.objects.get()
    assert (fact.payment_no, fact.amount_fen, fact.status) == (payment.no, 4000_00, "new")
    assert not queries.payments_asked_about().exists()


@pytest.mark.slow
def test_unanswered_it_is_asked_again_and_an_unpaid_trade_is_asked_about_once(sandbox):
    payment = a_payment()
    actions.want_news(payment_id=payment.pk, by=CLOCK)
    sandbox.control("switches", {"fail_alipay_calls": 1})
    jobs.ask_for_news(0)
    assert list(queries.payments_asked_about()) == [payment]
    jobs.ask_for_news(0)
    assert not queries.payments_asked_about().exists()
    assert not ProviderNotification.objects.exists()


def by_wechat(opening=Opening.QR_CODE, payer_ip="203.0.113.7"):
    account = a_bank_account()
    account.merchants.get_or_create(channel=Channel.WECHAT, no="1900000001")
    return actions.request_payment(
        channel=Channel.WECHAT,
        opening=opening,
        bank_account_id=account.pk,
        amount_fen=4000_00,
        subject="租押金",
        payer_ip=payer_ip,
        by=CLOCK,
    )


@pytest.mark.covers("CHN-01")
def test_an_account_is_paid_only_through_a_provider_that_knows_it():
    with pytest.raises(Refused) as no:
        a_payment(Channel.WECHAT, Opening.QR_CODE)
    assert no.value.code == Refusal.NOT_OFFERED
    assert by_wechat().status == PaymentStatus.REQUESTED


@pytest.mark.covers("CHN-01")
def test_wechats_page_is_fetched_for_the_payers_address_which_is_then_forgotten():
    payment = by_wechat(Opening.APP)
    assert (payment.status, payment.payer_ip) == (PaymentStatus.REQUESTED, "203.0.113.7")
    assert queries.pay_page_of(payment, BACK) == ""

    page = "https://wx.example/check?prepay_id=1"
    payment = actions.offer_payment(payment_id=payment.pk, qr_code=page, by=CLOCK)

    payment.refresh_from_db()
    assert payment.payer_ip is None
    assert queries.pay_page_of(payment, BACK).startswith(f"{page}&redirect_url=https%3A")


@pytest.mark.covers("CHN-01", "SEC-01")
def test_the_payers_address_is_kept_for_a_page_only_and_no_longer_than_it_is_wanted():
    assert by_wechat().payer_ip is None
    with pytest.raises(Broken):
        by_wechat(Opening.APP, payer_ip=None)
    for end in (actions.close_payment, actions.fail_payment):
        payment = by_wechat(Opening.APP)
        assert end(payment_id=payment.pk, because="", by=CLOCK)
        payment.refresh_from_db()
        assert payment.payer_ip is None


@pytest.mark.slow
@pytest.mark.covers("CHN-01")
def test_wechats_page_pays_for_the_browser_that_asked_and_comes_back(sandbox, product):
    payment = by_wechat(Opening.APP, payer_ip="127.0.0.1")
    jobs.offer_payments(0)
    payment.refresh_from_db()
    back = f"{product.url}/owner/deposits/1"
    from_us = {"Referer": f"{product.url}/"}
    with httpx.Client(base_url=sandbox.base_url, headers=from_us) as browser:
        phone = browser.get(queries.pay_page_of(payment, back)).headers["Location"]
        assert browser.post(phone, data={"decision": "pay"}).headers["Location"] == back
    actions.want_news(payment_id=payment.pk, by=CLOCK)
    jobs.ask_for_news(0)
    fact = ProviderNotification.objects.get()
    assert (fact.channel, fact.payment_no, fact.amount_fen) == ("wechat", payment.no, 4000_00)
