from datetime import timedelta

import pytest

from anju.contracts.queries import bills_of
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.orders import actions
from anju.orders.models import Order
from anju.portals.tenant_web.tests.reading import links
from anju.tests.world import (
    LI_SI,
    ZHANG_SAN,
    a_credit,
    a_lease,
    a_paying_order,
    an_order,
    book,
    tenant_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tenant")]
PAY = "/tenant/pay/BA11010520260000017"


def ids(lease, *numbers):
    """The deposit is number 0, rent bills 1 and 2."""
    return [bill.pk for bill in bills_of(lease) if bill.number in numbers]


@pytest.mark.covers("PAY-01")
def test_leases_with_a_bill_due_within_five_days_are_listed(pages, lease):
    a_lease(filing_no="BA-LATER-0001", starts_on=clock.today() + timedelta(days=6))
    pages.get("/tenant/pay")
    assert "待缴合同信息" in pages.page.text and "查看待缴账单" in pages.page.text
    assert lease.filing_no in pages.page.text and "今天应缴" in pages.page.text
    assert "¥ 28,000.00" in pages.page.text
    assert "BA-LATER-0001" not in pages.page.text


@pytest.mark.covers("PAY-01")
def test_an_overdue_lease_is_listed_and_says_for_how_long(pages):
    days = {"starts_on": clock.today() - timedelta(days=12)}
    a_lease(filing_no="BA-OVERDUE-01", filed_on=clock.today() - timedelta(days=20), **days)
    pages.get("/tenant/pay")
    assert "已逾期 12 天" in pages.page.text


@pytest.mark.covers("PAY-01")
def test_a_lease_that_is_not_due_is_found_by_its_filing_number(pages):
    starts_on = clock.today() + timedelta(days=30)
    a_lease(filing_no="BA-LATER-0001", starts_on=starts_on)
    pages.get("/tenant/pay", {"filing_no": " ba-later-0001 "})
    assert "BA-LATER-0001" in pages.page.text and "未到应缴时间" in pages.page.text
    assert "5日内没有应缴金额" in pages.page.text
    assert "BA11010520260000017" not in pages.page.text


@pytest.mark.covers("PAY-01")
@pytest.mark.parametrize(
    ("filing_no", "sentence"),
    [
        ("BA99999999999", "您的名下没有编号为 BA99999999999 的备案合同，请核对"),
        ("' OR 1=1 --", "合同备案编号由8至32位字母、数字或短横线组成，请核对"),
        ("9" * 500, "合同备案编号由8至32位字母、数字或短横线组成，请核对"),
    ],
)
def test_a_filing_number_that_is_not_mine_is_told_at_the_field(pages, filing_no, sentence):
    pages.get("/tenant/pay", {"filing_no": filing_no})
    assert sentence in pages.page.text and "待缴合同信息" not in pages.page.text


@pytest.mark.covers("PAY-01")
def test_a_lease_all_of_whose_bills_are_in_orders_has_nothing_to_pay(pages, lease):
    an_order(lease, "all")
    pages.get("/tenant/pay")
    assert "5日内没有应缴的账单" in pages.page.text and "/tenant/bills" in links(pages)
    pages.get("/tenant/pay", {"filing_no": lease.filing_no})
    assert f"合同 {lease.filing_no} 没有待缴账单" in pages.page.text


@pytest.mark.covers("PAY-02")
def test_the_bills_to_pay_are_filtered_by_type(pages):
    pages.get(PAY)
    for words in ("押金", "租金（第1期）", "租金（第2期）", "待缴", "未到期", "只能顺序选择"):
        assert words in pages.page.text
    pages.get(PAY, {"kind": "deposit"})
    assert "租金（第1期）" not in pages.page.text and "BA11010520260000017-D00" in pages.page.text
    pages.get(PAY, {"kind": "rent"})
    assert "BA11010520260000017-D00" not in pages.page.text and "租金（第2期）" in pages.page.text


@pytest.mark.parametrize("kind", ["x", "deposit' --", "0" * 5000])
def test_a_type_that_does_not_exist_is_told_at_the_field(pages, kind):
    pages.get(PAY, {"kind": kind})
    assert "请从列表中选择" in pages.page.text and "承租人缴款" not in pages.page.text


@pytest.mark.covers("PAY-03")
def test_ticked_bills_become_one_order(pages, lease):
    response = pages.post(PAY, {"bills": ids(lease, 0, 1)})
    order = Order.objects.get()
    assert response["Location"] == f"/tenant/orders/{order.no}/pay"
    assert order.amount_fen == 2_800_000
    pages.get(response["Location"])
    assert "承租人缴纳订单" in pages.page.text and "28,000.00" in pages.page.text


@pytest.mark.covers("PAY-03")
def test_a_gap_in_the_rent_is_refused_with_the_bill_that_comes_first_and_the_ticks_stay(
    pages, lease
):
    pages.post(PAY, {"bills": ids(lease, 0, 2)})
    due_on = clock.today().isoformat()
    assert (
        f"租金账单须按顺序缴纳：请先缴纳BA11010520260000017-R01（第1期租金，应缴日期{due_on}，24,000.00元）"
        in pages.page.text
    )
    ticked = [int(box.get("value")) for box in pages.page.all("input") if "checked" in box.attrib]
    assert ticked == ids(lease, 0, 2)
    assert "合计 ¥ 28,000.00" in pages.page.text
    assert Order.objects.count() == 0


@pytest.mark.covers("PAY-03")
def test_no_tick_is_refused(pages):
    pages.post(PAY)
    assert "未能提交，请看以下说明 请至少选择一笔账单" in pages.page.text
    assert Order.objects.count() == 0


@pytest.mark.parametrize("bills", [["x"], ["999999999999999999999999"], ["-1"]])
def test_bills_that_are_not_of_this_lease_are_refused(pages, bills):
    pages.post(PAY, {"bills": bills})
    assert "所选账单不在本合同的待缴账单中" in pages.page.text and Order.objects.count() == 0


@pytest.mark.covers("PAY-10")
def test_a_bill_in_another_order_is_shown_with_the_way_there_and_cannot_be_ticked(pages, lease):
    order = a_paying_order(lease, "alipay", "deposit")
    pages.get(PAY)
    values = [box.get("value") for box in pages.page.all("input") if box.get("name") == "bills"]
    assert values == [str(pk) for pk in ids(lease, 1, 2)]
    assert f"/tenant/orders/{order.no}" in links(pages) and "缴款中" in pages.page.text
    pages.post(PAY, {"bills": ids(lease, 0)})
    assert f"已在订单{order.no}中（支付中），不能重复缴纳" in pages.page.text
    assert Order.objects.count() == 1


@pytest.mark.covers("ORD-07")
def test_the_bills_of_an_expired_order_can_be_ticked_before_it_is_swept(pages, lease, settings):
    settings.MOVABLE_CLOCK = True
    an_order(lease, "all")
    advance_clock(seconds=601, by=CLOCK)
    pages.get(PAY)
    assert sum(box.get("name") == "bills" for box in pages.page.all("input")) == 3
    assert pages.post(PAY, {"bills": ids(lease, 0)}).status_code == 302
    assert list(Order.objects.order_by("id").values_list("status", flat=True)) == [
        "cancelled",
        "awaiting",
    ]


@pytest.mark.covers("PAY-02")
def test_a_lease_that_is_paid_in_full_says_so(pages, lease):
    a_credit(a_paying_order(lease, kinds="all"))
    book()
    pages.get(PAY)
    assert "没有待缴账单" in pages.page.text and "承租人缴款" not in pages.page.text


@pytest.mark.covers("IDN-15", "PAY-10")
def test_a_co_tenant_sees_the_lease_and_an_order_of_the_other(pages):
    shared = a_lease(filing_no="BA-SHARED-001", tenants=(ZHANG_SAN, LI_SI))
    order = an_order(shared, "all", by=tenant_of(shared, 2))
    pages.get("/tenant/pay/BA-SHARED-001")
    assert order.no in pages.page.text and "承租人缴款" not in pages.page.text
    pages.get(f"/tenant/orders/{order.no}")
    assert "缴纳订单详情" in pages.page.text
    actions.cancel_order(order_id=order.pk, by=tenant_of(shared, 2))
    pages.get("/tenant/pay/BA-SHARED-001")
    assert "承租人缴款" in pages.page.text
