"""A whole payment without a mouse; and what a screen reader is told on the way."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from anju.contracts.models import Lease
from anju.core.actors import CLOCK, OUTSIDE
from anju.orders import actions as orders
from anju.orders.models import Order
from anju.payments import actions as payments
from anju.tests.pages import Pages
from anju.tests.world import a_lease, a_notification, an_order, book, tenant_of
from anju.web.tenant.shown import opening_at

HEARS = """region => {
    region.heard = [];
    new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(
        node => region.heard.push(node.textContent)))).observe(region, { childList: true, subtree: true });
}"""
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def keyboard(screen: Page, live_server) -> Page:
    """张三 on the page of his bills; nothing in these tests moves a mouse."""
    lease = a_lease(filing_no="BA11010520260000017")
    sign_in(screen, lease, live_server.url)
    screen.goto(f"{live_server.url}/tenant/pay/{lease.filing_no}")
    return screen


def sign_in(page: Page, lease: Lease, url: str) -> None:
    client = Pages()
    client.sign_in_as(lease.tenants.get().person)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]


def is_focused(page: Page, selector: str) -> bool:
    return page.evaluate("selector => document.activeElement.matches(selector)", selector)


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until it is there; every stop on the way shows that it has the focus."""
    for _each in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "parseFloat(getComputedStyle(document.activeElement).outlineWidth) >= 2 "
            "|| document.activeElement === document.body"
        ), page.evaluate("document.activeElement.outerHTML")
        if is_focused(page, selector):
            return
    pytest.fail(f"{selector} is not reached by Tab on {page.url}")


def test_the_skip_link_comes_first_and_leads_past_the_menu(keyboard: Page):
    keyboard.keyboard.press("Tab")
    assert is_focused(keyboard, ".skip-link")
    assert keyboard.locator(".skip-link").bounding_box()["y"] >= 0
    keyboard.keyboard.press("Enter")
    keyboard.keyboard.press("Tab")

    assert keyboard.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.covers("TEN-92")
def test_a_whole_payment_is_made_by_keyboard(keyboard: Page):
    for _deposit_and_first_rent in range(2):
        tab_to(keyboard, "input[name=bills]")
        keyboard.keyboard.press("Space")
    expect(keyboard.locator("output [data-total]")).to_have_text("28,000.00")
    tab_to(keyboard, ".pay-bar button")
    keyboard.keyboard.press("Enter")

    keyboard.wait_for_url("**/pay")
    tab_to(keyboard, "[name=channel]")
    keyboard.keyboard.press("Space")
    keyboard.keyboard.press("ArrowDown")
    assert is_focused(keyboard, "[value=bank_transfer]:checked")
    keyboard.keyboard.press("ArrowUp")
    assert is_focused(keyboard, "[value=alipay]:checked")
    tab_to(keyboard, "form:has([name=channel]) button")
    keyboard.keyboard.press("Enter")

    keyboard.wait_for_url("**/payment")
    order = Order.objects.get()
    payments.offer_payment(payment_id=order.payment.pk, qr_code="https://qr.example/1", by=CLOCK)
    expect(keyboard.get_by_role("img", name="支付宝收款二维码")).to_be_visible()
    a_notification(order)
    book()
    expect(keyboard.get_by_role("heading", name="缴纳成功")).to_be_focused()
    tab_to(keyboard, f"main a[href='/tenant/orders/{order.no}']")
    keyboard.keyboard.press("Enter")

    keyboard.wait_for_url(f"**/orders/{order.no}")
    expect(keyboard.get_by_role("heading", level=1)).to_have_text("缴纳订单详情")


def test_a_bill_to_tick_is_called_by_what_it_is_and_the_total_is_told(keyboard: Page):
    for name in ("押金", "租金（第1期）", "租金（第2期）"):
        expect(keyboard.get_by_role("checkbox", name=name)).to_be_visible()
    expect(keyboard.get_by_role("group", name="待缴账单")).to_have_accessible_description(
        "提示：同一合同备案下的租金待缴账单，只能顺序选择，不能跨账单顺序选择，否则校验不通过。"
    )
    expect(keyboard.get_by_role("status").filter(has_text="0.00")).to_be_visible()


def test_a_question_keeps_the_focus_and_gives_it_back(keyboard: Page):
    tab_to(keyboard, "input[name=bills]")
    keyboard.keyboard.press("Space")
    tab_to(keyboard, ".pay-bar button")
    keyboard.keyboard.press("Enter")
    keyboard.wait_for_url("**/pay")
    opener = "[data-opens]"
    tab_to(keyboard, opener)
    keyboard.keyboard.press("Enter")
    expect(keyboard.get_by_role("dialog", name="确认取消订单？")).to_be_visible()
    for _each in range(6):
        keyboard.keyboard.press("Tab")
        assert keyboard.evaluate(
            "document.activeElement === document.body || document.activeElement.closest('dialog') !== null"
        )
    keyboard.keyboard.press("Escape")

    expect(keyboard.get_by_role("dialog")).to_have_count(0)
    assert is_focused(keyboard, opener)
    assert Order.objects.get().status == "awaiting"


def is_paid(order: Order) -> None:
    a_notification(order)
    book()


def has_failed(order: Order) -> None:
    orders.payment_closed(payment_id=order.payment.pk, failed=True, because="余额不足", by=OUTSIDE)


@pytest.mark.covers("TEN-92")
@pytest.mark.parametrize("portal", ["tenant_web", "tenant_mobile"])
@pytest.mark.parametrize(("becomes", "told"), [(is_paid, "缴纳成功"), (has_failed, "支付失败")])
def test_a_screen_reader_is_told_what_became_of_a_payment(
    screen: Page, live_server, portal, becomes, told
):
    """The words come into a region that was there, and live, before; and its heading takes the focus."""
    lease = a_lease(filing_no="BA11010520260000017")
    order = orders.start_payment(
        order_id=an_order(lease).pk,
        channel="alipay",
        opening=opening_at(portal),
        by=tenant_of(lease),
    )
    payments.offer_payment(payment_id=order.payment.pk, qr_code="https://qr.example/1", by=CLOCK)
    sign_in(screen, lease, live_server.url)
    screen.goto(live_server.url + reverse(f"{portal}:payment", args=[order.no]))
    region = screen.locator("[aria-live=polite]:has-text('剩余时间')").element_handle()
    assert told not in region.inner_text()
    screen.evaluate(HEARS, region)

    becomes(order)

    heading = screen.get_by_role("heading", name=told)
    expect(heading).to_be_focused()
    assert region.evaluate("(region, told) => region.heard.some(each => each.includes(told))", told)
    assert region.evaluate("region => region.contains(document.activeElement)")
    assert "剩余时间" not in region.inner_text()
