"""WeChat on the payer's phone: by its code, by the page for browsers (H5); and what the merchant is told then."""

import json
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature

from sandbox.tests.conftest import Outside, Receiver, rsa_verify
from sandbox.tests.test_wechat import asked, decrypted, opened, refusal

H5 = "/v3/pay/transactions/h5"
pytestmark = pytest.mark.covers("CHN-01", "OPS-02")


def test_the_phone_page_pays_and_a_failed_payment_leaves_the_order_open(
    outside: Outside, receiver: Receiver
) -> None:
    page = opened(outside)
    shown = outside.client.get(page).get_data(as_text=True)
    assert "¥4000.00" in shown
    assert "微信支付（沙箱）" in shown
    failed = outside.client.post(page, data={"decision": "fail"}, follow_redirects=True)
    assert "余额不足" in failed.get_data(as_text=True)
    outside.deliver()
    assert (asked(outside)["trade_state"], receiver.received) == ("NOTPAY", [])
    paid = outside.client.post(page, data={"decision": "pay"}, follow_redirects=True)
    assert "支付成功" in paid.get_data(as_text=True)
    [trade] = outside.client.get("/control/api/wechat/trades").get_json()["trades"]
    assert (trade["provider"], trade["status"]) == ("wechat", "TRADE_SUCCESS")
    assert outside.client.get("/control/api/alipay/trades").get_json() == {"trades": []}


def h5_order(outside: Outside, ip: str = "127.0.0.1") -> dict[str, Any]:
    scene = {"payer_client_ip": ip, "h5_info": {"type": "Wap"}}
    return outside.wechat_order(scene_info=scene)


def come(outside: Outside, page: str, referer: str | None = None, **environ: str) -> Any:
    """A browser that follows the link on the shop's page."""
    shop = f"{outside.world.settings.product_url}/" if referer is None else referer
    return outside.client.get(page, headers={"Referer": shop}, environ_base=environ)


def test_the_page_for_a_phone_leads_to_the_app_and_back_saying_nothing(outside: Outside) -> None:
    page = outside.wechat("POST", H5, h5_order(outside)).get_json()["h5_url"]
    back = f"{outside.world.settings.product_url}/m/orders/1/payment"
    phone = come(outside, page).location
    assert "/wechat/pay/" in phone
    phone = come(outside, f"{page}&redirect_url={back}").location
    assert outside.client.post(phone, data={"decision": "cancel"}).location == back
    assert asked(outside)["trade_state"] == "NOTPAY"
    assert outside.client.post(phone, data={"decision": "pay"}).location == back
    assert asked(outside)["trade_type"] == "MWEB"


@pytest.mark.covers("SEC-03")
def test_the_page_is_for_one_address_on_the_net_for_five_minutes_and_leads_to_its_shop_only(
    outside: Outside,
) -> None:
    page = outside.wechat("POST", H5, h5_order(outside)).get_json()["h5_url"]
    away = come(outside, f"{page}&redirect_url=https://thief.example/")
    assert (away.status_code, "thief" in away.get_data(as_text=True)) == (400, False)
    elsewhere = come(outside, page, REMOTE_ADDR="203.0.113.9")
    assert (elsewhere.status_code, "网络环境" in elsewhere.get_data(as_text=True)) == (403, True)
    assert come(outside, page, REMOTE_ADDR="::1").status_code == 303
    outside.world.clock.forward(301)
    assert come(outside, page).status_code == 400


@pytest.mark.parametrize(
    ("referer", "says"),
    [("", "商家参数格式有误"), ("https://another.example/", "商家存在未配置的参数")],
)
def test_the_page_opens_only_to_a_browser_that_comes_from_its_shop(
    outside: Outside, referer: str, says: str
) -> None:
    page = outside.wechat("POST", H5, h5_order(outside)).get_json()["h5_url"]
    answer = come(outside, page, referer)
    assert (answer.status_code, says in answer.get_data(as_text=True)) == (400, True)


@pytest.mark.parametrize(
    "scene",
    [{}, {"payer_client_ip": "here", "h5_info": {"type": "Wap"}}, {"payer_client_ip": "::1"}],
)
def test_a_page_without_a_payer_s_address_is_refused(
    outside: Outside, scene: dict[str, Any]
) -> None:
    answer = outside.wechat("POST", H5, outside.wechat_order(scene_info=scene))
    assert refusal(answer) == (400, "PARAM_ERROR")


# Notifications


@pytest.mark.covers("CHN-02")
def test_a_payment_is_told_signed_and_encrypted_for_its_merchant(
    outside: Outside, receiver: Receiver
) -> None:
    receiver.refuse_next = 1
    outside.wechat_paid()
    outside.deliver()
    with outside.world.store.writing() as db:
        db.execute("UPDATE deliveries SET due_at = 0 WHERE status = 'waiting'")
    outside.deliver()
    outside.deliver()
    first, again = receiver.at("/gateway/wechat")
    for told in (first, again):
        stamp, nonce = told.headers["Wechatpay-Timestamp"], told.headers["Wechatpay-Nonce"]
        text = f"{stamp}\n{nonce}\n{told.body.decode()}\n"
        rsa_verify("wechat", text, told.headers["Wechatpay-Signature"])
        with pytest.raises(InvalidSignature):
            rsa_verify("wechat", text + " ", told.headers["Wechatpay-Signature"])
    event, repeat = json.loads(first.body), json.loads(again.body)
    assert (event["event_type"], event["id"]) == ("TRANSACTION.SUCCESS", repeat["id"])
    assert event["resource"]["ciphertext"] != repeat["resource"]["ciphertext"]
    assert b"ORDER1" not in first.body
    assert decrypted(event["resource"], b"1" * 32) == asked(outside)
