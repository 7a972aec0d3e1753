"""WeChat Pay's API v3: signatures both ways, the life of an order, refunds, bills, and how it misbehaves."""

import base64
import csv
import gzip
import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_pem_x509_certificate

from sandbox.tests.conftest import Outside

NATIVE = "/v3/pay/transactions/native"
REFUNDS = "/v3/refund/domestic/refunds"
pytestmark = pytest.mark.covers("CHN-01", "OPS-02")


def order_path(no: str = "ORDER1") -> str:
    return f"/v3/pay/transactions/out-trade-no/{no}"


def asked(outside: Outside, no: str = "ORDER1") -> dict[str, Any]:
    answer: dict[str, Any] = outside.wechat("GET", f"{order_path(no)}?mchid=1900000001").get_json()
    return answer


def opened(outside: Outside, no: str = "ORDER1", fen: int = 400000, **more: Any) -> str:
    answer = outside.wechat("POST", NATIVE, outside.wechat_order(no, fen, **more))
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return str(answer.get_json()["code_url"])


def closed(outside: Outside, no: str = "ORDER1") -> int:
    answer = outside.wechat("POST", f"{order_path(no)}/close", {"mchid": "1900000001"})
    return answer.status_code


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


def decrypted(resource: dict[str, str], key: bytes) -> Any:
    opened = AESGCM(key).decrypt(
        resource["nonce"].encode(),
        base64.b64decode(resource["ciphertext"]),
        resource["associated_data"].encode(),
    )
    return json.loads(opened) if opened.startswith(b"{") else opened


def minutes_ahead(outside: Outside, minutes: int) -> str:
    moment = outside.world.clock.now() + timedelta(minutes=minutes)
    return moment.isoformat(timespec="seconds")


def test_a_signed_call_opens_an_order_and_the_answer_is_signed(outside: Outside) -> None:
    answer = outside.wechat("POST", NATIVE, outside.wechat_order())
    assert answer.get_json()["code_url"].startswith("http://127.0.0.1:8100/wechat/pay/")
    assert answer.headers["Wechatpay-Serial"].startswith("PUB_KEY_ID_")
    assert opened(outside) == answer.get_json()["code_url"]
    assert asked(outside)["trade_state"] == "NOTPAY"


@pytest.mark.covers("SEC-03")
@pytest.mark.parametrize(
    "changes",
    [
        {"signature": "AAAA"},
        {"mchid": "1900000002"},  # signed as the one, told for the other: its own orders only
        {"mchid": "2021000000000001"},
        {"serial_no": "00"},
        {"timestamp": "1700000000"},
        {"timestamp": "soon"},
        {"nonce_str": "another"},
    ],
)
def test_a_call_that_is_not_signed_by_its_merchant_is_refused(
    outside: Outside, changes: dict[str, str]
) -> None:
    answer = outside.wechat("POST", NATIVE, outside.wechat_order(), **changes)
    assert refusal(answer) in [(401, "SIGN_ERROR"), (400, "PARAM_ERROR")]
    assert asked(outside)["code"] == "ORDER_NOT_EXIST"


@pytest.mark.covers("SEC-03")
def test_a_call_with_another_body_or_too_late_is_refused(outside: Outside) -> None:
    body = json.dumps(outside.wechat_order())
    headers = outside.wechat_headers("POST", NATIVE, body)
    other = outside.client.post(
        f"/wechat{NATIVE}", data=body.replace("400000", "1"), headers=headers
    )
    assert refusal(other) == (401, "SIGN_ERROR")
    outside.world.clock.forward(301)
    late = outside.client.post(f"/wechat{NATIVE}", data=body, headers=headers)
    assert refusal(late) == (401, "SIGN_ERROR")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"appid": "wx1"}, "APPID_MCHID_NOT_MATCH"),
        ({"mchid": "1900000002"}, "PARAM_ERROR"),
        ({"out_trade_no": "A1"}, "PARAM_ERROR"),
        ({"description": ""}, "PARAM_ERROR"),
        ({"amount": {"total": 0}}, "PARAM_ERROR"),
        ({"amount": {"total": 1.5}}, "PARAM_ERROR"),
        ({"amount": {"total": 1, "currency": "USD"}}, "PARAM_ERROR"),
        ({"time_expire": "tomorrow"}, "PARAM_ERROR"),
        ({"time_expire": "2020-01-01T00:00:00+08:00"}, "PARAM_ERROR"),
    ],
)
def test_an_order_that_is_none_is_refused(
    outside: Outside, changes: dict[str, Any], code: str
) -> None:
    answer = outside.wechat("POST", NATIVE, outside.wechat_order() | changes)
    assert refusal(answer) == (400, code)


