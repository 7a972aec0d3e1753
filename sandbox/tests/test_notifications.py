"""What Alipay tells: signed, repeated with the same identity, until accepted."""

import time

import pytest

from sandbox.tests.conftest import Outside, Receiver, rsa_verify


def settle_pauses(outside: Outside) -> None:
    """Let the pause before the next try pass at once."""
    with outside.world.store.writing() as db:
        db.execute("UPDATE deliveries SET due_at = 0 WHERE status = 'waiting'")


@pytest.mark.covers("CHN-02")
def test_a_notification_is_signed_as_alipay_signs_them(
    outside: Outside, receiver: Receiver
) -> None:
    outside.paid("A1")
    assert outside.deliver() == 1
    (received,) = receiver.at("/gateway/alipay")
    form = received.form
    content = "&".join(
        f"{k}={v}" for k, v in sorted(form.items()) if k not in ("sign", "sign_type") and v
    )
    rsa_verify("alipay", content, form["sign"])
    assert form["sign_type"] == "RSA2"
    assert (form["out_trade_no"], form["trade_status"]) == ("A1", "TRADE_SUCCESS")
    assert (form["total_amount"], form["receipt_amount"]) == ("4000.00", "4000.00")
    assert form["app_id"] == "2021000000000001"


@pytest.mark.covers("CHN-02")
def test_repeats_keep_the_notify_id_and_change_the_notify_time(
    outside: Outside, receiver: Receiver
) -> None:
    receiver.refuse_next = 2
    outside.paid("A1")
    for _ in range(4):
        outside.deliver()
        settle_pauses(outside)
        outside.world.clock.forward(2)
    forms = [one.form for one in receiver.at("/gateway/alipay")]
    assert len(forms) == 3  # two failures, one success, nothing after that
    assert len({form["notify_id"] for form in forms}) == 1
    assert len({form["notify_time"] for form in forms}) == 3


def test_the_pause_before_the_next_try_grows(outside: Outside, receiver: Receiver) -> None:
    receiver.refuse_next = 9
    outside.paid("A1")
    pauses = []
    for _ in range(4):
        settle_pauses(outside)
        outside.deliver()
        with outside.world.store.reading() as db:
            due_at = db.execute("SELECT due_at FROM deliveries").fetchone()["due_at"]
        pauses.append(round(due_at - time.time(), 1))
    assert pauses == [0.5, 1.0, 2.0, 4.0]


def test_a_failed_payment_is_told_as_closed(outside: Outside, receiver: Receiver) -> None:
    outside.scanned("A1")
    outside.control("alipay/pay", out_trade_no="A1", succeed=False)
    outside.deliver()
    (received,) = receiver.at("/gateway/alipay")
    assert received.form["trade_status"] == "TRADE_CLOSED"


def test_a_notification_is_delivered_as_often_as_the_switch_says(
    outside: Outside, receiver: Receiver
) -> None:
    outside.control("switches", copies=50)
    outside.paid("A1")
    while outside.deliver():
        pass
    forms = [one.form for one in receiver.at("/gateway/alipay")]
    assert len(forms) == 50
    assert len({form["notify_id"] for form in forms}) == 1


def test_held_notifications_wait_until_released(outside: Outside, receiver: Receiver) -> None:
    outside.control("switches", hold=True)
    outside.paid("A1")
    assert outside.deliver() == 0
    assert outside.control("deliveries/release") == {"released": 1}
    assert outside.deliver() == 1
    assert len(receiver.received) == 1


def test_a_delivered_notification_can_be_delivered_again(
    outside: Outside, receiver: Receiver
) -> None:
    outside.paid("A1")
    outside.deliver()
    assert outside.control("deliveries/redeliver", kind="alipay", ref="A1", times=3) == {
        "queued": 3
    }
    outside.deliver()
    assert len({one.form["notify_id"] for one in receiver.received}) == 1
    assert len(receiver.received) == 4
    outside.control("deliveries/redeliver", 404, kind="alipay", ref="A9", times=1)


def test_a_product_that_is_down_is_told_later(outside: Outside, receiver: Receiver) -> None:
    outside.control("switches", product_url="http://127.0.0.1:9")
    outside.control("bank/ccb/transfer", amount="1.00", payer_name="李明")
    outside.deliver()
    (delivery,) = outside.client.get("/control/api/deliveries").get_json()["deliveries"]
    assert (delivery["status"], delivery["attempts"]) == ("waiting", 1)
    outside.control("switches", product_url="")
    settle_pauses(outside)
    outside.deliver()
    (delivery,) = outside.client.get("/control/api/deliveries").get_json()["deliveries"]
    assert delivery["status"] == "delivered"
    assert len(receiver.received) == 1
