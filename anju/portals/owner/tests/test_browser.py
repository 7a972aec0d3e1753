"""The manual's first situation in a real browser, at a desk and on a phone. (manual 002, 2)"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from anju.core.actors import CLOCK
from anju.fund.models import Deposit
from anju.fund.tests.world import ZHAO, an_account, book, is_told_paid
from anju.payments import actions as payments
from anju.payments.models import Payment
from anju.payments.rules import Opening
from anju.portals.owner.tests.things import Homes, the_platform_issues
from anju.tests.browser import window
from anju.tests.pages import Pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADDRESSES = (
    "",
    "homes",
    "pay",
    "find",
    "records",
    "business",
    "add",
    "add?by=documents",
    "additions",
)


@pytest.fixture(params=[1280, 360])
def owner_at(
    request, chromium: Browser, live_server, pages: Pages, homes: Homes
) -> Iterator[tuple[Page, int, str]]:
    """王五's window, of this width, signed in at his home page."""
    with window(chromium, request.param, 800) as page:
        cookies = [
            {"name": n, "value": c.value, "url": live_server.url} for n, c in pages.cookies.items()
        ]
        page.context.add_cookies(cookies)  # type: ignore[arg-type]
        page.goto(f"{live_server.url}/owner/")
        yield page, request.param, live_server.url


@pytest.mark.covers("OWN-01", "OWN-12", "OWN-20", "OWN-40")
def test_from_the_home_page_over_the_payment_to_the_receipt(owner_at, homes):
    page, width, _url = owner_at
    expect(page.get_by_role("heading", level=1)).to_have_text("王五，您好")
    page.locator(".tile-due").get_by_role("link", name="我要交款").click()
    page.locator("article", has_text="301室").get_by_role("link", name="我要交款").click()
    expect(page.locator(".pay-total")).to_contain_text("18,000.00")
    page.get_by_text("支付宝支付").click()
    page.get_by_role("button", name="立即付款").click()

    payment = Payment.objects.latest("pk")
    assert payment.opening == (Opening.QR_CODE if width == 1280 else Opening.APP)
    if width == 1280:
        expect(page.get_by_text("正在准备付款")).to_be_visible()
        payments.offer_payment(payment_id=payment.pk, qr_code="https://qr.alipay.com/b", by=CLOCK)
        expect(page.get_by_role("img", name="支付宝付款码")).to_be_visible()
    else:
        expect(page.get_by_role("link", name="打开支付宝付款")).to_be_visible()
    page.get_by_role("button", name="已支付").click()
    expect(page.get_by_role("status")).to_contain_text("已经向支付宝查询")

    payment.refresh_from_db()
    is_told_paid(payment)
    book()
    expect(page.get_by_role("heading", name="交存成功")).to_be_focused()
    page.get_by_role("link", name="查看这笔交存").click()
    page.get_by_role("button", name="我要开票").click()
    expect(page.locator("#receipt")).to_contain_text("开票中")
    the_platform_issues(Deposit.objects.latest("pk"))
    with page.expect_download() as download:
        page.get_by_role("link", name="查询/下载").click()
    assert download.value.suggested_filename.startswith("11030126-")


@pytest.mark.covers("OWN-31")
def test_a_pop_up_keeps_the_focus_and_is_closed_by_what_it_says(owner_at):
    page, _width, url = owner_at
    others = an_account(owners=(ZHAO,), room="906")
    page.goto(f"{url}/owner/find")
    page.get_by_label("房屋地址").fill(others.dwelling.address)
    page.locator("main").get_by_role("button", name="查询").click()
    pop_up = page.get_by_role("dialog", name="温馨提示")
    expect(pop_up).to_contain_text("您查询的是他人名下的房屋")
    pop_up.get_by_role("link", name="知道了").click()
    expect(pop_up).to_be_hidden()
    expect(page.locator(".others-home")).to_contain_text("赵*")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_nothing_is_wider_than_the_window_in_large_type(owner_at, homes, language):
    page, width, url = owner_at
    cookies = {"django_language": language, "large_type": "1"}
    page.context.add_cookies([{"name": n, "value": v, "url": url} for n, v in cookies.items()])
    low, no = homes.low.dwelling_id, homes.deposits[0].no
    of_home = [f"homes/{low}{end}" for end in ("", "/movements", "/pay", "/interest", "/proof")]
    for address in (*ADDRESSES, *of_home, f"deposits/{no}", f"deposits/{no}/payment", "quick"):
        page.goto(f"{url}/owner/{address}")
        assert page.evaluate("document.documentElement.scrollWidth") == width, address
