"""WeChat Pay's wire: what we sign, what we believe, what a bill says."""

import base64
import gzip
import hashlib
import json
import re
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from anju.clients import wechat
from anju.clients.outcomes import Unavailable
from anju.clients.rules import Refusal
from anju.clients.trades import RefundNews
from anju.core import clock
from anju.core.refusals import Refused

SHOP, SERIAL, API_KEY = "1900000001", "PUB_KEY_ID_1", "0123456789abcdef0123456789abcdef"
NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)
HEADER = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,"
    "货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,"
    "商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
)
PAID = (
    "`2026-12-01 12:00:00,`wx1,`1900000001,`0,`,`42000001,`A1,`o1,`NATIVE,`SUCCESS,`OTHERS,`CNY,`4000.00,`0.00,"
    "`0,`0,`0.00,`0.00,`,`,`押金,`,`24.00000,`0.60%,`4000.00,`0.00,`"
)
BACK = (
    "`2026-12-01 13:00:00,`wx1,`1900000001,`0,`,`42000001,`A1,`o1,`NATIVE,`REFUND,`OTHERS,`CNY,`0.00,`0.00,"
    "`5000,`RFA1,`4000.00,`0.00,`ORIGINAL,`SUCCESS,`押金,`,`-24.00000,`0.60%,`0.00,`4000.00,`"
)
SUMMARY = (
    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
)
SUMS = "`2,`4000.00,`4000.00,`0.00,`0.00000,`4000.00,`4000.00"


@pytest.fixture
def configured(settings, keys):
    settings.MOVABLE_CLOCK = False
    settings.PUBLIC_URL = "https://anju.example"
    settings.WECHAT = {
        "url": "https://wechat.example",
        "app_id": "wx1",
        "merchants": {
            SHOP: {
                "serial_no": "AB12",
                "private_key_file": str(keys.product_bank.private_file),
                "api_v3_key": API_KEY,
            }
        },
        "public_keys": {SERIAL: str(keys.alipay.public_file)},
    }
    return settings


@pytest.fixture
def says(configured, keys, monkeypatch):
    """WeChat's answers in turn; what it was asked."""
    asked, answers = [], []

    def answer(request):
        asked.append(request)
        status, content, signer = answers.pop(0)
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        body = b"" if status == 204 else body
        headers = signed(signer, body.decode()) if signer else {}
        return httpx.Response(status, content=body, headers=headers)

    client = httpx.Client(transport=httpx.MockTransport(answer))
    monkeypatch.setattr("anju.clients.calls.connections", lambda: client)

    def say(status, content=None, signer=keys.alipay):
        answers.append((status, content or {}, signer))
        return asked

    return say


def signed(pair, body, at=None, serial=SERIAL):
    stamp = str(int((at or clock.now()).timestamp()))
    return {
        "Wechatpay-Serial": serial,
        "Wechatpay-Timestamp": stamp,
        "Wechatpay-Nonce": "n1",
        "Wechatpay-Signature": pair.sign(f"{stamp}\nn1\n{body}\n"),
    }


def trade(**changes):
    return {
        "mchid": SHOP,
        "out_trade_no": "A1",
        "transaction_id": "42000001",
        "trade_state": "SUCCESS",
        "success_time": "2026-12-01T12:00:00+08:00",
        "amount": {"total": 400000, "payer_total": 400000, "currency": "CNY"},
        "payer": {"openid": "o1"},
    } | changes


def notification(content, key=API_KEY, event="TRANSACTION.SUCCESS"):
    sealed = AESGCM(key.encode()).encrypt(
        b"0123456789ab", json.dumps(content).encode(), b"transaction"
    )
    resource = {
        "original_type": "transaction",
        "algorithm": "AEAD_AES_256_GCM",
        "ciphertext": base64.b64encode(sealed).decode(),
        "associated_data": "transaction",
        "nonce": "0123456789ab",
    }
    return json.dumps(
        {
            "id": "EV-1",
            "create_time": "2026-12-01T12:00:01+08:00",
            "event_type": event,
            "resource_type": "encrypt-resource",
            "resource": resource,
        }
    )


@pytest.mark.covers("CHN-01")
def test_a_code_is_asked_for_with_a_signature_over_the_whole_request(says, keys):
    asked = says(200, {"code_url": "weixin://wxpay/1"})
    assert wechat.precreate(SHOP, "A1", 400000, "押金", NOON) == "weixin://wxpay/1"
    [request] = asked
    given = dict(re.findall(r'(\w+)="([^"]*)"', request.headers["Authorization"]))
    body = request.content.decode()
    assert request.headers["Authorization"].startswith("WECHATPAY2-SHA256-RSA2048 ")
    assert (given["mchid"], given["serial_no"]) == (SHOP, "AB12")
    text = (
        f"POST\n/v3/pay/transactions/native\n{given['timestamp']}\n{given['nonce_str']}\n{body}\n"
    )
    keys.product_bank.check(text, given["signature"])
    told = json.loads(body)
    assert told["amount"] == {"total": 400000, "currency": "CNY"}
    assert told["time_expire"] == "2026-12-01T12:00:00+08:00"
    assert told["notify_url"] == "https://anju.example/gateway/wechat"


