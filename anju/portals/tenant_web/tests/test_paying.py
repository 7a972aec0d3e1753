from datetime import timedelta

import pytest

from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, OUTSIDE
from anju.orders import actions
from anju.orders.models import Order
from anju.payments import actions as payments
from anju.payments.models import Payment
from anju.portals.tenant_web.tests.reading import buttons, links, shows_a_code
from anju.tests.world import (
    a_credit,
    a_lease,
    a_notification,
    a_paying_order,
    an_order,
    book,
    tenant_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tenant")]
HTMX = {"HX-Request": "true"}


def at(order, page=""):
    return f"/tenant/orders/{order.no}{page}"


def part(pages, order, seen):
    """What HTMX gets every second: the status of the answer."""
    return pages.get(at(order, f"/payment?seen={seen}"), headers=HTMX).status_code


@pytest.mark.covers("PAY-04", "PAY-06")
def test_the_order_page_offers_two_ways_the_receiving_bank_and_the_time_left(pages, lease):
    order = an_order(lease)
    pages.get(at(order, "/pay"))
    for words in ("支付宝支付", "银行汇款", "收款银行 中国建设银行", "28,000.00"):
        assert words in pages.page.text
    assert "微信支付" not in pages.page.text
    assert {"立即缴纳", f"取消订单 {order.no}"} <= buttons(pages)
    [timer] = [each for each in pages.page.all("span") if each.get("role") == "timer"]
    assert 595 <= int(timer.get("data-countdown")) <= 600


def test_a_way_to_pay_must_be_chosen(pages, lease):
    order = an_order(lease)
    pages.post(at(order, "/pay"))
    assert "请选择缴纳方式" in pages.page.text
    for channel in ("cash", "wechat"):  # WeChat Pay is for the maintenance fund
        pages.post(at(order, "/pay"), {"channel": channel})
        assert "请从列表中选择" in pages.page.text
    assert Payment.objects.count() == 0


@pytest.mark.covers("PAY-05")
def test_alipay_shows_the_code_as_soon_as_it_is_there(pages, lease):
    order = an_order(lease)
    assert pages.post(at(order, "/pay"), {"channel": "alipay"})["Location"] == at(order, "/payment")
    pages.get(at(order, "/payment"))
    assert "正在生成收款二维码" in pages.page.text
    assert part(pages, order, "alipay_requested") == 204
    payments.offer_payment(
        payment_id=Payment.objects.get().pk, qr_code="https://qr.example/1", by=CLOCK
    )
    assert part(pages, order, "alipay_requested") == 200
    assert not pages.page.is_whole and shows_a_code(pages)
    assert "请打开手机支付宝" in pages.page.text and "选择其他支付方式" in buttons(pages)
    assert part(pages, order, "alipay") == 204
    pages.get(at(order, "/payment"))
    assert pages.page.is_whole and shows_a_code(pages)
    [timer] = [each for each in pages.page.all("span") if each.get("role") == "timer"]
    assert 170 <= int(timer.get("data-countdown")) <= 180


def test_a_code_that_is_no_address_is_no_link(pages, lease):
    order = an_order(lease)
    actions.start_payment(order_id=order.pk, channel="alipay", by=tenant_of(lease))
    payments.offer_payment(
        payment_id=Payment.objects.get().pk, qr_code="javascript:alert(1)", by=CLOCK
    )
    pages.get(at(order, "/payment"))
    assert not any(link.startswith("javascript") for link in links(pages))


@pytest.mark.covers("PAY-05", "PAY-08")
def test_the_page_learns_of_the_payment_by_itself(pages, lease):
    order = a_paying_order(lease, "alipay")
    a_notification(order)
    book()
    assert part(pages, order, "alipay") == 200
    assert "缴纳成功" in pages.page.text and "资金于次日到达" in pages.page.text
    assert {"查看订单详情", "返回"} <= buttons(pages)
    assert {at(order), f"/tenant/pay/{lease.filing_no}"} <= links(pages)
    assert not any("hx-get" in each.attrib for each in pages.page.root.iter())


@pytest.mark.covers("PAY-05", "ORD-02")
def test_after_three_minutes_nothing_can_be_paid_and_the_page_says_so(pages, lease, settings):
    settings.MOVABLE_CLOCK = True
    order = a_paying_order(lease, "alipay")
    advance_clock(seconds=181, by=CLOCK)
    assert part(pages, order, "alipay") == 200
    assert "订单已超过有效时间" in pages.page.text and not shows_a_code(pages)
    assert part(pages, order, "over") == 204
    actions.payment_closed(
        payment_id=order.payment.pk, failed=False, because="超过3分钟未支付", by=CLOCK
    )
    assert part(pages, order, "over") == 200
    assert "订单已取消" in pages.page.text and "重新查缴" in buttons(pages)


@pytest.mark.covers("ORD-02")
def test_a_failed_payment_says_so_and_offers_to_pay_again(pages, lease):
    order = a_paying_order(lease, "alipay")
    actions.payment_closed(payment_id=order.payment.pk, failed=True, because="余额不足", by=OUTSIDE)
    pages.get(at(order, "/payment"))
    assert "支付失败" in pages.page.text and "重新查缴" in buttons(pages)


@pytest.mark.covers("PAY-05")
def test_another_way_to_pay_can_be_chosen(pages, lease):
    order = a_paying_order(lease, "alipay")
    assert pages.post(at(order, "/choose-again"))["Location"] == at(order, "/pay")
    response = pages.post(at(order, "/pay"), {"channel": "bank_transfer"})
    assert response["Location"] == at(order, "/payment")
    pages.get(at(order, "/payment"))
    assert "正在生成收款识别码" in pages.page.text and "银行汇款缴纳支付" in pages.page.text


def test_a_page_left_open_follows_to_the_choice_made_elsewhere(pages, lease):
    order = a_paying_order(lease, "alipay")
    actions.choose_again(order_id=order.pk, by=tenant_of(lease))
    response = pages.get(at(order, "/payment?seen=alipay"), headers=HTMX)
    assert response.headers["HX-Redirect"] == at(order, "/pay")


def test_a_bank_transfer_is_given_up_only_by_cancelling(pages, lease):
    order = a_paying_order(lease)
    pages.post(at(order, "/choose-again"))
    assert "银行汇款的订单不能在这里选择其他支付方式" in pages.page.text


@pytest.mark.covers("PAY-06")
def test_a_bank_transfer_shows_what_to_send_where(pages, lease):
    order = a_paying_order(lease)
    pages.get(at(order, "/payment"))
    [dialog] = pages.page.all("dialog")
    told = " ".join("".join(dialog.itertext()).split())
    for words in (
        "确定缴纳提示",
        f"收款识别码（收款账号）{order.payment.collection_code}",
        "收款账户名称北京市住房资金管理中心",
        "开户银行中国建设银行北京分行营业部",
        "¥28,000.00",
        "一键复制",
    ):
        assert words in told
    assert "open" not in dialog.attrib and "确定缴纳" in buttons(pages)
    pages.get(at(order, "/payment?confirm=1"))
    assert "open" in pages.page.all("dialog")[0].attrib


@pytest.mark.covers("PAY-06")
def test_the_collection_code_is_not_shown_before_the_bank_knows_it(pages, lease):
    order = an_order(lease)
    order = actions.start_payment(order_id=order.pk, channel="bank_transfer", by=tenant_of(lease))
    for page in ("/payment", ""):
        pages.get(at(order, page))
        assert order.payment.collection_code not in pages.page.text
    assert part(pages, order, "bank_transfer_requested") == 204


@pytest.mark.covers("PAY-08")
def test_the_page_shows_when_a_transfer_is_booked(pages, lease):
    order = a_paying_order(lease)
    assert part(pages, order, "bank_transfer") == 204
    a_credit(order)
    book()
    assert part(pages, order, "bank_transfer") == 200
    assert "已监管" in pages.page.text and "由资金中心专户监管" in pages.page.text


@pytest.mark.covers("PAY-10")
def test_pressing_pay_twice_starts_one_payment(pages, lease):
    order = an_order(lease)
    for _twice in range(2):
        assert pages.post(at(order, "/pay"), {"channel": "alipay"}).status_code == 302
    assert Payment.objects.count() == 1
    pages.post(at(order, "/pay"), {"channel": "bank_transfer"})
    assert "当前状态为「支付中」，不能支付" in pages.page.text


@pytest.mark.covers("ORD-02")
def test_an_order_whose_ten_minutes_are_over_cannot_be_paid(pages, lease, settings):
    settings.MOVABLE_CLOCK = True
    order = an_order(lease)
    advance_clock(seconds=600, by=CLOCK)
    pages.post(at(order, "/pay"), {"channel": "alipay"})
    assert "订单已超过有效时间，请重新查缴" in pages.page.text
    assert "立即缴纳" not in buttons(pages) and Payment.objects.count() == 0
    assert pages.get(at(order, "/pay"))["Location"] == at(order, "/payment")
    pages.get(at(order, "/payment"))
    assert "订单已超过有效时间" in pages.page.text and "重新查缴" in buttons(pages)


@pytest.mark.covers("PAY-04", "ORD-06")
def test_cancelling_on_the_order_page_leads_back_to_the_bills(pages, lease):
    order = an_order(lease)
    pages.get(at(order, "/pay"))
    back = f"/tenant/pay/{lease.filing_no}"
    [form] = [each for each in pages.page.all("form") if "/cancel" in each.get("action", "")]
    assert form.get("action") == at(order, f"/cancel?next={back}")
    assert pages.post(form.get("action"))["Location"] == back
    pages.get(back)
    assert f"订单 {order.no} 已取消" in pages.page.text and "承租人缴款" in buttons(pages)
    assert Order.objects.get().status == "cancelled"


def test_a_paid_order_shows_no_way_to_pay(pages):
    lease = a_lease(filing_no="BA-PAID-00001", starts_on=clock.today() + timedelta(days=1))
    order = a_paying_order(lease)
    a_credit(order)
    book()
    assert pages.get(at(order, "/pay"))["Location"] == at(order, "/payment")
    pages.get(at(order, "/payment"))
    assert {"确定缴纳", "立即缴纳", "选择其他支付方式"} & buttons(pages) == set()
