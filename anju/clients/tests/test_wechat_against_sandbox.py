"""WeChat Pay's client over real HTTP, against a program that shares no code with it."""

import json
from datetime import timedelta

import httpx
import pytest

from anju.clients import wechat
from anju.clients.iso20022 import Credits, read_message
from anju.clients.outcomes import Unavailable
from anju.clients.rules import Refusal
from anju.clients.trades import RefundNews
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.tests.sandbox import told

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.covers("CHN-01")]
SHOP, OTHER_SHOP = "1900000001", "1900000002"
HERE = "/gateway/wechat"


def read(asked):
    return wechat.verified_notification(httpx.Headers(asked.headers), asked.body)


def soon():
    return clock.now() + timedelta(minutes=3)


def a_paid_order(sandbox, no, amount_fen=400000):
    code = wechat.precreate(SHOP, no, amount_fen, "维修资金", soon())
    sandbox.control("wechat/pay", {"qr_code": code, "payer": "13800001234"})


@pytest.mark.covers("CHN-02")
def test_an_order_is_offered_paid_told_and_given_back(sandbox, product):
    until = soon()
    assert wechat.query(SHOP, "ORDER1").status == "unknown"
    code = wechat.precreate(SHOP, "ORDER1", 400000, "维修资金", until)
    assert wechat.precreate(SHOP, "ORDER1", 400000, "维修资金", until) == code
    assert wechat.query(SHOP, "ORDER1").status == "waiting"
    sandbox.control("wechat/pay", {"qr_code": code, "payer": "13800001234"})

    [asked] = told(product, sandbox, HERE)
    notification, trade = read(asked), wechat.query(SHOP, "ORDER1")
    assert (trade.status, trade.amount_fen) == ("paid", 400000)
    assert (notification.merchant_no, notification.out_trade_no) == (SHOP, "ORDER1")
    assert (notification.trade_status, notification.amount_fen) == ("SUCCESS", 400000)
    assert (notification.trade_no, notification.paid_at) == (trade.trade_no, trade.paid_at)
    assert (notification.buyer, notification.buyer[:1]) == (trade.buyer, "o")

    with pytest.raises(Refused) as no:
        wechat.precreate(SHOP, "ORDER1", 400000, "维修资金", until)
    assert no.value.code == Refusal.ALREADY_PAID
    assert wechat.close(SHOP, "ORDER1") == "already_paid"
    assert wechat.query_refund(SHOP, "R1") == 0
    assert wechat.refund(SHOP, "ORDER1", 400000, "R1", "重复付款") is False
    sandbox.control("switches", {"wechat_refund_seconds": 0})
    assert wechat.refund(SHOP, "ORDER1", 400000, "R1", "重复付款") is True
    assert wechat.query_refund(SHOP, "R1") == 400000
    news = [read(asked) for asked in told(product, sandbox, HERE)][1:]
    assert news == [RefundNews("R1")]
    with pytest.raises(Refused) as no:
        wechat.refund(SHOP, "ORDER1", 400000, "R2", "重复付款")
    assert no.value.code == Refusal.DECLINED
    assert wechat.query(SHOP, "ORDER1").status == "paid"


def test_an_order_is_closed_before_it_is_paid(sandbox, product):
    wechat.precreate(SHOP, "ORDER1", 100, "维修资金", soon())
    assert wechat.close(SHOP, "ORDER1") == "closed"
    assert wechat.close(SHOP, "ORDER1") == "closed"
    assert wechat.close(SHOP, "ORDER2") == "unknown"
    assert wechat.query(SHOP, "ORDER1").status == "closed"
    assert wechat.query(OTHER_SHOP, "ORDER1").status == "unknown"
    with pytest.raises(Refused) as no:
        wechat.precreate(SHOP, "ORDER1", 100, "维修资金", soon())
    assert no.value.code == Refusal.DECLINED


def test_a_phone_is_led_to_its_page_and_back(sandbox, product):
    page = wechat.pay_page(SHOP, "ORDER1", 100, "维修资金", soon(), "127.0.0.1")
    back = f"{product.url}/owner/deposits/1?x=1"
    with httpx.Client(headers={"Referer": f"{product.url}/"}) as browser:
        phone = browser.get(wechat.page_url(page, back)).headers["Location"]
        paid = browser.post(f"{sandbox.base_url}{phone}", data={"decision": "pay"})
        elsewhere = wechat.pay_page(SHOP, "ORDER2", 100, "维修资金", soon(), "203.0.113.7")
        assert browser.get(wechat.page_url(elsewhere, back)).status_code == 403
    assert paid.headers["Location"] == back
    assert read(told(product, sandbox, HERE)[0]).out_trade_no == "ORDER1"
    assert httpx.get(wechat.page_url(page, back)).status_code == 400  # from nobody's site