def test_the_same_order_with_another_amount_is_refused(outside: Outside) -> None:
    opened(outside)
    answer = outside.wechat("POST", NATIVE, outside.wechat_order(fen=1))
    assert refusal(answer) == (400, "INVALID_REQUEST")


def test_a_paid_order_cannot_be_paid_closed_or_opened(outside: Outside) -> None:
    outside.wechat_paid()
    said = asked(outside)
    assert (said["trade_state"], said["amount"]["total"]) == ("SUCCESS", 400000)
    assert (said["trade_type"], len(said["transaction_id"])) == ("NATIVE", 28)
    assert closed(outside) == 400
    assert refusal(outside.wechat("POST", NATIVE, outside.wechat_order())) == (400, "ORDERPAID")
    outside.control("wechat/pay", 409, out_trade_no="ORDER1")


def test_a_closed_order_is_paid_only_late_and_closing_twice_is_once(outside: Outside) -> None:
    opened(outside)
    assert (closed(outside), closed(outside), closed(outside, "ORDER2")) == (204, 204, 404)
    assert asked(outside)["trade_state"] == "CLOSED"
    assert refusal(outside.wechat("POST", NATIVE, outside.wechat_order())) == (400, "ORDER_CLOSED")
    outside.control("wechat/pay", 409, out_trade_no="ORDER1")
    outside.control("wechat/pay", out_trade_no="ORDER1", late=True)
    assert asked(outside)["trade_state"] == "SUCCESS"


def test_an_order_whose_time_is_over_is_unpaid_until_it_is_closed(outside: Outside) -> None:
    page = opened(outside, time_expire=minutes_ahead(outside, 3))
    outside.world.clock.forward(181)
    assert asked(outside)["trade_state"] == "NOTPAY"
    assert "二维码已失效" in outside.client.get(page).get_data(as_text=True)
    outside.control("wechat/pay", 409, out_trade_no="ORDER1")
    assert closed(outside) == 204


def test_one_merchant_does_not_see_another_s_orders(outside: Outside) -> None:
    opened(outside)
    path = f"{order_path()}?mchid=1900000002"
    assert outside.wechat("GET", path, mchid="1900000002").status_code == 404
    assert outside.wechat("GET", path).status_code == 400


# Refunds


def refund(outside: Outside, number: str, fen: int, total: int = 10000) -> Any:
    amount = {"refund": fen, "total": total, "currency": "CNY"}
    content = {"out_trade_no": "ORDER1", "out_refund_no": number, "amount": amount}
    return outside.wechat("POST", REFUNDS, content)


def test_a_refund_is_on_its_way_then_done_once_for_its_number(outside: Outside) -> None:
    outside.wechat_paid(fen=10000)
    assert refund(outside, "R1", 4000).get_json()["status"] == "PROCESSING"
    assert refund(outside, "R1", 4100).status_code == 400
    outside.world.clock.forward(3)
    done = refund(outside, "R1", 4000).get_json()
    assert (done["status"], done["amount"]["refund"]) == ("SUCCESS", 4000)
    assert outside.wechat("GET", f"{REFUNDS}/R1").get_json() == done
    assert refusal(outside.wechat("GET", f"{REFUNDS}/R9")) == (404, "RESOURCE_NOT_EXISTS")
    assert refusal(refund(outside, "R2", 6001)) == (400, "INVALID_REQUEST")
    assert refusal(refund(outside, "R2", 6000, total=9999)) == (400, "INVALID_REQUEST")
    outside.control("switches", fail_refunds=1)
    assert refusal(refund(outside, "R2", 6000)) == (403, "NOT_ENOUGH")
    assert refund(outside, "R2", 6000).status_code == 200
    [trade] = outside.client.get("/control/api/wechat/trades").get_json()["trades"]
    assert (trade["refunded"], asked(outside)["trade_state"]) == ("100.00", "REFUND")


