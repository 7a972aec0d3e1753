"""日终: both clocks move together, and every day that is over is closed once."""

import hashlib
import hmac
import json
from datetime import timedelta

from sandbox.clock import at, iso
from sandbox.tests.conftest import Outside, Receiver


def nine_o_clock(outside: Outside, days: int) -> str:
    return iso(at(outside.world.clock.today() + timedelta(days=days), 9))


def test_the_products_clock_moves_with_ours(outside: Outside, receiver: Receiver) -> None:
    receiver.clock_now = nine_o_clock(outside, 1)
    before = outside.world.clock.today()
    answer = outside.control("day/hand-over")
    assert answer["ended"] == before.isoformat()
    assert answer["today"] == (before + timedelta(days=1)).isoformat()
    (call,) = receiver.at("/gateway/clock")
    body = call.headers["X-Timestamp"].encode() + b"\n" + call.body
    digest = hmac.new(b"clock-key", body, hashlib.sha256).hexdigest()
    assert call.headers["Authorization"] == f"HMAC-SHA256 {digest}"
    assert 0 < json.loads(call.body)["seconds"] < 2 * 86400


def test_a_product_that_was_behind_catches_up(outside: Outside, receiver: Receiver) -> None:
    receiver.clock_now = nine_o_clock(outside, -2)
    outside.control("day/hand-over")
    second = receiver.at("/gateway/clock")[1]
    assert abs(json.loads(second.body)["seconds"] - 3 * 86400) <= 1


def test_a_product_that_was_ahead_takes_us_along(outside: Outside, receiver: Receiver) -> None:
    receiver.clock_now = nine_o_clock(outside, 3)
    expected = outside.world.clock.today() + timedelta(days=3)
    outside.control("day/hand-over")
    assert outside.world.clock.today() == expected
    for days in (0, 1, 2):  # each of the three days has its statement
        day = expected - timedelta(days=3 - days)
        assert outside.bank("GET", f"/bank/icbc/statements/{day}").status_code == 200


def test_without_an_answer_nothing_moves(outside: Outside) -> None:
    outside.control("switches", product_url="http://127.0.0.1:9")
    before = outside.world.clock.today()
    answer = outside.control("day/hand-over", 502)
    assert answer["message"] == "产品没有应答，日期没有移动。"
    assert outside.world.clock.today() == before


def test_the_clock_never_goes_back(outside: Outside) -> None:
    outside.control("clock", 400, seconds=-1, product=False)
    outside.control("clock", 400, days=401, product=False)


def test_a_day_is_settled_into_the_day_after_even_when_several_pass(outside: Outside) -> None:
    first = outside.world.clock.today()
    outside.paid("A1", "7.00")
    outside.control("clock", days=3, product=False)
    (entry,) = outside.client.get("/control/api/bank/ccb/entries").get_json()["entries"]
    assert entry["booked_on"] == (first + timedelta(days=1)).isoformat()
    closing = outside.bank("GET", f"/bank/ccb/statements/{first + timedelta(days=1)}")
    assert closing.data.count(b"<Ntry>") == 1
    assert b"7.00" in closing.data


def test_a_refund_on_a_day_without_payments_is_taken_from_the_account(outside: Outside) -> None:
    outside.paid("A1", "7.00")
    outside.next_day()
    outside.alipay(
        "alipay.trade.refund", out_trade_no="A1", refund_amount="2.00", out_request_no="R1"
    )
    outside.next_day()
    newest, _ = outside.client.get("/control/api/bank/ccb/entries").get_json()["entries"]
    assert (newest["direction"], newest["amount"]) == ("DBIT", "2.00")
