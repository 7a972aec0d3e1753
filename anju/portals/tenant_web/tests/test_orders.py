import pytest

from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.orders import actions
from anju.orders.models import Order
from anju.portals.tenant_web.tests.reading import buttons, links
from anju.tests.world import (
    a_paying_order,
    an_order,
    orders_of_every_status,
    tenant_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tenant")]


@pytest.fixture
def orders(lease):
    return orders_of_every_status(lease)


WORDS = {
    "awaiting": "待确认",
    "paying": "支付中",
    "paid": "成功",
    "failed": "失败",
    "cancelled": "取消",
    "in_custody": "已监管",
}


@pytest.mark.covers("ORD-01", "ORD-02")
def test_all_orders_of_every_status_are_listed_newest_first(pages, orders):
    pages.get("/tenant/orders")
    rows = [" ".join("".join(row.itertext()).split()) for row in pages.page.all("tr")[1:]]
    assert [order.no for order in Order.objects.order_by("-id")] == [row[:22] for row in rows]
    for status, order in orders.items():
        [row] = [row for row in rows if order.no in row[:22]]
        assert WORDS[status] in row and "承租人缴纳订单" in row


@pytest.mark.covers("ORD-01")
@pytest.mark.parametrize("status", WORDS)
def test_orders_are_found_by_status_number_and_type(pages, orders, status):
    number = orders[status].no
    for search in ({"status": status}, {"no": number}, {"kind": "tenant", "no": f" {number} "}):
        pages.get("/tenant/orders", search)
        found = {link for link in links(pages) if link.startswith("/tenant/orders/")}
        assert f"/tenant/orders/{number}" in found
        assert not any(orders[s].no in link for s in WORDS if s != status for link in found)


@pytest.mark.parametrize(
    ("search", "sentence"),
    [
        ({"no": "12"}, "订单编号是22位数字，请核对"),
        ({"no": "9" * 400}, "订单编号是22位数字，请核对"),
        ({"status": "lost"}, "请从列表中选择"),
        ({"kind": "0"}, "请从列表中选择"),
        ({"no": "9" * 22}, "没有符合条件的订单"),
    ],
)
def test_a_search_that_cannot_find_says_why(pages, orders, search, sentence):
    pages.get("/tenant/orders", search)
    assert sentence in pages.page.text
    assert pages.page.all("table") == []


def test_without_orders_the_list_says_where_they_come_from(pages):
    pages.get("/tenant/orders")
    assert "您还没有缴纳订单" in pages.page.text and "/tenant/pay" in links(pages)


@pytest.mark.covers("ORD-04", "ORD-05", "ORD-06")
@pytest.mark.parametrize(
    ("status", "channel", "offered"),
    [
        ("awaiting", "", {"订单详情", "去缴款", "取消订单"}),
        ("paying", "alipay", {"订单详情", "继续缴纳"}),
        ("paying", "bank_transfer", {"订单详情", "查看汇款信息", "取消订单"}),
    ],
)
def test_an_open_order_offers_what_its_status_allows(pages, lease, status, channel, offered):
    order = a_paying_order(lease, channel) if channel else an_order(lease)
    pages.get("/tenant/orders")
    assert {words.split()[0] for words in buttons(pages) if order.no in words} == offered
    pages.get(f"/tenant/orders/{order.no}")
    assert {w.split()[0] for w in buttons(pages) if order.no in w} == offered - {"订单详情"}


@pytest.mark.covers("ORD-04", "ORD-05", "ORD-06")
@pytest.mark.parametrize("status", ["paid", "failed", "cancelled", "in_custody"])
def test_an_ended_order_offers_its_details_only(pages, orders, status):
    pages.get("/tenant/orders", {"no": orders[status].no})
    assert {w for w in buttons(pages) if orders[status].no in w} == {
        f"订单详情 {orders[status].no}"
    }


@pytest.mark.covers("ORD-02")
@pytest.mark.parametrize("channel", ["", "alipay"])
def test_an_order_whose_time_is_over_is_being_cancelled_and_offers_nothing(
    pages, lease, settings, channel
):
    settings.MOVABLE_CLOCK = True
    order = a_paying_order(lease, channel) if channel else an_order(lease)
    advance_clock(seconds=601, by=CLOCK)
    pages.get("/tenant/orders")
    assert "正在取消" in pages.page.text
    assert {w for w in buttons(pages) if order.no in w} == {f"订单详情 {order.no}"}
    pages.get("/tenant/orders", {"status": "cancelled"})
    assert order.no in pages.page.text
    pages.get("/tenant/orders", {"status": "awaiting"})
    assert order.no not in pages.page.text


@pytest.mark.covers("ORD-03")
def test_the_detail_of_an_order_in_custody_shows_payer_payee_bills_and_history(pages, orders):
    order = orders["in_custody"]
    pages.get(f"/tenant/orders/{order.no}")
    for words in (
        "订单基础信息",
        "缴纳方式 银行汇款",
        "付款方信息 付款账户名称 张三 付款账号 6222 **** **** 0014",
        f"收款方信息 收款识别码（收款账号） {order.payment.collection_code}",
        "订单明细",
        "BA-OTHER-0001-D00",
        "租金（第1期）",
        "生成订单 → 待确认 承租人",
        "支付 → 支付中 承租人 · 银行汇款",
        "入账 → 已监管 系统",
    ):
        assert words in pages.page.text
    assert "6222020200000000014" not in pages.page.text


@pytest.mark.covers("ORD-03")
def test_payer_and_payee_are_shown_only_for_transfers_and_the_payer_only_in_custody(pages, orders):
    pages.get(f"/tenant/orders/{orders['paying'].no}")
    assert "收款方信息" in pages.page.text and "付款方信息" not in pages.page.text
    for status in ("awaiting", "paid", "failed", "cancelled"):
        pages.get(f"/tenant/orders/{orders[status].no}")
        assert "收款方信息" not in pages.page.text and "付款方信息" not in pages.page.text


@pytest.mark.covers("ORD-07")
def test_the_code_of_a_cancelled_transfer_is_said_to_be_closed(pages, orders):
    order = orders["paying"]
    actions.cancel_order(order_id=order.pk, by=tenant_of(order.lease))
    pages.get(f"/tenant/orders/{order.no}")
    assert "收款识别码已经注销，请勿再向它汇款" in pages.page.text
    assert "取消订单 → 取消 承租人 · 主动取消" in pages.page.text


@pytest.mark.covers("ORD-06")
def test_cancelling_asks_first_and_leads_back(pages, lease):
    order = an_order(lease)
    pages.get("/tenant/orders")
    [dialog] = pages.page.all("dialog")
    said = " ".join("".join(dialog.itertext()).split())
    assert said.startswith("确认取消订单？") and said.endswith("确定 取消")
    assert Order.objects.get().status == "awaiting"
    response = pages.post(dialog.find("form").get("action"))
    assert response["Location"] == "/tenant/orders"
    pages.get("/tenant/orders")
    assert f"订单 {order.no} 已取消，其中的账单可以重新缴纳" in pages.page.text


@pytest.mark.covers("ORD-06")
def test_without_scripts_a_page_asks_the_same(pages, lease):
    order = an_order(lease)
    pages.get(f"/tenant/orders/{order.no}/cancel")
    assert "确认取消订单？" in pages.page.text and {"确定", "取消"} <= buttons(pages)
    assert Order.objects.get().status == "awaiting"


@pytest.mark.covers("ORD-06")
def test_an_order_being_paid_by_alipay_cannot_be_cancelled(pages, lease):
    order = a_paying_order(lease, "alipay")
    assert pages.get(f"/tenant/orders/{order.no}/cancel").status_code == 302
    pages.post(f"/tenant/orders/{order.no}/cancel")
    assert "支付宝支付中的订单不能取消，请继续缴纳或选择其他支付方式" in pages.page.text
    assert Order.objects.get().status == "paying"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_cancelling_never_leads_elsewhere(pages, lease, elsewhere):
    order = an_order(lease)
    response = pages.post(f"/tenant/orders/{order.no}/cancel?next={elsewhere}")
    assert response["Location"] == "/tenant/orders"


@pytest.mark.covers("ORD-01")
def test_orders_page_by_key(pages, lease):
    by = tenant_of(lease)
    for _each in range(45):
        actions.cancel_order(order_id=an_order(lease, "deposit").pk, by=by)
    newest_first = list(Order.objects.order_by("-id").values_list("no", flat=True))
    seen, url = [], "/tenant/orders?status=cancelled"
    while url:
        pages.get(url)
        seen.append([no for no in newest_first if f"/tenant/orders/{no}" in links(pages)])
        url = next((a.get("href") for a in pages.page.all("a") if a.get("rel") == "next"), "")
    assert [len(page) for page in seen] == [20, 20, 5] and [
        *seen[0],
        *seen[1],
        *seen[2],
    ] == newest_first
    for expected in (seen[1], seen[0]):
        [url] = [a.get("href") for a in pages.page.all("a") if a.get("rel") == "prev"]
        pages.get(url)
        assert [no for no in newest_first if f"/tenant/orders/{no}" in links(pages)] == expected
    assert not any(a.get("rel") == "prev" for a in pages.page.all("a"))


@pytest.mark.parametrize("place", ["x", "-1", "9" * 18, "9" * 5000, "1e3", "%00"])
@pytest.mark.parametrize("name", ["after", "before"])
def test_a_place_that_is_not_in_the_list_shows_its_beginning(pages, orders, name, place):
    pages.get(f"/tenant/orders?{name}={place}")
    assert len(pages.page.all("tr")) == 7


@pytest.mark.covers("ORD-03")
def test_history_reads_in_each_language_whoever_made_it(pages, lease):
    order = an_order(lease)
    pages.post("/language", {"language": "en", "next": "/tenant/"})
    pages.post(f"/tenant/orders/{order.no}/pay", {"channel": "alipay"})
    pages.get(f"/tenant/orders/{order.no}")
    assert "Start payment → Being paid Tenant · Alipay" in pages.page.text
    pages.post("/language", {"language": "zh-hans", "next": "/tenant/"})
    pages.get(f"/tenant/orders/{order.no}")
    assert "支付 → 支付中 承租人 · 支付宝支付" in pages.page.text
