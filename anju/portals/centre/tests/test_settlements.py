import pytest

from anju.core import clock
from anju.core.actors import CLOCK, OUTSIDE
from anju.fund import actions as fund
from anju.fund.tests.world import FUND_SHOP, the_fund_bank
from anju.orders import actions as orders
from anju.payments import actions as payments
from anju.payments.actions.settlements import BillLine
from anju.payments.rules import Channel
from anju.tests.world import BANKS, a_bank_account, a_credit, a_notification, a_paying_order, book

pytestmark = pytest.mark.django_db


def paid_by_alipay():
    order = a_paying_order(channel=Channel.ALIPAY)
    a_notification(order)
    book()
    order.refresh_from_db()
    return order


@pytest.mark.covers("CHN-05")
def test_a_day_taken_apart_shows_what_did_not_agree_and_what_is_missing(desk):
    fits, missing = paid_by_alipay(), paid_by_alipay()
    lines = [
        BillLine("trade", "T1", fits.payment.no, 28000_00, 0, clock.now()),
        BillLine("trade", "T2", "20260101000000000199", 12_00, 0, clock.now()),
    ]
    day = payments.record_bill(
        channel="alipay", bank="ccb", day=clock.today(), digest=b"d" * 32, lines=lines, by=CLOCK
    )
    a_credit(amount="28012.00", text=f"ALIPAY SETTLEMENT {day.day} {BANKS['ccb'][3]}")
    book()
    while orders.settle_lines(settlement_id=day.pk, limit=10, by=CLOCK):
        pass

    desk.get("/centre/settlements")
    assert f"{day.day}" in desk.page.text
    assert "28,012.00" in desk.page.text
    desk.get(f"/centre/settlements/{day.pk}")

    assert "T2 20260101000000000199 交易" in desk.page.text
    assert missing.payment.no in desk.page.text
    assert fits.payment.no not in desk.page.text
    desk.get("/centre/")
    assert "支付机构清算差异 1" in desk.page.text


@pytest.mark.covers("CHN-05")
def test_the_days_of_both_providers_stand_beside_each_other(desk):
    the_fund_bank()
    for channel, fen in (("alipay", 100_00), ("wechat", 250_00)):
        lines = [BillLine("trade", f"T-{channel}", f"P-{channel}", fen, 0, clock.now())]
        day = payments.record_bill(
            channel=channel, bank="bob", day=clock.today(), digest=b"d" * 32, lines=lines, by=CLOCK
        )
    desk.get("/centre/settlements")
    assert "支付宝支付 1 ¥ 100.00" in desk.page.text
    assert "微信支付 1 ¥ 250.00" in desk.page.text

    a_credit(bank="bob", amount="250.00", text=f"WECHAT SETTLEMENT {day.day} {FUND_SHOP}")
    book()
    while fund.settle_lines(settlement_id=day.pk, limit=10, by=CLOCK):
        pass
    desk.get(f"/centre/settlements/{day.pk}")
    assert "微信支付清算" in desk.page.text
    assert "没有交易T-wechat对应的支付单" in desk.page.text


@pytest.mark.covers("CHN-02")
def test_a_notification_of_either_provider_that_fits_nothing_is_listed_with_its_channel(desk):
    the_fund_bank()
    for channel in ("alipay", "wechat"):
        payments.record_notification(
            channel=channel,
            notify_id="N1",
            merchant_no="1",
            payment_no="404",
            trade_no=f"T-{channel}",
            trade_status="SUCCESS",
            amount_fen=1_00,
            paid_at=clock.now(),
            buyer="",
            by=OUTSIDE,
        )
    book()
    desk.get("/centre/notifications")
    assert "支付宝支付 T-alipay" in desk.page.text
    assert "微信支付 T-wechat" in desk.page.text


def test_before_the_first_bill_the_page_says_so(desk):
    a_bank_account()

    desk.get("/centre/settlements")

    assert "还没有支付机构账单" in desk.page.text