@pytest.mark.covers("CHN-02")
def test_a_repeated_notification_says_the_same_under_the_same_number(sandbox, product):
    sandbox.control("switches", {"copies": 3})
    a_paid_order(sandbox, "ORDER1")
    numbers = [read(asked).notify_id for asked in told(product, sandbox, HERE)]
    assert (len(numbers), len(set(numbers))) == (3, 1)


@pytest.mark.covers("CHN-02", "SEC-03")
def test_a_notification_whose_content_another_merchant_sealed_is_refused(sandbox, product):
    a_paid_order(sandbox, "ORDER1")
    [asked] = told(product, sandbox, HERE)
    event = json.loads(asked.body)
    event["resource"]["associated_data"] = "certificate"
    with pytest.raises(Refused) as no:
        wechat.verified_notification(httpx.Headers(asked.headers), json.dumps(event).encode())
    assert no.value.code == Refusal.FORGED


def test_wechat_out_of_order_is_unavailable_and_what_it_did_unheard_is_done_once(sandbox):
    for fault in ({"fail_wechat_calls": 1}, {"wechat_mode": "down"}):
        sandbox.control("switches", fault)
        with pytest.raises(Unavailable):
            wechat.query(SHOP, "ORDER1")
    sandbox.control("switches", {"wechat_mode": "answers", "lose_wechat_answers": 1})
    with pytest.raises(Unavailable):
        wechat.precreate(SHOP, "ORDER1", 100, "维修资金", soon())
    assert wechat.query(SHOP, "ORDER1").status == "waiting"
    a_paid_order(sandbox, "ORDER2", 100)
    sandbox.control("switches", {"lose_wechat_answers": 1, "wechat_refund_seconds": 0})
    with pytest.raises(Unavailable):
        wechat.refund(SHOP, "ORDER2", 100, "R1", "重复付款")
    assert wechat.refund(SHOP, "ORDER2", 100, "R1", "重复付款") is True


@pytest.mark.covers("SEC-03")
@pytest.mark.parametrize(
    ("mode", "code"),
    [
        ("garbage", "unreadable"),
        ("forged", "forged"),
        ("probe", "forged"),
        ("other_key", "forged"),
        ("skewed", "stale"),
    ],
)
def test_an_answer_that_cannot_be_believed_confirms_nothing(sandbox, mode, code):
    a_paid_order(sandbox, "ORDER1", 100)
    sandbox.control("switches", {"wechat_mode": mode})
    for work in (
        lambda: wechat.query(SHOP, "ORDER1"),
        lambda: wechat.refund(SHOP, "ORDER1", 100, "R1", "重复付款"),
    ):
        with pytest.raises(Refused) as no:
            work()
        assert no.value.code == code


@pytest.mark.covers("CHN-05")
def test_a_day_is_told_by_the_bill_and_the_settlement(sandbox, product):
    sandbox.control("switches", {"wechat_fee_ppm": 6000})
    day = clock.today()
    a_paid_order(sandbox, "ORDER1", 400000)
    a_paid_order(sandbox, "ORDER2", 100000)
    wechat.refund(SHOP, "ORDER2", 100000, "R1", "重复付款")
    assert wechat.download_bill(SHOP, day) is None
    sandbox.next_day()

    rows = list(wechat.bill_rows(wechat.download_bill(SHOP, day)))
    assert {(r.out_trade_no, r.kind, r.amount_fen, r.fee_fen, r.request_no) for r in rows} == {
        ("ORDER1", "trade", 400000, 2400, ""),
        ("ORDER2", "trade", 100000, 600, ""),
        ("ORDER2", "refund", 100000, -600, "R1"),
    }
    assert {clock.day_of(row.finished_at) for row in rows} == {day}
    messages = [read_message(one.body) for one in told(product, sandbox, "/gateway/bank/bob")]
    [settled] = [m.entries[0] for m in messages if isinstance(m, Credits)]
    assert (settled.direction, settled.amount_fen) == ("credit", 397600)
    assert settled.text == f"WECHAT SETTLEMENT {day.isoformat()} {SHOP}"
    assert wechat.download_bill(OTHER_SHOP, day) is None  # at nine it may still be made
    sandbox.control("clock", {"seconds": 3700, "product": False})
    advance_clock(seconds=3700, by=CLOCK)
    assert wechat.download_bill(OTHER_SHOP, day) == b""
