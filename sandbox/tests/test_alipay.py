"""The open API: signatures both ways, the life of a trade, refunds."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest

from sandbox.clock import beijing_text
from sandbox.tests.conftest import Outside


def minutes_ahead(outside: Outside, minutes: int) -> str:
    return beijing_text(outside.world.clock.now() + timedelta(minutes=minutes))


@pytest.mark.covers("CHN-01")
def test_a_signed_call_opens_a_trade_and_the_answer_is_signed(outside: Outside) -> None:
    answer = outside.scanned("A1")
    assert answer["code"] == "10000"
    assert answer["qr_code"].startswith("http://127.0.0.1:8100/alipay/pay/")


@pytest.mark.covers("CHN-01")
def test_a_tampered_call_is_refused(outside: Outside) -> None:
    params = outside.alipay_params(
        "alipay.trade.precreate", out_trade_no="A1", total_amount="4000.00", subject="押金"
    )
    params["biz_content"] = params["biz_content"].replace("4000.00", "0.01")
    response = outside.client.post("/alipay/gateway.do", data=params)
    answer = response.get_json()["alipay_trade_precreate_response"]
    assert (answer["code"], answer["sub_code"]) == ("40002", "isv.invalid-signature")
    assert outside.alipay("alipay.trade.query", out_trade_no="A1")["sub_code"] == (
        "ACQ.TRADE_NOT_EXIST"
    )


@pytest.mark.covers("CHN-01")
def test_a_stale_call_is_refused(outside: Outside) -> None:
    params = outside.alipay_params("alipay.trade.query", out_trade_no="A1")
    outside.world.clock.forward(301)
    response = outside.client.post("/alipay/gateway.do", data=params)
    answer = response.get_json()["alipay_trade_query_response"]
    assert answer["sub_code"] == "isv.invalid-timestamp"


def test_an_unknown_method_and_an_unknown_merchant_are_refused(outside: Outside) -> None:
    assert outside.alipay("alipay.trade.steal")["sub_code"] == "isv.invalid-method"
    answer = outside.alipay("alipay.trade.query", "2021000000000009", out_trade_no="A1")
    assert answer["sub_code"] == "isv.invalid-app-id"


def test_the_same_order_again_gives_the_same_code_and_other_content_none(
    outside: Outside,
) -> None:
    first, again = outside.scanned("A1"), outside.scanned("A1")
    assert first["qr_code"] == again["qr_code"]
    assert outside.scanned("A1", "4000.01")["sub_code"] == "ACQ.CONTEXT_INCONSISTENT"


@pytest.mark.parametrize("amount", ["0", "0.00", "-1", "1e3", "1.234", "一千", ""])
def test_an_amount_that_is_none_is_refused(outside: Outside, amount: str) -> None:
    assert outside.scanned("A1", amount)["sub_code"] == "ACQ.INVALID_PARAMETER"


def test_a_paid_trade_cannot_be_paid_or_closed(outside: Outside) -> None:
    outside.paid("A1")
    query = outside.alipay("alipay.trade.query", out_trade_no="A1")
    assert query["trade_status"] == "TRADE_SUCCESS"
    assert query["total_amount"] == "4000.00"
    assert query["buyer_logon_id"] == "138****0001"
    close = outside.alipay("alipay.trade.close", out_trade_no="A1")
    assert (close["code"], close["sub_code"]) == ("40004", "ACQ.TRADE_HAS_SUCCESS")
    again = outside.control("alipay/pay", 409, out_trade_no="A1", payer="x")
    assert again["message"] == "这笔订单已经支付成功，请勿重复付款。"


def test_a_closed_trade_is_paid_only_late(outside: Outside) -> None:
    outside.scanned("A1")
    assert outside.alipay("alipay.trade.close", out_trade_no="A1")["code"] == "10000"
    again = outside.alipay("alipay.trade.close", out_trade_no="A1")
    assert again["sub_code"] == "ACQ.TRADE_HAS_CLOSE"
    assert outside.control("alipay/pay", 409, out_trade_no="A1")["error"] == "closed"
    late = outside.control("alipay/pay", out_trade_no="A1", late=True)
    assert late["status"] == "TRADE_SUCCESS"


def test_an_expired_trade_is_closed_whoever_looks(outside: Outside) -> None:
    outside.scanned("A1", time_expire=minutes_ahead(outside, 3))
    outside.world.clock.forward(181)
    query = outside.alipay("alipay.trade.query", out_trade_no="A1")
    assert query["trade_status"] == "TRADE_CLOSED"
    assert outside.control("alipay/pay", 409, out_trade_no="A1")["message"] == (
        "二维码已失效，请返回商户页面重新获取。"
    )
    page = outside.client.get(
        outside.control("alipay/pay", out_trade_no="A1", late=True)["qr_code"]
    )
    assert "支付成功" in page.get_data(as_text=True)


def test_a_failed_payment_closes_the_trade_and_a_cancelled_one_does_not(
    outside: Outside,
) -> None:
    outside.scanned("A1")
    phone = outside.scanned("A2")["qr_code"]
    failed = outside.control("alipay/pay", out_trade_no="A1", succeed=False)
    assert failed["status"] == "TRADE_CLOSED"
    outside.client.post(phone, data={"decision": "cancel"})
    query = outside.alipay("alipay.trade.query", out_trade_no="A2")
    assert query["trade_status"] == "WAIT_BUYER_PAY"


def test_the_phone_page_pays(outside: Outside) -> None:
    phone = outside.scanned("A1")["qr_code"]
    assert "¥4000.00" in outside.client.get(phone).get_data(as_text=True)
    page = outside.client.post(
        phone, data={"decision": "pay", "payer": "13800000001"}, follow_redirects=True
    )
    assert "支付成功" in page.get_data(as_text=True)


@pytest.mark.covers("CHN-01")
def test_a_refund_happens_once_per_request_and_never_exceeds_the_payment(
    outside: Outside,
) -> None:
    outside.paid("A1", "100.00")

    def refund(request_no: str, amount: str) -> dict[str, str]:
        return outside.alipay(
            "alipay.trade.refund",
            out_trade_no="A1",
            refund_amount=amount,
            out_request_no=request_no,
        )

    assert refund("R1", "40.00")["fund_change"] == "Y"
    assert refund("R1", "40.00")["fund_change"] == "N"
    assert refund("R1", "41.00")["sub_code"] == "ACQ.DISCORDANT_REPEAT_REQUEST"
    assert refund("R2", "60.01")["sub_code"] == "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"
    outside.control("switches", fail_refunds=1)
    assert refund("R2", "60.00")["sub_code"] == "ACQ.SELLER_BALANCE_NOT_ENOUGH"
    assert refund("R2", "60.00")["refund_fee"] == "100.00"
    asked = outside.alipay(
        "alipay.trade.fastpay.refund.query", out_trade_no="A1", out_request_no="R1"
    )
    assert (asked["refund_amount"], asked["refund_status"]) == ("40.00", "REFUND_SUCCESS")
    unknown = outside.alipay(
        "alipay.trade.fastpay.refund.query", out_trade_no="A1", out_request_no="R9"
    )
    assert "refund_status" not in unknown


def test_an_outage_of_the_gateway_can_be_ordered(outside: Outside) -> None:
    outside.control("switches", fail_alipay_calls=1)
    assert outside.scanned("A1")["code"] == "20000"
    assert outside.scanned("A1")["code"] == "10000"


def bill_rows(outside: Outside, day: str) -> tuple[list[dict[str, str]], list[str]]:
    """The bill as a merchant reads it: its rows, stripped of tabs, and its comment lines."""
    address = outside.alipay(
        "alipay.data.dataservice.bill.downloadurl.query", bill_type="trade", bill_date=day
    )["bill_download_url"]
    packed = outside.client.get(address)
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        (name,) = archive.namelist()
        lines = archive.read(name).decode("gbk").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    stripped = [{column: value.strip() for column, value in row.items()} for row in rows]
    return stripped, [line for line in lines if line.startswith("#")]


@pytest.mark.covers("CHN-05")
def test_the_bill_adds_up_and_the_settlement_is_what_it_says(outside: Outside) -> None:
    today = outside.world.clock.today().isoformat()
    outside.control("switches", alipay_fee_ppm=6000)
    outside.paid("A1", "4000.00")
    outside.paid("A2", "12000.50")
    outside.alipay(
        "alipay.trade.refund", out_trade_no="A2", refund_amount="0.50", out_request_no="R1"
    )
    early = outside.alipay(
        "alipay.data.dataservice.bill.downloadurl.query", bill_type="trade", bill_date=today
    )
    assert early["sub_code"] == "isp.bill_not_exist"
    outside.next_day()
    rows, comments = bill_rows(outside, today)
    assert [(row["商户订单号"], row["业务类型"], row["订单金额（元）"]) for row in rows] == [
        ("A1", "交易", "4000.00"),
        ("A2", "交易", "12000.50"),
        ("A2", "退款", "-0.50"),
    ]
    assert [row["服务费（元）"] for row in rows] == ["-24.00", "-72.00", "0.00"]
    assert "#交易合计：2笔，商家实收共16000.50元，商家优惠共0.00元" in comments
    (entry,) = outside.client.get("/control/api/bank/ccb/entries").get_json()["entries"]
    assert entry["amount"] == "15904.00"  # 16000.50 - 0.50 - 96.00
    assert entry["direction"] == "CRDT"
    assert entry["text"] == f"ALIPAY SETTLEMENT {today} 2021000000000001"
    assert entry["collection_code"] == ""
    assert entry["booked_on"] == outside.world.clock.today().isoformat()


def test_each_merchant_is_settled_to_its_own_bank(outside: Outside) -> None:
    outside.alipay(
        "alipay.trade.precreate",
        "2021000000000002",
        out_trade_no="B1",
        total_amount="7.00",
        subject="房租",
    )
    outside.control("alipay/pay", out_trade_no="B1")
    outside.next_day()
    balances = outside.client.get("/control/api/state").get_json()["balances"]
    assert balances == {"ccb": "0.00", "icbc": "7.00", "bob": "0.00"}