def test_what_was_never_paid_is_not_given_back(outside: Outside) -> None:
    assert refund(outside, "R1", 10000).status_code == 404
    opened(outside, fen=10000)
    assert refusal(refund(outside, "R1", 10000)) == (400, "INVALID_REQUEST")


# Bills


def bill(outside: Outside, path: str) -> bytes:
    promised = outside.wechat("GET", path).get_json()
    file = outside.wechat("GET", promised["download_url"].split("/wechat", 1)[1])
    content = gzip.decompress(file.data) if "GZIP" in path else file.data
    assert hashlib.sha1(content).hexdigest() == promised["hash_value"]
    return content


def table(content: bytes) -> tuple[list[dict[str, str]], dict[str, str]]:
    lines = list(csv.reader(content.decode("utf-8-sig").splitlines()))
    head, summary, sums = lines[0], lines[-2], lines[-1]
    rows = [dict(zip(head, [cell[1:] for cell in line], strict=True)) for line in lines[1:-2]]
    assert all(cell[0] == "`" for line in lines[1:-2] for cell in line)
    return rows, dict(zip(summary, [cell[1:] for cell in sums], strict=True))


@pytest.mark.covers("CHN-05")
def test_the_bills_add_up_and_the_bank_is_paid_what_they_say(outside: Outside) -> None:
    today = outside.world.clock.today().isoformat()
    outside.control("switches", wechat_fee_ppm=6000)
    outside.wechat_paid("ORDER1", 10000)
    outside.wechat_paid("ORDER2", 1200050)
    refund(outside, "R1", 4000)
    trade_bill = f"/v3/bill/tradebill?bill_date={today}&bill_type=ALL"
    assert refusal(outside.wechat("GET", trade_bill)) == (400, "NO_STATEMENT_EXIST")
    outside.next_day()

    rows, sums = table(bill(outside, f"{trade_bill}&tar_type=GZIP"))
    assert [
        (r["商户订单号"], r["交易状态"], r["订单金额"], r["申请退款金额"], r["手续费"])
        for r in rows
    ] == [
        ("ORDER1", "SUCCESS", "100.00", "0.00", "0.60000"),
        ("ORDER2", "SUCCESS", "12000.50", "0.00", "72.00000"),
        ("ORDER1", "REFUND", "0.00", "40.00", "-0.24000"),
    ]
    assert (sums["总交易单数"], sums["订单总金额"]) == ("3", "12100.50")
    assert (sums["申请退款总金额"], sums["手续费总金额"]) == ("40.00", "72.36000")
    [entry] = outside.client.get("/control/api/bank/bob/entries").get_json()["entries"]
    assert (entry["amount"], entry["direction"]) == ("11988.14", "CRDT")
    assert entry["text"] == f"WECHAT SETTLEMENT {today} 1900000001"

    rows, sums = table(bill(outside, f"/v3/bill/fundflowbill?bill_date={today}"))
    assert [(r["业务名称"], r["收支类型"], r["收支金额(元)"]) for r in rows] == [
        ("交易", "收入", "100.00"),
        ("扣除交易手续费", "支出", "0.60"),
        ("交易", "收入", "12000.50"),
        ("扣除交易手续费", "支出", "72.00"),
        ("退款", "支出", "39.76"),
    ]
    assert rows[-1]["账户结余(元)"] == entry["amount"]
    assert (sums["收入金额"], sums["支出金额"]) == ("12100.50", "112.36")
    next_day = outside.world.clock.today().isoformat()
    outside.next_day()
    [row], _ = table(bill(outside, f"/v3/bill/fundflowbill?bill_date={next_day}"))
    assert (row["业务名称"], row["收支金额(元)"], row["账户结余(元)"]) == (
        "提现",
        "11988.14",
        "0.00",
    )