@pytest.mark.covers("CHN-01")
def test_a_page_for_a_phone_names_the_payers_address_and_comes_back(says):
    asked = says(200, {"h5_url": "https://wx.example/check?prepay_id=1"})
    page = wechat.pay_page(SHOP, "A1", 100, "押金", NOON, "203.0.113.7")
    assert json.loads(asked[0].content)["scene_info"]["payer_client_ip"] == "203.0.113.7"
    assert wechat.page_url(page, "https://a.example/?x=1").endswith(
        "prepay_id=1&redirect_url=https%3A%2F%2Fa.example%2F%3Fx%3D1"
    )


@pytest.mark.covers("CHN-01", "SEC-03")
def test_an_answer_that_wechat_did_not_sign_confirms_nothing(says, keys):
    for signer in (keys.stranger, None):
        says(200, trade(), signer)
        with pytest.raises(Refused) as no:
            wechat.query(SHOP, "A1")
        assert no.value.code == Refusal.FORGED
    says(404, {"code": "ORDER_NOT_EXIST"}, None)
    with pytest.raises(Refused):
        wechat.query(SHOP, "A1")


@pytest.mark.covers("CHN-01")
@pytest.mark.parametrize(
    ("state", "status"),
    [("NOTPAY", "waiting"), ("CLOSED", "closed"), ("SUCCESS", "paid"), ("REFUND", "paid")],
)
def test_an_order_is_what_its_state_says(says, state, status):
    says(200, trade(trade_state=state))
    assert wechat.query(SHOP, "A1").status == status


@pytest.mark.covers("CHN-01")
@pytest.mark.parametrize(
    "wrong",
    [
        {"mchid": "1900000009"},
        {"out_trade_no": "A2"},
        {"amount": {"total": 0}},
        {"amount": {"total": 1.5}},
        {"amount": {"total": 1, "currency": "USD"}},
        {"trade_state": "SOMEHOW"},
        {"success_time": "2026-12-01 12:00:00"},
    ],
)
def test_what_cannot_be_read_is_refused(says, wrong):
    says(200, trade(**wrong))
    with pytest.raises(Refused):
        wechat.query(SHOP, "A1")


@pytest.mark.covers("CHN-01", "CHN-03")
def test_paid_wins_over_the_wish_to_close(says):
    says(204)
    assert wechat.close(SHOP, "A1") == "closed"
    says(400, {"code": "ORDERPAID", "message": "订单已支付"}, None)
    says(200, trade())
    assert wechat.close(SHOP, "A1") == "already_paid"
    says(404, {"code": "ORDER_NOT_EXIST"})
    says(404, {"code": "ORDER_NOT_EXIST"})
    assert wechat.close(SHOP, "A1") == "unknown"


@pytest.mark.covers("CHN-01")
def test_a_refund_is_done_when_wechat_says_so(says):
    back = {"out_refund_no": "RF1", "amount": {"refund": 400000, "total": 400000}}
    says(200, back | {"status": "PROCESSING"})
    assert wechat.refund(SHOP, "A1", 400000, "RF1", "重复付款") is False
    says(200, back | {"status": "SUCCESS"})
    assert wechat.refund(SHOP, "A1", 400000, "RF1", "重复付款") is True
    says(200, back | {"status": "SUCCESS"})
    assert wechat.query_refund(SHOP, "RF1") == 400000
    says(200, back | {"status": "ABNORMAL"})
    with pytest.raises(Refused) as no:
        wechat.refund(SHOP, "A1", 400000, "RF1", "重复付款")
    assert no.value.code == Refusal.DECLINED


@pytest.mark.covers("CHN-02")
def test_a_notification_is_checked_opened_and_read(configured, keys):
    body = notification(trade())
    told = wechat.verified_notification(signed(keys.alipay, body), body.encode())
    assert (told.notify_id, told.merchant_no, told.out_trade_no) == ("EV-1", SHOP, "A1")
    assert (told.amount_fen, told.paid_at, told.trade_status) == (400000, NOON, "SUCCESS")


@pytest.mark.covers("CHN-02", "SEC-03")
def test_a_notification_that_is_forged_stale_or_sealed_for_another_is_refused(configured, keys):
    body = notification(trade())
    old, early = (clock.now() + timedelta(minutes=m) for m in (-6, 6))
    probe = signed(keys.alipay, body)
    probe["Wechatpay-Signature"] = "WECHATPAY/SIGNTEST/" + probe["Wechatpay-Signature"][19:]
    wrong = [
        (probe, body, Refusal.FORGED),
        (signed(keys.alipay, body, at=early), body, Refusal.STALE),
        (signed(keys.stranger, body), body, Refusal.FORGED),
        (signed(keys.alipay, body, serial="other"), body, Refusal.FORGED),
        (signed(keys.alipay, body), body + " ", Refusal.FORGED),
        (signed(keys.alipay, body, at=old), body, Refusal.STALE),
    ]
    other = notification(trade(), key="f" * 32)
    wrong.append((signed(keys.alipay, other), other, Refusal.FORGED))
    for headers, content, code in wrong:
        with pytest.raises(Refused) as no:
            wechat.verified_notification(headers, content.encode())
        assert no.value.code == code


