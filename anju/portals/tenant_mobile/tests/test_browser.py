"""The payment sheet and the way to the app, in a phone's browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from anju.orders.models import Order
from anju.orders.rules import Status
from anju.payments.rules import Opening
from anju.tests.browser import window
from anju.tests.pages import Pages
from anju.tests.world import ENTERPRISE, a_lease, a_notification, an_order, book

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = {
    "address": "北京市朝阳区建国门外大街甲88号院国际贸易中心三期公寓南区3号楼12层1206室（西侧）",
    "enterprise": ("北京安居乐业长租公寓住房租赁管理有限责任公司朝阳第一分公司", ENTERPRISE[1]),
}
APP = "<meta charset=utf-8><title>支付宝</title><h1>支付宝</h1>"


@pytest.fixture
def phone(chromium: Browser, live_server, pages: Pages) -> Iterator[Page]:
    """张三's phone, signed in; what lies at Alipay is played by an empty page."""
    lease = a_lease(filing_no="BA11010520260000017", months=80, each=4, **LONG)
    pages.sign_in_as(lease.tenants.get(position=1).person)
    with window(chromium, 360, 740) as page:
        cookies = [
            {"name": n, "value": c.value, "url": live_server.url} for n, c in pages.cookies.items()
        ]
        page.context.add_cookies(cookies)  # type: ignore[arg-type]

        def plays_alipay(route: Route) -> None:
            route.fulfill(content_type="text/html", body=APP)

        page.context.route(re.compile("alipay.trade.wap.pay"), plays_alipay)
        page.goto(f"{live_server.url}/m/pay/{lease.filing_no}")
        yield page


@pytest.mark.covers("PAY-03", "PAY-04", "PAY-07")
def test_from_ticked_bills_over_the_sheet_to_the_app_and_back_to_the_result(phone: Page):
    boxes = phone.get_by_role("checkbox")
    expect(boxes).to_have_count(21)
    for number in (0, 1):
        boxes.nth(number).check()
    expect(phone.locator("output")).to_have_text("¥20,000.00")
    phone.get_by_role("button", name="承租人缴款").click()

    phone.get_by_role("button", name="立即缴纳").click()
    sheet = phone.get_by_role("dialog", name="付款提示")
    expect(sheet).to_contain_text("¥20,000.00")
    sheet.get_by_role("link", name="关闭").click()
    expect(sheet).to_be_hidden()
    phone.get_by_role("button", name="立即缴纳").click()
    sheet.get_by_text("支付宝支付").click()
    sheet.get_by_role("button", name="提交").click()

    expect(phone.get_by_role("heading", name="支付宝")).to_be_visible()
    order = Order.objects.get()
    assert order.payment is not None
    assert (order.status, order.payment.opening) == (Status.PAYING, Opening.APP)
    a_notification(order)
    book()
    phone.go_back()
    expect(phone.get_by_role("heading", name="缴纳成功")).to_be_visible()


@pytest.mark.covers("PAY-07", "ORD-04")
def test_a_closed_app_is_opened_again_from_the_order(phone: Page):
    order = an_order(kinds="deposit", lease=a_lease(filing_no="BA-AGAIN-0001"))
    base = phone.url.partition("/m/")[0]
    phone.goto(f"{base}/m/orders/{order.no}/pay?sheet=1")
    phone.get_by_text("支付宝支付").click()
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_role("heading", name="支付宝")).to_be_visible()

    phone.goto(f"{base}/m/orders")
    phone.get_by_role("link", name=re.compile("继续缴纳")).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("缴纳订单详情")
    phone.get_by_role("button", name="继续缴纳").click()

    expect(phone.get_by_role("heading", name="支付宝")).to_be_visible()
    order.refresh_from_db()
    assert order.status == Status.PAYING


@pytest.mark.covers("TEN-92")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_nothing_is_wider_than_the_phone_with_long_names_and_large_type(phone: Page, language: str):
    base = phone.url.partition("/m/")[0]
    order = an_order(a_lease(filing_no="BA-WIDE-00001", **LONG))
    cookies = {"django_language": language, "large_type": "1"}
    phone.context.add_cookies([{"name": n, "value": v, "url": base} for n, v in cookies.items()])
    for page in (
        "",
        "me",
        "pay",
        "pay/BA11010520260000017",
        "orders",
        f"orders/{order.no}",
        f"orders/{order.no}/pay?sheet=1",
        "balances",
        "balances/BA-WIDE-00001",
        "bills",
    ):
        phone.goto(f"{base}/m/{page}")
        assert phone.evaluate("document.documentElement.scrollWidth") == 360, page
