"""To the payment app and back. What it is paid with and when it counts: anju/orders/tests/test_paying_in_the_app.py."""

from urllib.parse import parse_qs, urlsplit

import pytest

from anju.orders.models import Attempt, Order
from anju.orders.rules import Status
from anju.payments.models import Payment, ProviderNotification
from anju.payments.rules import Channel, Opening
from anju.tests.pages import Pages
from anju.tests.world import LI_SI, a_lease, an_order

BROUGHT_ALONG = {
    "method": "alipay.trade.wap.pay.return",
    "trade_status": "TRADE_SUCCESS",
    "trade_no": "2026112022001",
    "total_amount": "28000.00",
    "sign": "Zm9yZ2Vk",
    "sign_type": "RSA2",
}


@pytest.fixture
def order(lease, tenant) -> Order:
    return an_order(lease)


def submits(pages: Pages, order: Order, channel: str = Channel.ALIPAY) -> str:
    """【提交】 on the payment sheet; the address of the page after it."""
    return pages.post(f"/m/orders/{order.no}/pay", {"channel": channel})["Location"]


def link_to_the_app(pages: Pages) -> dict[str, str]:
    [link] = [a for a in pages.page.root.iter("a") if "打开支付宝付款" in "".join(a.itertext())]
    return {"goes": link.get("data-goes"), **query_of(link.get("href"))}


def query_of(address: str) -> dict[str, str]:
    return {name: value for name, [value] in parse_qs(urlsplit(address).query).items()}


@pytest.mark.covers("PAY-07")
def test_the_sheet_leads_to_the_app_at_once_and_the_app_leads_back_here(pages, order):
    page = submits(pages, order)
    pages.get(page)

    asked = link_to_the_app(pages)
    order.refresh_from_db()
    assert order.payment.opening == Opening.APP
    assert asked["goes"] == ""
    assert asked["method"] == "alipay.trade.wap.pay"
    assert asked["return_url"].endswith(f"/m/orders/{order.no}/payment")
    assert order.payment.no in asked["biz_content"]
    pages.get(page.partition("?")[0])
    assert link_to_the_app(pages)["goes"] is None


@pytest.mark.covers("PAY-07")
def test_what_the_browser_brings_back_says_nothing_and_has_alipay_asked(pages, order):
    submits(pages, order)
    order.refresh_from_db()
    back = f"/m/orders/{order.no}/payment"

    pages.get(back, BROUGHT_ALONG | {"out_trade_no": order.payment.no})

    order.refresh_from_db()
    assert order.status == Status.PAYING
    assert not ProviderNotification.objects.exists()
    assert not Payment.objects.get().news_wanted
    [form] = [f for f in pages.page.root.iter("form") if "look" in f.get("action", "")]
    assert form.get("data-submits-itself") == ""
    assert pages.post(form.get("action"))["Location"] == back
    assert Payment.objects.get().news_wanted


@pytest.mark.covers("PAY-07")
def test_nobody_else_has_alipay_asked(pages, order):
    submits(pages, order)
    stranger = a_lease(tenants=[LI_SI]).tenants.get(position=1).person
    pages.sign_in_as(stranger)
    assert pages.post(f"/m/orders/{order.no}/look").status_code == 404
    assert not Payment.objects.get().news_wanted


@pytest.mark.covers("PAY-07", "ORD-04", "PAY-10")
def test_what_was_begun_on_the_web_goes_on_here_and_back_again(pages, order):
    pages.post(f"/tenant/orders/{order.no}/pay", {"channel": Channel.ALIPAY})
    pages.get(f"/m/orders/{order.no}/payment")
    assert "正在网页上等待扫码付款" in pages.page.text

    pages.get(submits(pages, order))
    assert order.no in link_to_the_app(pages)["return_url"]
    pages.get(f"/tenant/orders/{order.no}/payment")
    assert "正在手机支付宝中付款" in pages.page.text
    pages.post(f"/tenant/orders/{order.no}/pay", {"channel": Channel.ALIPAY})

    openings = Attempt.objects.order_by("pk").values_list(
        "payment__opening", "payment__close_wanted"
    )
    assert list(openings) == [("qr_code", True), ("app", True), ("qr_code", False)]
    order.refresh_from_db()
    assert order.status == Status.PAYING


@pytest.mark.covers("PAY-07")
def test_a_bank_transfer_is_not_opened_in_an_app(pages, order):
    pages.get(submits(pages, order, Channel.BANK_TRANSFER))
    assert "打开支付宝付款" not in pages.page.text
    assert Payment.objects.get().opening == Opening.COLLECTION_CODE
