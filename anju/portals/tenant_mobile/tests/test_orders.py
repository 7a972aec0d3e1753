"""押金 租金缴纳订单查询 (manual 000, §4)"""

import pytest

from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.orders.models import Order
from anju.portals.tenant_web.tests.reading import buttons, links
from anju.tests.world import a_lease, a_paying_order, an_order, orders_of_every_status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tenant")]
WORDS = {
    "awaiting": "待确认",
    "paying": "支付中",
    "paid": "成功",
    "failed": "失败",
    "cancelled": "取消",
    "in_custody": "已监管",
}


@pytest.fixture
def orders(lease) -> dict[str, Order]:
    return orders_of_every_status(lease)


def listed(pages) -> list[str]:
    cards = [" ".join("".join(card.itertext()).split()) for card in pages.page.all("article")]
    return [card[:22] for card in cards]


@pytest.mark.covers("ORD-01", "ORD-02")
def test_all_orders_of_every_status_are_listed_newest_first(pages, orders):
    pages.get("/m/orders")
    assert listed(pages) == [order.no for order in Order.objects.order_by("-id")]
    cards = ["".join(card.itertext()) for card in pages.page.all("article")]
    for status, order in orders.items():
        [card] = [card for card in cards if order.no in card]
        assert WORDS[status] in card and "承租人缴纳订单" in card


@pytest.mark.covers("ORD-01")
def test_orders_are_found_by_filing_number_and_order_number_and_nothing_asked_finds_all(
    pages, orders
):
    paid = orders["paid"]
    for search in (
        {"filing_no": paid.lease.filing_no},
        {"no": f" {paid.no} "},
        {"filing_no": paid.lease.filing_no.lower(), "no": paid.no},
    ):
        pages.get("/m/orders", search)
        assert listed(pages) == [paid.no]
    pages.get("/m/orders", {"filing_no": paid.lease.filing_no, "no": orders["failed"].no})
    assert listed(pages) == [] and "没有符合条件的订单" in pages.page.text
    pages.get("/m/orders", {"filing_no": "", "no": ""})
    assert len(listed(pages)) == 6


@pytest.mark.parametrize(
    ("search", "sentence"),
    [
        ({"no": "12"}, "订单编号是22位数字，请核对"),
        ({"no": "9" * 22}, "没有符合条件的订单"),
        ({"filing_no": "BA99999999999"}, "您的名下没有编号为 BA99999999999 的备案合同，请核对"),
        ({"filing_no": "' OR 1=1 --"}, "合同备案编号由8至32位字母、数字或短横线组成，请核对"),
    ],
)
def test_a_search_that_cannot_find_says_why_and_stays_open(pages, orders, search, sentence):
    pages.get("/m/orders", search)
    assert sentence in pages.page.text and listed(pages) == []
    [fold] = pages.page.all("details")
    assert "open" in fold.attrib
    [typed] = [box.get("value") for box in pages.page.all("input") if box.get("value")]
    assert typed == next(iter(search.values()))


@pytest.mark.covers("ORD-04", "ORD-05", "ORD-06")
@pytest.mark.parametrize(
    ("status", "channel", "in_the_list", "in_the_detail"),
    [
        ("awaiting", "", {"去缴款", "取消订单"}, {"去缴款", "取消订单"}),
        ("paying", "alipay", {"继续缴纳"}, {"继续缴纳"}),
        ("paying", "bank_transfer", {"查看汇款信息", "取消订单"}, {"查看汇款信息", "取消订单"}),
    ],
)
def test_an_open_order_offers_what_its_status_allows(
    pages, lease, status, channel, in_the_list, in_the_detail
):
    offers = {"去缴款", "继续缴纳", "查看汇款信息", "取消订单"}
    order = a_paying_order(lease, channel) if channel else an_order(lease)
    pages.get("/m/orders")
    words = {w.split()[0] for w in buttons(pages) if order.no in w}
    assert words & offers == in_the_list
    pages.get(f"/m/orders/{order.no}")
    assert {w.split()[0] for w in buttons(pages) if w} & offers == in_the_detail