@pytest.mark.covers("CHN-02")
@pytest.mark.parametrize("event", ["REFUND.SUCCESS", "REFUND.ABNORMAL", "REFUND.CLOSED"])
def test_what_is_told_of_a_refund_says_which_one_to_ask_about(configured, keys, event):
    told = {"mchid": SHOP, "out_trade_no": "A1", "out_refund_no": "RFA1"}
    body = notification(told, event=event)
    news = wechat.verified_notification(signed(keys.alipay, body), body.encode())
    assert news == RefundNews("RFA1")
    other = notification(told, event="TRADE.SOMEHOW")
    with pytest.raises(Refused) as no:
        wechat.verified_notification(signed(keys.alipay, other), other.encode())
    assert no.value.code == Refusal.UNREADABLE


@pytest.mark.covers("CHN-01", "CHN-02")
def test_while_keys_change_both_are_believed_and_the_old_one_not_for_longer(configured, keys):
    """平台证书 to 微信支付公钥: for a while WeChat signs with either, each under its number."""
    body = notification(trade())
    new, old = signed(keys.alipay, body), signed(keys.stranger, body, serial="7132D72A")
    both = {SERIAL: str(keys.alipay.public_file), "7132D72A": str(keys.stranger.public_file)}
    configured.WECHAT = configured.WECHAT | {"public_keys": both}
    assert wechat.verified_notification(new, body.encode())
    assert wechat.verified_notification(old, body.encode())
    configured.WECHAT = configured.WECHAT | {"public_keys": {SERIAL: both[SERIAL]}}
    with pytest.raises(Refused) as no:
        wechat.verified_notification(old, body.encode())
    assert no.value.code == Refusal.FORGED


@pytest.mark.covers("CHN-01")
@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_too_many_questions_and_faults_of_theirs_leave_it_open(says, status):
    said = {"code": "FREQUENCY_LIMITED" if status == 429 else "SYSTEM_ERROR"}
    says(status, said, None)
    with pytest.raises(Unavailable):
        wechat.close(SHOP, "A1")


@pytest.mark.covers("CHN-01", "CHN-05")
def test_a_bill_is_believed_by_its_digest_and_read_line_by_line(says):
    content = "\r\n".join((HEADER, PAID, BACK, SUMMARY, SUMS, "")).encode()
    digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    address = {
        "hash_type": "SHA1",
        "hash_value": digest,
        "download_url": "https://wechat.example/b?t=1",
    }
    says(200, address)
    says(200, gzip.compress(content), None)
    rows = list(wechat.bill_rows(wechat.download_bill(SHOP, date(2026, 12, 1))))
    assert [(r.kind, r.amount_fen, r.fee_fen, r.request_no) for r in rows] == [
        ("trade", 400000, 2400, ""),
        ("refund", 400000, -2400, "RFA1"),
    ]
    says(200, address)
    says(200, gzip.compress(content + b"x"), None)
    with pytest.raises(Refused) as no:
        wechat.download_bill(SHOP, date(2026, 12, 1))
    assert no.value.code == Refusal.FORGED


@pytest.mark.covers("CHN-05")
@pytest.mark.parametrize(
    "lines",
    [
        (HEADER, PAID, SUMMARY, SUMS),
        (HEADER, PAID, BACK),
        (HEADER, PAID.replace("4000.00", "4000.005"), BACK, SUMMARY, SUMS),
        (HEADER, PAID.replace("`CNY", "`USD"), BACK, SUMMARY, SUMS),
        (HEADER.replace("手续费,", "费,"), PAID, BACK, SUMMARY, SUMS),
        (HEADER, PAID.replace("`", ""), BACK, SUMMARY, SUMS),
    ],
)
def test_a_bill_that_cannot_be_read_or_does_not_add_up_is_refused(lines):
    with pytest.raises(Refused):
        list(wechat.bill_rows("\n".join(lines).encode()))


@pytest.mark.covers("CHN-05")
def test_a_day_without_trades_has_no_bill_once_bills_are_made(says):
    says(400, {"code": "NO_STATEMENT_EXIST"}, None)
    assert wechat.download_bill(SHOP, clock.today() - timedelta(days=2)) == b""
    says(400, {"code": "NO_STATEMENT_EXIST"}, None)
    assert wechat.download_bill(SHOP, clock.today()) is None
    says(400, {"code": "STATEMENT_CREATING"}, None)
    assert wechat.download_bill(SHOP, clock.today() - timedelta(days=2)) is None
    assert list(wechat.bill_rows(b"")) == []
