"""SMS and mail: signed, kept once, failing on demand."""

import pytest

from sandbox.tests.conftest import Outside

SMS = {"out_id": "n-1", "to": "13800000001", "text": "您的押金已入账。"}


def messages(outside: Outside, recipient: str) -> list[dict[str, str]]:
    answer = outside.client.get(f"/control/api/inbox/{recipient}")
    found: list[dict[str, str]] = answer.get_json()["messages"]
    return found


@pytest.mark.covers("CHN-07")
def test_a_message_sent_twice_is_received_once(outside: Outside) -> None:
    first = outside.hmac("/sms/messages", "sms-key", SMS)
    again = outside.hmac("/sms/messages", "sms-key", SMS)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.get_json() == again.get_json()
    assert [message["text"] for message in messages(outside, "13800000001")] == [SMS["text"]]
    assert SMS["text"] in outside.client.get("/inbox/13800000001").get_data(as_text=True)
    other = outside.hmac("/sms/messages", "sms-key", SMS | {"text": "别的"})
    assert other.status_code == 409


def test_mail_arrives_at_its_address(outside: Outside) -> None:
    mail = {"out_id": "n-1", "to": "a@example.org", "subject": "入账", "text": "已入账。"}
    assert outside.hmac("/mail/messages", "mail-key", mail).status_code == 200
    (received,) = messages(outside, "a@example.org")
    assert (received["kind"], received["subject"]) == ("mail", "入账")


def test_an_unsigned_message_is_refused(outside: Outside) -> None:
    assert outside.client.post("/sms/messages", json=SMS).status_code == 401
    assert outside.hmac("/sms/messages", "mail-key", SMS).status_code == 401
    assert messages(outside, "13800000001") == []


@pytest.mark.parametrize(
    "change", [{"to": "110"}, {"text": ""}, {"out_id": ""}, {"text": 1}, {"to": None}]
)
def test_a_message_that_cannot_be_read_is_refused(
    outside: Outside, change: dict[str, object]
) -> None:
    assert outside.hmac("/sms/messages", "sms-key", SMS | change).status_code == 400


def test_the_next_messages_fail_on_demand(outside: Outside) -> None:
    outside.control("switches", fail_sms=2)
    answers = [outside.hmac("/sms/messages", "sms-key", SMS).status_code for _ in range(3)]
    assert answers == [503, 503, 200]
