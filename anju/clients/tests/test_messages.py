"""Text messages and mail, and the shared-key signature that they and the clock use."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest

from anju.clients import mail, signing, sms
from anju.clients.outcomes import Unavailable
from anju.clients.rules import Refusal
from anju.core.refusals import Refused


def mac(key, signed_at, body):
    return hmac.new(key.encode(), f"{signed_at}\n".encode() + body, hashlib.sha256).hexdigest()


def check_our_signature(asked, key):
    signed_at = asked.headers["X-Timestamp"]
    assert asked.headers["Authorization"] == "HMAC-SHA256 " + mac(key, signed_at, asked.body)
    sent = datetime.fromisoformat(signed_at)
    assert abs(datetime.now(UTC) - sent) < timedelta(minutes=1)


@pytest.mark.covers("CHN-07")
def test_a_text_message_is_sent_signed_with_our_number_for_it(outside):
    outside.says(200, '{"message_id":"m1"}')
    assert sms.send("notice-1", "13800001234", "您的订单已支付") == "m1"
    [asked] = outside.asked
    assert (asked.method, asked.path) == ("POST", "/sms/messages")
    check_our_signature(asked, "key of the sms gateway")
    assert json.loads(asked.body) == {
        "out_id": "notice-1",
        "to": "13800001234",
        "text": "您的订单已支付",
    }


@pytest.mark.covers("CHN-07")
def test_a_mail_is_sent_signed_with_its_subject(outside):
    outside.says(200, '{"message_id":"m2"}')
    assert mail.send("notice-2", "a@example.org", "缴款成功", "您的订单已支付") == "m2"
    [asked] = outside.asked
    assert (asked.method, asked.path) == ("POST", "/mail/messages")
    check_our_signature(asked, "key of the mail gateway")
    assert json.loads(asked.body)["subject"] == "缴款成功"


@pytest.mark.covers("CHN-07")
def test_a_gateway_that_cannot_answer_is_tried_again_one_that_says_no_is_not(outside, settings):
    outside.says(503)
    with pytest.raises(Unavailable):
        sms.send("notice-1", "13800001234", "您好")
    outside.says(400, "号码有误")
    with pytest.raises(Refused) as no:
        sms.send("notice-1", "1", "您好")
    assert no.value.message == "短信平台拒绝了请求：HTTP 400 号码有误"
    outside.says(200, "ok")
    with pytest.raises(Refused) as no:
        sms.send("notice-1", "13800001234", "您好")
    assert no.value.code == Refusal.UNREADABLE


def test_a_shared_key_proves_who_wrote_and_when(outside):
    body = b'{"days": 1}'

    def check(key="clock key", moment=None, changed=None, **headers):
        signed_at = (moment or datetime.now(UTC)).isoformat()
        good = {
            "X-Timestamp": signed_at,
            "Authorization": f"HMAC-SHA256 {mac(key, signed_at, body)}",
        }
        signing.check_shared_key("clock key", good | headers, changed or body)

    check()
    for wrong in (
        {"key": "another key"},
        {"changed": b'{"days": 9}'},
        {"Authorization": ""},
        {"Authorization": "HMAC-SHA256 ü"},
        {"X-Timestamp": ""},
    ):
        with pytest.raises(Refused) as no:
            check(**wrong)
        assert no.value.code == Refusal.FORGED
    with pytest.raises(Refused) as no:
        check(moment=datetime.now(UTC) - timedelta(minutes=6))
    assert no.value.code == Refusal.STALE


def test_an_empty_key_proves_nothing(outside):
    signed_at = datetime.now(UTC).isoformat()
    headers = {"X-Timestamp": signed_at, "Authorization": f"HMAC-SHA256 {mac('', signed_at, b'')}"}
    with pytest.raises(Refused) as no:
        signing.check_shared_key("", headers, b"")
    assert no.value.code == Refusal.FORGED