@pytest.mark.covers("ORD-04", "ORD-05")
def test_to_pay_and_to_go_on_lead_to_the_detail_first_and_from_there_to_the_sheet(pages, lease):
    waiting = an_order(lease)
    pages.get("/m/orders")
    [link] = [a for a in pages.page.all("a") if "去缴款" in "".join(a.itertext())]
    assert link.get("href") == f"/m/orders/{waiting.no}"
    pages.get(link.get("href"))
    assert f"/m/orders/{waiting.no}/pay?sheet=1" in links(pages)
    [sheet] = [each for each in pages.page.all("dialog") if each.get("id") == "pay-sheet"]
    for words in ("付款提示", "收银台", "支付宝支付", "银行汇款", "提交"):
        assert words in "".join(sheet.itertext())


@pytest.mark.covers("ORD-04")
def test_to_go_on_leads_to_the_app_again_until_the_time_is_over(pages, lease, settings):
    settings.MOVABLE_CLOCK = True
    order = an_order(lease)
    first = pages.post(f"/m/orders/{order.no}/pay", {"channel": "alipay"})["Location"]
    pages.get(f"/m/orders/{order.no}")
    [button] = [b for b in pages.page.all("button") if b.text == "继续缴纳"]
    again = pages.post(f"/m/orders/{order.no}/pay", {button.get("name"): button.get("value")})
    assert again["Location"] == first == f"/m/orders/{order.no}/payment?go=1"
    order.refresh_from_db()
    payment = order.payment
    advance_clock(seconds=181, by=CLOCK)
    pages.get(f"/m/orders/{order.no}")
    assert "继续缴纳" not in pages.page.text and "正在取消" in pages.page.text
    late = pages.post(f"/m/orders/{order.no}/pay", {"channel": "alipay"})
    pages.get(late["Location"])
    assert "订单已超过有效时间" in pages.page.text and "重新查缴" in pages.page.text
    assert f"/m/pay/{lease.filing_no}" in links(pages)
    order.refresh_from_db()
    assert order.payment == payment


@pytest.mark.covers("ORD-06")
def test_cancelling_asks_in_the_words_of_the_phone_and_makes_the_bills_payable(pages, lease):
    order = an_order(lease)
    pages.get("/m/orders")
    [dialog] = pages.page.all("dialog")
    for words in ("确认取消该订单？", "确定取消"):
        assert words in "".join(dialog.itertext())
    pages.get(f"/m/orders/{order.no}/cancel")
    assert "确认取消该订单？" in pages.page.text and {"确定取消", "取消"} <= buttons(pages)
    order.refresh_from_db()
    assert order.status == "awaiting"
    response = pages.post(f"/m/orders/{order.no}/cancel?next=/m/orders")
    assert response["Location"] == "/m/orders"
    order.refresh_from_db()
    assert order.status == "cancelled"
    pages.get("/m/orders")
    assert f"订单 {order.no} 已取消" in pages.page.text
    pages.get(f"/m/pay/{lease.filing_no}")
    assert sum(box.get("name") == "bills" for box in pages.page.all("input")) == 3


@pytest.mark.covers("ORD-06")
def test_an_order_being_paid_in_the_app_is_not_cancelled(pages, lease):
    order = a_paying_order(lease, "alipay")
    pages.post(f"/m/orders/{order.no}/cancel")
    assert "支付宝支付中的订单不能取消，请继续缴纳或选择其他支付方式" in pages.page.text
    order.refresh_from_db()
    assert order.status == "paying"


@pytest.mark.covers("ORD-03")
def test_the_detail_shows_payer_and_payee_only_where_the_manual_does(pages, orders):
    shows = {
        "awaiting": (False, False),
        "paying": (False, True),
        "paid": (False, False),
        "failed": (False, False),
        "cancelled": (False, False),
        "in_custody": (True, True),
    }
    for status, (payer, payee) in shows.items():
        pages.get(f"/m/orders/{orders[status].no}")
        headings = {h.text for h in pages.page.all("h2")}
        assert {"基础信息", "订单明细"} <= headings
        assert ("付款方信息" in headings, "收款方信息" in headings) == (payer, payee), status
        assert ("缴纳方式" in headings) == (status not in ("awaiting", "cancelled")), status
    assert "6222 **** **** 0014" in pages.page.text
    assert orders["in_custody"].payment.collection_code in pages.page.text


def test_a_long_list_of_orders_pages_by_key(pages):
    made = [an_order(a_lease(filing_no=f"BA-MANY-{number:04}")).no for number in range(23)]
    seen, url = [], "/m/orders"
    while url:
        pages.get(url)
        seen += listed(pages)
        url = next((a.get("href") for a in pages.page.all("a") if a.get("rel") == "next"), "")
    assert seen == made[::-1]
