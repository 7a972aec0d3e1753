import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest

from anju.clients import alipay
from anju.clients.outcomes import Unavailable
from anju.clients.rules import Refusal
from anju.core.refusals import Refused

BEIJING = ZoneInfo("Asia/Shanghai")
APP = "2021000000000001"
NOON = datetime(2026, 12, 1, 4, 0, 0, tzinfo=UTC)


def signed_answer(keys, method, **fields):
    name = method.replace(".", "_") + "_response"
    inner = json.dumps(fields, ensure_ascii=False)
    return f'{{"{name}":{inner},"sign":"{keys.alipay.sign(inner)}"}}'


def says(outside, keys, method, **fields):
    """Alipay answers one method, after checking our signature; any other is the test's error."""

    def answer(asked):
        form = asked.form
        signature = form.pop("sign")
        keys.alipay_app.check(
            "&".join(f"{k}={form[k]}" for k in sorted(form) if form[k]), signature
        )
        assert form["method"] == method
        return 200, signed_answer(keys, method, **fields)

    outside.answer = answer


@pytest.mark.covers("CHN-01")
def test_a_code_is_asked_for_with_the_amount_in_yuan_and_the_expiry_on_beijing_clocks(
    outside, keys
):
    says(outside, keys, "alipay.trade.precreate", code="10000", qr_code="https://qr.example/x1")
    assert alipay.precreate(APP, "A1", 1200050, "押金 租金", NOON) == "https://qr.example/x1"
    form = outside.asked[0].form
    assert json.loads(form["biz_content"]) == {
        "out_trade_no": "A1",
        "total_amount": "12000.50",
        "subject": "押金 租金",
        "time_expire": "2026-12-01 12:00:00",
    }
    assert form["app_id"] == APP
    assert form["notify_url"] == "https://anju.example/gateway/alipay"
    sent = datetime.strptime(form["timestamp"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING)
    assert abs(datetime.now(UTC) - sent) < timedelta(minutes=1)


def test_no_code_is_given_for_an_order_that_is_paid(outside, keys):
    says(
        outside,
        keys,
        "alipay.trade.precreate",
        code="40004",
        sub_code="ACQ.TRADE_HAS_SUCCESS",
        sub_msg="交易已被支付",
    )
    with pytest.raises(Refused) as no:
        alipay.precreate(APP, "A1", 100, "押金", NOON)
    assert no.value.code == Refusal.ALREADY_PAID
    assert no.value.message == "订单「A1」已经付款"


def test_a_paid_order_says_when_by_whom_and_how_much(outside, keys):
    says(
        outside,
        keys,
        "alipay.trade.query",
        code="10000",
        out_trade_no="A1",
        trade_no="2026120122001",
        trade_status="TRADE_SUCCESS",
        total_amount="4000.5",
        send_pay_date="2026-12-01 12:00:00",
        buyer_logon_id="138****1234",
    )
    assert alipay.query(APP, "A1") == alipay.Trade(
        "paid", "2026120122001", 400050, NOON, "138****1234"
    )


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"code": "40004", "sub_code": "ACQ.TRADE_NOT_EXIST"}, "unknown"),
        ({"code": "10000", "trade_status": "WAIT_BUYER_PAY"}, "waiting"),
        ({"code": "10000", "trade_status": "TRADE_CLOSED"}, "closed"),
    ],
)
def test_an_unpaid_order_is_waiting_closed_or_unknown(outside, keys, answer, status):
    says(outside, keys, "alipay.trade.query", trade_no="T1", total_amount="1.00", **answer)
    found = alipay.query(APP, "A1")
    assert (found.status, found.paid_at) == (status, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"trade_status": "TRADE_SOMEHOW"},
        {"total_amount": "4000.505"},
        {"total_amount": "0.00"},
        {"total_amount": "-1.00"},
        {"total_amount": 4000.5},
        {"total_amount": None},
        {"send_pay_date": ""},
        {"send_pay_date": "2026-13-01 12:00:00"},
        {"out_trade_no": "A2"},
        {"trade_no": ""},
    ],
)
def test_an_answer_that_cannot_be_read_is_refused_never_guessed(outside, keys, wrong):
    good = {
        "code": "10000",
        "out_trade_no": "A1",
        "trade_no": "T1",
        "trade_status": "TRADE_SUCCESS",
        "total_amount": "4000.50",
        "send_pay_date": "2026-12-01 12:00:00",
    }
    says(outside, keys, "alipay.trade.query", **good | wrong)
    with pytest.raises(Refused) as no:
        alipay.query(APP, "A1")
    assert no.value.code == Refusal.UNREADABLE


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"code": "10000", "out_trade_no": "A1"}, "closed"),
        ({"code": "40004", "sub_code": "ACQ.TRADE_HAS_SUCCESS"}, "already_paid"),
        ({"code": "40004", "sub_code": "ACQ.TRADE_HAS_CLOSE"}, "closed"),
        ({"code": "40004", "sub_code": "ACQ.TRADE_NOT_EXIST"}, "unknown"),
    ],
)
@pytest.mark.covers("CHN-01", "CHN-03")
def test_closing_tells_whether_the_order_was_paid_before(outside, keys, answer, outcome):
    says(outside, keys, "alipay.trade.close", **answer)
    assert alipay.close(APP, "A1") == outcome


