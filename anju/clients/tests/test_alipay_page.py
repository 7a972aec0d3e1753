"""Alipay's page for a phone: an address that we sign and the browser opens."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from cryptography.exceptions import InvalidSignature

from anju.clients import alipay

APP = "2021000000000001"
NOON = datetime(2026, 12, 1, 4, 0, 0, tzinfo=UTC)
BACK = "https://anju.example/m/orders/D1/payment"


def fields_of(address):
    return {name: value for name, [value] in parse_qs(urlsplit(address).query).items()}


def signed_text(fields):
    return "&".join(f"{k}={fields[k]}" for k in sorted(fields) if k != "sign" and fields[k])


@pytest.mark.covers("CHN-01", "PAY-07")
def test_the_address_says_what_is_paid_until_when_and_where_to_come_back_all_of_it_signed(
    outside, keys
):
    address = alipay.pay_page_url(APP, "A1", 1200050, "租押金 & 租金", NOON, BACK)

    fields = fields_of(address)
    assert address.startswith(f"{outside.url}/alipay/gateway.do?")
    assert json.loads(fields["biz_content"]) == {
        "out_trade_no": "A1",
        "total_amount": "12000.50",
        "subject": "租押金 & 租金",
        "product_code": "QUICK_WAP_WAY",
        "time_expire": "2026-12-01 12:00:00",
        "quit_url": BACK,
    }
    assert (fields["app_id"], fields["method"]) == (APP, "alipay.trade.wap.pay")
    assert fields["return_url"] == BACK
    assert fields["notify_url"] == "https://anju.example/gateway/alipay"
    keys.alipay_app.check(signed_text(fields), fields["sign"])


@pytest.mark.covers("CHN-01")
@pytest.mark.parametrize("name", ["biz_content", "return_url", "notify_url", "timestamp"])
def test_whoever_changes_the_address_breaks_its_signature(outside, keys, name):
    fields = fields_of(alipay.pay_page_url(APP, "A1", 400000, "押金", NOON, BACK))
    fields[name] = fields[name].replace("0", "1").replace("anju", "thief")
    with pytest.raises(InvalidSignature):
        keys.alipay_app.check(signed_text(fields), fields["sign"])


def test_nothing_is_asked_of_alipay_and_the_address_is_signed_for_this_moment(outside):
    fields = fields_of(alipay.pay_page_url(APP, "A1", 400000, "押金", NOON, BACK))
    sent = datetime.strptime(fields["timestamp"], "%Y-%m-%d %H:%M:%S")
    beijing = sent.replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    assert abs(datetime.now(UTC) - beijing) < timedelta(minutes=1)
    assert outside.asked == []
