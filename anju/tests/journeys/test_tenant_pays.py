"""A tenant pays deposit and first rent, from the sign-in to the money in custody, as in the manual. (manual 001)"""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from anju.tests.browser import window
from anju.tests.journeys.city import City, until
from anju.tests.journeys.tenant import Tenant
from anju.tests.journeys.walking import Walk
from sample import outside
from sample.people import NEWCOMER, OTHERS, WANG, ZHANG, ZHAO

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]
DESK, PHONE = (1280, 900), (360, 740)
ALIPAY, TRANSFER = "支付宝支付", "银行汇款"


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def sized(request: pytest.FixtureRequest, chromium: Browser):
    with window(chromium, *request.param) as page:
        yield page


@pytest.mark.covers("IDN-10", "IDN-14", "PAY-01", "PAY-02", "PAY-03", "PAY-04", "PAY-05", "PAY-08")
@pytest.mark.covers("ORD-02", "ORD-03", "BAL-01", "BAL-02", "CHN-05", "CHN-07", "OPS-02")
def test_deposit_and_first_rent_are_paid_by_alipay_and_kept_the_next_day(city: City, sized: Page):
    who, way = (ZHANG, "password") if sized.viewport_size["width"] == 1280 else (WANG, "sms")
    filing_no = Tenant(city, who).lease.filing_no
    walk = Walk(city, sized)
    walk.sign_in(who, way)
    order_no = walk.order(filing_no)

    walk.choose(ALIPAY)
    walk.scan_and_pay()
    walk.comes_to("缴纳成功")
    walk.follow("查看订单详情")
    walk.has_status("成功")
    walk.hand_over_the_day()

    walk.has_status("已监管")
    walk.finds_a_message(who.phone, order_no, "28,000.00", "已监管")
    walk.is_kept(filing_no, order_no)


@pytest.mark.covers("IDN-10", "PAY-06", "PAY-08", "ORD-02", "ORD-03", "BAL-01", "CHN-02", "OPS-02")
def test_a_bank_transfer_to_the_collection_code_is_kept_at_once(city: City, sized: Page):
    who, way = (NEWCOMER, "qr") if sized.viewport_size["width"] == 1280 else (OTHERS[0], "password")
    filing_no = Tenant(city, who).lease.filing_no
    walk = Walk(city, sized)
    walk.sign_in(who, way)
    order_no = walk.order(filing_no)

    walk.choose(TRANSFER)
    walk.follow("确定缴纳")
    dialog = sized.get_by_role("dialog")
    expect(dialog).to_contain_text("收款识别码")
    expect(dialog).to_contain_text("北京市住房资金管理中心")
    expect(dialog).to_contain_text("28,000.00")
    code = dialog.locator(".collection-code").inner_text()
    walk.photograph("collection-code")
    payer = {"payer_name": who.name, "payer_account": "6222020200000000014"}
    outside.transfer("ccb", [payer | {"collection_code": code, "amount": "28000.00"}])

    walk.comes_to("已监管")
    walk.follow("查看订单详情")
    walk.has_status("已监管")
    expect(sized.get_by_text("6222 **** **** 0014")).to_be_visible()
    walk.finds_a_message(who.phone, order_no, "28,000.00")
    walk.is_kept(filing_no, order_no)


@pytest.mark.covers("PAY-05", "PAY-10", "ORD-02", "ORD-07", "CHN-03")
def test_an_order_left_three_minutes_ends_by_itself_and_a_late_success_still_counts(
    city: City, screen: Page
):
    filing_no = Tenant(city, ZHAO).lease.filing_no
    walk = Walk(city, screen)
    walk.sign_in(ZHAO)
    order_no = walk.order(filing_no)
    walk.choose(ALIPAY)
    expect(screen.locator("svg.qr-code")).to_be_visible()
    link = screen.locator(".on-phone a").get_attribute("href")
    city.control("clock", {"seconds": 185})

    walk.comes_to("订单已取消")
    walk.follow("重新查缴")
    expect(screen.get_by_role("checkbox")).to_have_count(3)
    walk.photograph("payable-again")
    outside.ask("/api/alipay/pay", {"qr_code": link, "late": True, "payer": ZHAO.phone})

    screen.goto(f"{city.url}/tenant/orders/{order_no}")
    walk.has_status("成功")
    walk.hand_over_the_day()
    walk.has_status("已监管")


@pytest.mark.covers("PAY-10", "CHN-02", "CHN-04")
def test_a_transfer_of_one_fen_too_little_is_returned_by_the_fund_centre(
    city: City, screen: Page, chromium: Browser
):
    who = OTHERS[1]
    tenant = Tenant(city, who)
    tenant.starts_and_gets_a_code("bank_transfer")
    code = tenant.order.payment.collection_code
    payer = {"payer_name": who.name, "payer_account": "6222020200000000014"}
    sent = {**payer, "collection_code": code, "amount": "27999.99"}
    ref = city.control("bank/ccb/transfer", sent)["entry_ref"]

    officer = Walk(city, screen)
    officer.sign_in_as_staff("zijin")

    def is_listed() -> bool:
        officer.menu("挂账处理")
        expect(screen.get_by_role("heading", level=1)).to_have_text("挂账处理")
        return screen.get_by_role("link", name=f"查看 {ref}").is_visible()

    until(is_listed, "the entry to be set aside")
    row = screen.get_by_role("row", name=re.compile(ref))
    expect(row).to_contain_text("27,999.99")
    officer.photograph("set-aside")
    officer.follow(f"查看 {ref}")
    officer.says("银行流水详情")
    officer.follow("退回付款人")
    officer.says("退回付款人")
    officer.press("确认退回")
    officer.has_status("已退回")

    debits = [line for line in city.look("bank/ccb/entries")["entries"] if line["end_to_end_id"]]
    assert (debits[0]["amount"], debits[0]["party_account"]) == ("27999.99", "6222020200000000014")
    officer.finds_a_message(who.phone, "27,999.99", "退回")
    assert tenant.status() == "paying"
    officer.hand_over_the_day()
    officer.menu("日终核对")
    officer.says("日终核对")