@pytest.mark.parametrize(
    ("trade_status", "outcome"), [("TRADE_SUCCESS", "already_paid"), ("TRADE_CLOSED", "closed")]
)
def test_a_close_forbidden_by_the_orders_status_asks_which_status(
    outside, keys, trade_status, outcome
):
    def answer(asked):
        if asked.form["method"] == "alipay.trade.close":
            fields = {"code": "40004", "sub_code": "ACQ.TRADE_STATUS_ERROR"}
        else:
            fields = {
                "code": "10000",
                "trade_no": "T1",
                "trade_status": trade_status,
                "total_amount": "1.00",
                "send_pay_date": "2026-12-01 12:00:00",
            }
        return 200, signed_answer(keys, asked.form["method"], **fields)

    outside.answer = answer
    assert alipay.close(APP, "A1") == outcome


@pytest.mark.covers("CHN-01")
def test_a_refund_is_done_when_the_money_moved_or_had_moved_under_the_same_number(outside, keys):
    says(outside, keys, "alipay.trade.refund", code="10000", fund_change="Y")
    assert alipay.refund(APP, "A1", 400000, "R1", "订单已取消") is True
    assert json.loads(outside.asked[0].form["biz_content"]) == {
        "out_trade_no": "A1",
        "refund_amount": "4000.00",
        "out_request_no": "R1",
        "refund_reason": "订单已取消",
    }

    refunded = {"refund_amount": "4000.00", "refund_status": "REFUND_SUCCESS"}

    def answer(asked):
        fields = {"fund_change": "N"} if asked.form["method"] == "alipay.trade.refund" else refunded
        return 200, signed_answer(keys, asked.form["method"], code="10000", **fields)

    outside.answer = answer
    assert alipay.refund(APP, "A1", 400000, "R1", "订单已取消") is True
    assert alipay.query_refund(APP, "A1", "R1") == 400000
    refunded.clear()
    assert alipay.refund(APP, "A1", 400000, "R1", "订单已取消") is False
    assert alipay.query_refund(APP, "A1", "R1") == 0


def test_a_refund_alipay_declines_is_refused_in_its_words(outside, keys):
    says(
        outside,
        keys,
        "alipay.trade.refund",
        code="40004",
        msg="Business Failed",
        sub_code="ACQ.SELLER_BALANCE_NOT_ENOUGH",
        sub_msg="卖家余额不足",
    )
    with pytest.raises(Refused) as no:
        alipay.refund(APP, "A1", 100, "R1", "多缴")
    assert no.value.message == (
        "支付宝拒绝了请求：卖家余额不足 Business Failed ACQ.SELLER_BALANCE_NOT_ENOUGH 40004"
    )


@pytest.mark.covers("CHN-01")
def test_an_answer_alipay_did_not_sign_is_refused(outside, keys):
    text = signed_answer(keys, "alipay.trade.precreate", code="10000", qr_code="https://qr/1")
    outside.says(200, text.replace("https://qr/1", "https://qr/2"))
    with pytest.raises(Refused) as no:
        alipay.precreate(APP, "A1", 100, "押金", NOON)
    assert no.value.code == Refusal.FORGED


