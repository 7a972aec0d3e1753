"""手机网站支付: the browser comes with a signed address, pays on the phone's page, and goes back."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.exceptions import InvalidSignature

from sandbox.clock import beijing_text
from sandbox.tests.conftest import Outside, Receiver, rsa_sign, rsa_verify

BACK = "https://anju.example/m/orders/D1/payment"
QUIT = "https://anju.example/m/orders/D1"


def address(outside: Outside, out_trade_no: str = "A1", **changes: str) -> dict[str, str]:
    """What a product signs for the browser."""
    content = {
        "out_trade_no": out_trade_no,
        "total_amount": "4000.00",
        "subject": "押金",
        "product_code": "QUICK_WAP_WAY",
        "time_expire": beijing_text(outside.world.clock.now() + timedelta(minutes=3)),
        "quit_url": QUIT,
    } | changes
    params = outside.alipay_params("alipay.trade.wap.pay", **content) | {"return_url": BACK}
    del params["sign"]
    signed = "&".join(f"{k}={v}" for k, v in sorted(params.items()) if v)
    return params | {"sign": rsa_sign("alipay_app", signed)}


def opened(outside: Outside, **changes: str) -> str:
    """The address of the phone's page that the browser is sent to."""
    answer = outside.client.get("/alipay/gateway.do", query_string=address(outside, **changes))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.location


def status_of(outside: Outside, out_trade_no: str = "A1") -> str:
    answer = outside.alipay("alipay.trade.query", out_trade_no=out_trade_no)
    return str(answer.get("trade_status", answer.get("sub_code")))


@pytest.mark.covers("PAY-07")
def test_the_trade_begins_when_the_browser_comes(outside: Outside) -> None:
    assert status_of(outside) == "ACQ.TRADE_NOT_EXIST"
    close = outside.alipay("alipay.trade.close", out_trade_no="A1")
    assert close["sub_code"] == "ACQ.TRADE_NOT_EXIST"
    page = outside.client.get(opened(outside)).get_data(as_text=True)
    assert "¥4000.00" in page
    assert "取消，返回商家" in page
    assert status_of(outside) == "WAIT_BUYER_PAY"
    [trade] = outside.client.get("/control/api/alipay/trades").get_json()["trades"]
    assert trade["opened_by"] == "browser"
    assert "手机网站" in outside.client.get("/control/").get_data(as_text=True)


def test_a_form_posted_by_the_shop_s_page_opens_it_too(outside: Outside) -> None:
    origin = {"Origin": "https://anju.example"}
    answer = outside.client.post("/alipay/gateway.do", data=address(outside), headers=origin)
    assert answer.status_code == 303
    assert status_of(outside) == "WAIT_BUYER_PAY"


@pytest.mark.covers("PAY-07")
def test_who_has_paid_comes_back_with_signed_words_and_the_product_is_told_apart_from_that(
    outside: Outside, receiver: Receiver
) -> None:
    answer = outside.client.post(opened(outside), data={"decision": "pay", "payer": "13800000001"})

    assert answer.location.startswith(f"{BACK}?")
    told = {name: value for name, [value] in parse_qs(urlsplit(answer.location).query).items()}
    assert (told["out_trade_no"], told["total_amount"]) == ("A1", "4000.00")
    assert told["method"] == "alipay.trade.wap.pay.return"
    unsigned = {k: v for k, v in told.items() if k not in ("sign", "sign_type")}
    text = "&".join(f"{k}={v}" for k, v in sorted(unsigned.items()))
    rsa_verify("alipay", text, told["sign"])
    with pytest.raises(InvalidSignature):
        rsa_verify("alipay", text.replace("4000.00", "9000.00"), told["sign"])
    outside.deliver()
    [notified] = receiver.at("/gateway/alipay")
    assert notified.form["trade_status"] == "TRADE_SUCCESS"


