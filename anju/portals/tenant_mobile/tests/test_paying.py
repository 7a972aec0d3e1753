"""From 待缴合同信息 to the result. (manual 000, §5.2)"""

from datetime import timedelta

import pytest

from anju.contracts.queries import bills_of
from anju.core import clock
from anju.orders.models import Order
from anju.portals.tenant_web.tests.reading import buttons, links
from anju.tests.world import (
    a_credit,
    a_lease,
    a_paying_order,
    an_order,
    book,
    orders_of_every_status,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tenant")]
PAY = "/m/pay/BA11010520260000017"


def ids(lease, *numbers):
    """The deposit is number 0, rent bills 1 and 2."""
    return [bill.pk for bill in bills_of(lease) if bill.number in numbers]


@pytest.mark.covers("PAY-01")
def test_a_card_shows_number_lease_deposit_rent_and_all_that_is_to_be_paid(pages, lease):
    later = a_lease(filing_no="BA-LATER-0001", starts_on=clock.today() + timedelta(days=30))
    pages.get("/m/pay")
    for words in (
        "待缴合同信息",
        lease.filing_no,
        "北京市朝阳区建国路88号3号楼1206",
        "押金 ¥ 4,000.00",
        "月租金 ¥ 4,000.00",
        "当前应缴 ¥ 28,000.00",
        "待缴总金额 ¥ 52,000.00",
    ):
        assert words in pages.page.text
    assert PAY in links(pages) and later.filing_no not in pages.page.text
    pages.get("/m/pay", {"filing_no": later.filing_no})
    assert later.filing_no in pages.page.text and "5日内没有应缴金额" in pages.page.text


@pytest.mark.covers("PAY-02", "PAY-03")
def test_ticked_bills_become_one_order_that_waits_for_the_way_to_pay(pages, lease):
    pages.get(PAY)
    for words in ("押金", "租金（第1期）", "租金（第2期）", "合计", "承租人缴款", "只能顺序选择"):
        assert words in pages.page.text
    pages.get(PAY, {"kind": "rent"})
    assert "BA11010520260000017-D00" not in pages.page.text
    response = pages.post(PAY, {"bills": ids(lease, 0, 1)})
    order = Order.objects.get()
    assert response["Location"] == f"/m/orders/{order.no}/pay"
    pages.get(response["Location"])
    assert {"订单信息", "订单明细"} <= {h.text for h in pages.page.all("h2")}
    assert {"立即缴纳", f"取消订单 {order.no}"} <= buttons(pages)
    assert (order.status, order.amount_fen) == ("awaiting", 2_800_000)


@pytest.mark.covers("PAY-03")
def test_a_gap_in_the_rent_is_refused_and_the_ticks_and_their_total_stay(pages, lease):
    pages.post(PAY, {"bills": ids(lease, 0, 2)})
    assert "租金账单须按顺序缴纳：请先缴纳BA11010520260000017-R01" in pages.page.text
    ticked = [int(box.get("value")) for box in pages.page.all("input") if "checked" in box.attrib]
    assert ticked == ids(lease, 0, 2) and "合计 ¥ 28,000.00" in pages.page.text
    assert Order.objects.count() == 0


@pytest.mark.covers("PAY-10")
def test_a_bill_in_another_order_leads_there_and_cannot_be_ticked(pages, lease):
    order = an_order(lease, "deposit")
    pages.get(PAY)
    values = [box.get("value") for box in pages.page.all("input") if box.get("name") == "bills"]
    assert values == [str(pk) for pk in ids(lease, 1, 2)]
    assert f"/m/orders/{order.no}" in links(pages)


@pytest.mark.covers("PAY-04", "PAY-07")
def test_without_scripts_the_sheet_stands_open_in_the_page_and_says_what_is_missing(pages, lease):
    order = an_order(lease)
    pages.get(f"/m/orders/{order.no}/pay?sheet=1")
    [sheet] = [each for each in pages.page.all("dialog") if each.get("id") == "pay-sheet"]
    assert "open" in sheet.attrib
    pages.post(f"/m/orders/{order.no}/pay")
    assert "请选择缴纳方式" in pages.page.text
    [sheet] = [each for each in pages.page.all("dialog") if each.get("id") == "pay-sheet"]
    assert "open" in sheet.attrib
    order.refresh_from_db()
    assert order.status == "awaiting"


@pytest.mark.covers("PAY-06")
def test_a_transfer_shows_the_collection_code_and_copies_it_all(pages, lease):
    order = a_paying_order(lease)
    pages.get(f"/m/orders/{order.no}/payment")
    for words in (
        order.payment.collection_code,
        "北京市住房资金管理中心",
        "中国建设银行北京分行营业部",
        "¥ 28,000.00",
        "一键复制",
    ):
        assert words in pages.page.text
    a_credit(order)
    book()
    pages.get(f"/m/orders/{order.no}/payment")
    assert "已监管" in pages.page.text and "查看订单详情" in pages.page.text


@pytest.mark.covers("PAY-07")
def test_the_result_is_told_in_one_word_with_what_to_do_next(pages, lease):
    orders = orders_of_every_status(lease)
    for status, title, offer in (
        ("paid", "缴纳成功", "查看订单详情"),
        ("in_custody", "已监管", "查看订单详情"),
        ("failed", "支付失败", "重新查缴"),
        ("cancelled", "订单已取消", "重新查缴"),
    ):
        pages.get(f"/m/orders/{orders[status].no}/payment")
        assert [h.text for h in pages.page.all("h2")] == [title]
        assert offer in buttons(pages)
        assert not [each for each in pages.page.root.iter() if each.get("hx-get")]


@pytest.mark.covers("PAY-07")
def test_the_page_asks_by_itself_and_hears_nothing_until_something_is_new(pages, lease):
    order = a_paying_order(lease)
    address = f"/m/orders/{order.no}/payment"
    pages.get(address)
    [part] = [each for each in pages.page.root.iter() if each.get("hx-get")]
    asked = {"headers": {"HX-Request": "true"}}
    assert pages.get(part.get("hx-get"), **asked).status_code == 204
    a_credit(order)
    book()
    pages.get(part.get("hx-get"), **asked)
    assert "已监管" in pages.page.text and not pages.page.is_whole


def test_an_order_that_is_over_leads_from_its_payment_to_the_bills(pages, lease):
    order = an_order(lease)
    assert pages.get(f"/m/orders/{order.no}/payment")["Location"] == f"/m/orders/{order.no}/pay"
    pages.post(f"/m/orders/{order.no}/cancel")
    assert pages.get(f"/m/orders/{order.no}/pay")["Location"] == f"/m/orders/{order.no}/payment"