def test_only_what_was_signed_is_used_even_beside_a_second_answer(outside, keys):
    name = "alipay_trade_precreate_response"
    text = signed_answer(keys, "alipay.trade.precreate", code="10000", qr_code="https://qr/1")
    outside.says(200, text[:-1] + f',"{name}":{{"code":"10000","qr_code":"https://qr/2"}}}}')
    with pytest.raises(Refused) as no:
        alipay.precreate(APP, "A1", 100, "押金", NOON)
    assert no.value.code == Refusal.UNREADABLE


@pytest.mark.parametrize("body", ["", "[]", "{", '{"sign":"x"}', "[" * 100_000, b"\xff\xfe"])
def test_an_answer_that_is_no_answer_is_unreadable(outside, body):
    outside.says(200, body)
    with pytest.raises(Refused) as no:
        alipay.query(APP, "A1")
    assert no.value.code == Refusal.UNREADABLE


def test_an_error_of_the_gateway_itself_is_a_no(outside):
    outside.says(200, '{"error_response":{"code":"40002","sub_msg":"验签出错"}}')
    with pytest.raises(Refused) as no:
        alipay.query(APP, "A1")
    assert no.value.code == Refusal.DECLINED


@pytest.mark.covers("CHN-01")
def test_what_may_or_may_not_have_happened_is_unavailable(outside, keys, settings):
    outside.says(503)
    with pytest.raises(Unavailable, match="HTTP 503"):
        alipay.refund(APP, "A1", 100, "R1", "多缴")
    says(outside, keys, "alipay.trade.refund", code="20000", sub_code="isp.unknow-error")
    with pytest.raises(Unavailable):
        alipay.refund(APP, "A1", 100, "R1", "多缴")
    outside.says(200, '{"error_response":{"code":"20000"}}')
    with pytest.raises(Unavailable):
        alipay.refund(APP, "A1", 100, "R1", "多缴")
    settings.ALIPAY = settings.ALIPAY | {"gateway_url": "http://127.0.0.1:9/gateway.do"}
    with pytest.raises(Unavailable, match="ConnectError"):
        alipay.refund(APP, "A1", 100, "R1", "多缴")


def test_a_bill_is_downloaded_from_the_signed_address(outside, keys):
    method = "alipay.data.dataservice.bill.downloadurl.query"

    def answer(asked):
        if asked.path == "/bills/1.zip":
            return 200, b"zip"
        address = f"{outside.url}/bills/1.zip"
        return 200, signed_answer(keys, method, code="10000", bill_download_url=address)

    outside.answer = answer
    assert alipay.download_bill(APP, NOON.date()) == b"zip"
    content = json.loads(outside.asked[0].form["biz_content"])
    assert content == {"bill_type": "trade", "bill_date": "2026-12-01"}
    says(outside, keys, method, code="40004", sub_code="isp.bill_not_exist")
    assert alipay.download_bill(APP, NOON.date()) is None


def notification(keys, signer=None, drop=(), **changes):
    fields = {
        "notify_time": datetime.now(BEIJING).strftime("%Y-%m-%d %H:%M:%S"),
        "notify_type": "trade_status_sync",
        "notify_id": "n1",
        "app_id": APP,
        "charset": "utf-8",
        "version": "1.0",
        "sign_type": "RSA2",
        "trade_no": "2026120122001",
        "out_trade_no": "A1",
        "trade_status": "TRADE_SUCCESS",
        "total_amount": "4000.00",
        "receipt_amount": "4000.00",
        "buyer_id": "2088000000000001",
        "buyer_logon_id": "张三 138****1234&=+%",
        "seller_id": "2088000000000011",
        "gmt_create": "2026-12-01 11:59:00",
        "gmt_payment": "2026-12-01 12:00:00",
        "passback_params": "",
        **changes,
    }
    for name in drop:
        del fields[name]
    text = "&".join(f"{k}={fields[k]}" for k in sorted(fields) if k != "sign_type" and fields[k])
    fields["sign"] = (signer or keys.alipay).sign(text)
    return fields


def body_of(fields):
    return urlencode(fields).encode()