def test_who_cancels_goes_back_with_nothing_said_and_may_open_it_again(outside: Outside) -> None:
    page = opened(outside)
    assert outside.client.post(page, data={"decision": "cancel"}).location == QUIT
    assert status_of(outside) == "WAIT_BUYER_PAY"
    assert opened(outside) == page


def test_a_failed_payment_goes_back_and_the_product_is_told(
    outside: Outside, receiver: Receiver
) -> None:
    assert outside.client.post(opened(outside), data={"decision": "fail"}).location == QUIT
    outside.deliver()
    assert receiver.at("/gateway/alipay")[0].form["trade_status"] == "TRADE_CLOSED"


@pytest.mark.covers("PAY-07")
def test_a_page_that_is_simply_left_changes_nothing_and_refuses_to_be_paid_when_time_is_over(
    outside: Outside, receiver: Receiver
) -> None:
    page, come_again = opened(outside), address(outside)
    outside.world.clock.forward(179)
    assert "确认付款" in outside.client.get(page).get_data(as_text=True)
    outside.world.clock.forward(2)
    late = outside.client.post(page, data={"decision": "pay"}, follow_redirects=True)
    told = late.get_data(as_text=True)
    assert "订单已关闭或超过付款时间" in told
    assert f'href="{QUIT}"' in told
    assert status_of(outside) == "TRADE_CLOSED"
    again = outside.client.get("/alipay/gateway.do", query_string=come_again, follow_redirects=True)
    assert "确认付款" not in again.get_data(as_text=True)
    outside.deliver()
    assert receiver.received == []


def test_an_address_whose_time_is_over_opens_nothing(outside: Outside) -> None:
    come = address(outside)
    outside.world.clock.forward(200)
    answer = outside.client.get("/alipay/gateway.do", query_string=come)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "早于当前时间" in page
    assert f'href="{BACK}"' in page
    assert status_of(outside) == "ACQ.TRADE_NOT_EXIST"


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("return_url", "https://thief.example/"),
        ("app_id", "2021000000000009"),
        ("timestamp", "2020-01-01 00:00:00"),
        ("sign", ""),
    ],
)
def test_an_address_that_was_changed_opens_nothing_and_leads_nowhere(
    outside: Outside, name: str, wrong: str
) -> None:
    answer = outside.client.get("/alipay/gateway.do", query_string=address(outside) | {name: wrong})
    assert answer.status_code == 400
    assert 'href="https' not in answer.get_data(as_text=True)
    assert status_of(outside) == "ACQ.TRADE_NOT_EXIST"


@pytest.mark.parametrize(
    "changes",
    [{"product_code": "FACE_TO_FACE_PAYMENT"}, {"total_amount": "0"}, {"out_trade_no": ""}],
)
def test_an_address_that_asks_for_something_else_is_refused(
    outside: Outside, changes: dict[str, str]
) -> None:
    answer = outside.client.get("/alipay/gateway.do", query_string=address(outside, **changes))
    assert answer.status_code == 400


def test_the_same_order_with_another_amount_is_not_opened(outside: Outside) -> None:
    opened(outside)
    other = address(outside, total_amount="0.01")
    answer = outside.client.get("/alipay/gateway.do", query_string=other)
    assert "交易信息被篡改" in answer.get_data(as_text=True)


def test_a_paid_order_opened_again_says_so_and_leads_back(outside: Outside) -> None:
    outside.client.post(opened(outside), data={"decision": "pay"})
    page = outside.client.get(opened(outside)).get_data(as_text=True)
    assert "支付成功" in page
    assert "确认付款" not in page
    assert f"{BACK}?" in page


def test_alipay_out_of_order_says_so(outside: Outside) -> None:
    outside.control("switches", fail_alipay_calls=1)
    come = address(outside)
    assert outside.client.get("/alipay/gateway.do", query_string=come).status_code == 503
    assert outside.client.get("/alipay/gateway.do", query_string=come).status_code == 303