def test_a_part_of_the_bill_a_day_without_one_and_another_s_file(outside: Outside) -> None:
    today = outside.world.clock.today().isoformat()
    outside.wechat_paid("ORDER1", 10000)
    outside.next_day()
    path = f"/v3/bill/tradebill?bill_date={today}&bill_type="
    rows, _ = table(bill(outside, f"{path}SUCCESS"))
    assert len(rows) == 1
    assert refusal(outside.wechat("GET", f"{path}REFUND")) == (400, "NO_STATEMENT_EXIST")
    assert refusal(outside.wechat("GET", f"{path}OTHER")) == (400, "PARAM_ERROR")
    file = outside.wechat("GET", f"{path}ALL").get_json()["download_url"].split("/wechat", 1)[1]
    assert outside.wechat("GET", file, mchid="1900000002").status_code == 404
    assert outside.client.get(f"/wechat{file}").status_code == 401
    outside.world.clock.forward(301)
    assert outside.wechat("GET", file).status_code == 404


# Its key as a certificate, and how it misbehaves


def test_the_platform_certificate_is_sealed_for_who_asks_and_signs_what_asks_for_it(
    outside: Outside,
) -> None:
    [one] = outside.wechat("GET", "/v3/certificates").get_json()["data"]
    known = load_pem_x509_certificate(decrypted(one["encrypt_certificate"], b"1" * 32))
    assert f"{known.serial_number:X}" == one["serial_no"]
    headers = outside.wechat_headers("GET", "/v3/certificates", "")
    headers["Wechatpay-Serial"] = one["serial_no"]
    answer = outside.client.get("/wechat/v3/certificates", headers=headers)
    assert answer.headers["Wechatpay-Serial"] == one["serial_no"]
    told = answer.headers["Wechatpay-Timestamp"], answer.headers["Wechatpay-Nonce"]
    text = "\n".join((*told, answer.get_data(as_text=True), ""))
    key = known.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    signature = base64.b64decode(answer.headers["Wechatpay-Signature"])
    key.verify(signature, text.encode(), padding.PKCS1v15(), SHA256())


def test_it_can_be_out_of_order_in_every_way(outside: Outside) -> None:
    path = f"{order_path()}?mchid=1900000001"
    outside.control("switches", fail_wechat_calls=1)
    failed = outside.wechat("POST", NATIVE, outside.wechat_order())
    assert refusal(failed) == (500, "SYSTEM_ERROR")
    assert asked(outside)["code"] == "ORDER_NOT_EXIST"
    outside.control("switches", lose_wechat_answers=1)
    assert outside.wechat("POST", NATIVE, outside.wechat_order()).status_code == 502
    assert asked(outside)["trade_state"] == "NOTPAY"  # done all the same
    outside.control("switches", wechat_mode="down")
    assert outside.wechat("GET", path).status_code == 503
    outside.control("switches", wechat_mode="garbage")
    assert outside.wechat("GET", path).get_json(silent=True) is None
    outside.control("switches", wechat_mode="forged")
    with pytest.raises(InvalidSignature):
        outside.wechat("GET", path)
    outside.control("switches", wechat_mode="answers")
    assert asked(outside)["trade_state"] == "NOTPAY"
    outside.control("switches", 400, wechat_mode="asleep")


def test_the_control_page_shows_its_orders_beside_alipay_s(outside: Outside) -> None:
    opened(outside)
    outside.scanned("A1")
    page = outside.client.get("/control/").get_data(as_text=True)
    assert page.index("ORDER1") > 0
    assert "微信支付</td>" in page
    closed(outside)
    form = {"provider": "wechat", "out_trade_no": "ORDER1"}
    outside.client.post("/control/do/pay-late", data=form)
    assert asked(outside)["trade_state"] == "SUCCESS"
    outside.client.post("/control/do/pay-late", data=form | {"provider": "cash"})
    outside.deliver()
    form = {"kind": "wechat", "ref": "ORDER1", "times": "2"}
    answer = outside.client.post("/control/do/redeliver", data=form, follow_redirects=True)
    assert "已排队 2 次发送。" in answer.get_data(as_text=True)
    switches = outside.client.get("/control/switches").get_data(as_text=True)
    assert 'name="wechat_mode"' in switches