@pytest.mark.covers("CHN-02")
def test_a_notification_is_read_after_its_signature_was_checked(outside, keys):
    found = alipay.verified_notification(body_of(notification(keys)))
    assert found.notify_id == "n1"
    assert (found.merchant_no, found.trade_no, found.out_trade_no) == (APP, "2026120122001", "A1")
    assert (found.trade_status, found.amount_fen, found.paid_at) == ("TRADE_SUCCESS", 400000, NOON)
    assert found.buyer == "张三 138****1234&=+%"
    assert abs(datetime.now(UTC) - found.sent_at) < timedelta(minutes=1)


@pytest.mark.covers("CHN-02")
@pytest.mark.parametrize(
    "field",
    ["total_amount", "out_trade_no", "app_id", "trade_status", "notify_time", "gmt_payment"],
)
def test_a_notification_changed_in_one_character_is_refused(outside, keys, field):
    fields = notification(keys)
    fields[field] = fields[field][:-1] + ("1" if fields[field][-1] != "1" else "2")
    with pytest.raises(Refused) as no:
        alipay.verified_notification(body_of(fields))
    assert no.value.code == Refusal.FORGED


@pytest.mark.covers("CHN-02")
def test_a_notification_by_a_stranger_or_by_nobody_is_refused(outside, keys):
    by_stranger = body_of(notification(keys, signer=keys.stranger))
    by_nobody = notification(keys)
    for fields in (
        by_nobody | {"sign": ""},
        by_nobody | {"sign": "签名"},
        by_nobody | {"sign": "AAAA"},
    ):
        with pytest.raises(Refused) as no:
            alipay.verified_notification(body_of(fields))
        assert no.value.code == Refusal.FORGED
    with pytest.raises(Refused) as no:
        alipay.verified_notification(by_stranger)
    assert no.value.code == Refusal.FORGED
    assert no.value.message == "签名不正确，已拒收"


@pytest.mark.covers("CHN-02")
@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_notification_more_than_five_minutes_off_is_refused(outside, keys, minutes):
    then = datetime.now(BEIJING) + timedelta(minutes=minutes)
    fields = notification(keys, notify_time=then.strftime("%Y-%m-%d %H:%M:%S"))
    with pytest.raises(Refused) as no:
        alipay.verified_notification(body_of(fields))
    assert no.value.code == Refusal.STALE


@pytest.mark.covers("CHN-02")
@pytest.mark.parametrize(
    "changes",
    [
        {"total_amount": "4000.005"},
        {"total_amount": "4,000.00"},
        {"total_amount": "0.00"},
        {"total_amount": ""},
        {"total_amount": "４０００"},
        {"gmt_payment": "yesterday"},
        {"gmt_payment": ""},
        {"trade_status": "TRADE_WHATEVER"},
        {"notify_type": "batch_trans_notify"},
        {"notify_id": ""},
        {"notify_time": ""},
    ],
)
def test_a_signed_notification_that_cannot_be_read_is_refused(outside, keys, changes):
    with pytest.raises(Refused) as no:
        alipay.verified_notification(body_of(notification(keys, **changes)))
    assert no.value.code == Refusal.UNREADABLE


@pytest.mark.covers("CHN-02")
def test_garbage_and_fields_given_twice_are_refused(outside, keys):
    good = body_of(notification(keys))
    twice = good + b"&total_amount=1.00"
    long = good + b"&x=" + b"1" * 70_000
    many = good + b"&" + "&".join(f"x{n}=1" for n in range(200)).encode()
    for body in (b"hello", b"\xff\xfe\x00", b"a=%ff", b"{}", twice, long, many):
        with pytest.raises(Refused) as no:
            alipay.verified_notification(body)
        assert no.value.code == Refusal.UNREADABLE


def test_a_closed_order_needs_no_moment_of_payment(outside, keys):
    fields = notification(keys, drop=["gmt_payment"], trade_status="TRADE_CLOSED")
    found = alipay.verified_notification(body_of(fields))
    assert (found.trade_status, found.paid_at) == ("TRADE_CLOSED", None)


def test_a_key_is_read_from_its_file_once(outside, keys):
    from anju.clients import signing

    alipay.verified_notification(body_of(notification(keys)))
    before = signing.public_key.cache_info().misses
    alipay.verified_notification(body_of(notification(keys)))
    assert signing.public_key.cache_info().misses == before
