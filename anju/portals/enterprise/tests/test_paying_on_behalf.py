"""企业代缴: ticking bills of many leases, one order, one transfer. (ENT-02)"""

import io
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from anju.core import actions as core
from anju.core import clock
from anju.core.actors import CLOCK
from anju.orders import actions
from anju.orders.models import Order
from anju.orders.rules import OrderKind, Status
from anju.orders.tests.files import uploaded
from anju.payments import actions as payments
from anju.people.rules import Capacity
from anju.tests.pages import Pages
from anju.tests.world import (
    LI_SI,
    a_credit,
    a_lease,
    a_paying_order_on_behalf,
    an_order,
    an_order_on_behalf,
    book,
    enterprise_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("ENT-02")]
BILLS = "/enterprise/bills"


def rows(pages: Pages, table: int = 0) -> list[str]:
    found = list(pages.page.all("table")[table].iter("tr"))[1:]
    return [" ".join("".join(row.itertext()).split()) for row in found]


def ticks(pages: Pages) -> list[str]:
    return [box.get("value", "") for box in pages.page.all("input") if box.get("name") == "bills"]


def buttons(pages: Pages) -> set[str]:
    return {" ".join("".join(each.itertext()).split()) for each in pages.page.all("a", "button")}


def test_ticked_bills_of_two_leases_become_one_order_and_one_transfer(
    pages: Pages, enterprise, lease
):
    other = a_lease(tenants=(LI_SI,), deposit="3000.00")
    pages.get(BILLS)
    assert len(rows(pages)) == 4 and other.filing_no in pages.page.text
    assert "1 个工作日内缴入监管账户" in pages.page.text and "系统的默认办理时限" in pages.page.text

    sent = pages.post(BILLS, {"bills": ticks(pages)})

    order = Order.objects.get()
    assert sent["Location"] == f"/enterprise/orders/{order.no}/pay"
    assert (order.kind, order.amount_fen, order.lease) == (OrderKind.ENTERPRISE, 55000_00, None)
    pages.get(sent["Location"])
    for words in ("2 份合同", "4 笔账单", "¥ 55,000.00", "中国建设银行", lease.address, "立即缴纳"):
        assert words in pages.page.text
    assert "支付宝" not in pages.page.text

    sent = pages.post(sent["Location"])
    assert sent["Location"] == f"/enterprise/orders/{order.no}/payment"
    pages.get(sent["Location"])
    assert "正在生成收款识别码" in pages.page.text
    order.refresh_from_db()
    payments.offer_payment(payment_id=order.payment.pk, qr_code="", by=CLOCK)
    pages.get(sent["Location"], {"confirm": "1"})
    assert order.payment.collection_code in pages.page.text and "一键复制" in buttons(pages)
    assert {"确定缴纳", "订单详情"} <= buttons(pages)
    part = {"headers": {"HX-Request": "true"}}
    assert pages.get(f"{sent['Location']}?seen=bank_transfer", **part).status_code == 204

    a_credit(order)
    book()

    pages.get(f"{sent['Location']}?seen=bank_transfer", **part)
    assert "已监管" in pages.page.text and "已短信告知各位承租人" in pages.page.text
    pages.get(BILLS)
    assert "5日内没有应缴账单" in pages.page.text
    pages.get(f"/enterprise/orders/{order.no}")
    assert "付款方信息" in pages.page.text and "住房租赁企业" in pages.page.text


def test_the_search_finds_by_lease_kind_day_and_state(pages: Pages, enterprise, lease):
    later = a_lease(starts_on=clock.today() + timedelta(30))
    an_order(a_lease(), "deposit")
    pages.get(BILLS, {"kind": "deposit"})
    assert [lease.filing_no in row for row in rows(pages)] == [True]
    pages.get(BILLS, {"filing_no": later.filing_no})
    assert "没有符合条件的账单" in pages.page.text
    pages.get(BILLS, {"filing_no": later.filing_no, "status": "unpaid"})
    assert len(rows(pages)) == 3
    pages.get(BILLS, {"status": "in_order"})
    [row] = rows(pages)
    assert "缴款中" in row and "承租人自行缴纳" in row and ticks(pages) == []
    day = (clock.today() + timedelta(30)).isoformat()
    pages.get(BILLS, {"due_from": day, "due_to": day, "status": "not_due"})
    assert len(rows(pages)) == 2
    pages.get(BILLS, {"due_from": day, "due_to": "2026-01-01"})
    assert "止日不能早于起日" in pages.page.text and not pages.page.all("table")


def test_what_is_refused_keeps_the_ticks_and_says_why(pages: Pages, enterprise, lease):
    pages.get(BILLS)
    chosen = ticks(pages)
    pages.post(BILLS, {"bills": []})
    assert "请至少选择一笔账单" in pages.page.text
    tenants = an_order(lease, "deposit")
    pages.post(BILLS, {"bills": chosen})
    assert f"已在订单{tenants.no}中（待确认），不能重复缴纳" in pages.page.text
    assert sum(box.get("checked") is not None for box in pages.page.all("input")) == 1
    assert list(Order.objects.all()) == [tenants]


def test_bills_of_others_cannot_be_ticked(pages: Pages, enterprise, rented):
    theirs = [str(bill.pk) for bill in rented.bills.all()]
    for chosen in (theirs, ["0"], ["x"], ["9" * 30]):
        pages.post(BILLS, {"bills": chosen})
        assert "请至少选择一笔账单" in pages.page.text
    assert not Order.objects.exists()


def test_leases_at_two_banks_are_told_apart_and_can_be_searched_by_bank(
    pages: Pages, enterprise, lease
):
    elsewhere = a_lease(enterprise=("京华青年住房租赁有限公司", "91110108MA01A0002G"), bank="icbc")
    type(lease).objects.filter(pk=elsewhere.pk).update(enterprise=enterprise)
    pages.get(BILLS)
    pages.post(BILLS, {"bills": ticks(pages)})
    assert "收款银行不同（中国建设银行、中国工商银行）" in pages.page.text
    pages.get(BILLS, {"bank_account_id": elsewhere.bank_account_id})
    assert {elsewhere.filing_no in row for row in rows(pages)} == {True}
    assert pages.post(BILLS, {"bills": ticks(pages)})["Location"].endswith("/pay")


def test_the_list_pages_by_key_and_a_page_can_be_ticked_whole(
    pages: Pages, enterprise, monkeypatch
):
    monkeypatch.setattr("anju.portals.enterprise.views.bills.ON_A_PAGE", 1)
    pages.get(BILLS)
    assert any(each.get("data-ticks-all") == "bills" for each in pages.page.all("input"))
    [older] = [link.get("href") for link in pages.page.all("a") if link.get("rel") == "next"]
    first = ticks(pages)
    pages.get(older)
    assert len(ticks(pages)) == 1 and ticks(pages) != first


def test_orders_are_found_by_number_state_and_day_and_can_be_cancelled(
    pages: Pages, enterprise, lease
):
    order, other = an_order_on_behalf(lease), a_paying_order_on_behalf(a_lease())
    pages.get("/enterprise/orders")
    assert len(rows(pages)) == 2 and {"去缴款 " + order.no, "取消订单 " + order.no} <= buttons(
        pages
    )
    today = clock.today().isoformat()
    for asked, found in (
        ({"no": other.no}, [other]),
        ({"status": "awaiting"}, [order]),
        ({"placed_from": today, "placed_to": today}, [other, order]),
        ({"placed_to": "2025-01-01"}, []),
    ):
        pages.get("/enterprise/orders", asked)
        shown = rows(pages) if pages.page.all("table") else []
        assert [one.no in row for one, row in zip(found, shown, strict=True)] == [True] * len(found)
    pages.get(f"/enterprise/orders/{other.no}/cancel")
    assert "确认取消订单？" in pages.page.text
    assert pages.post(f"/enterprise/orders/{other.no}/cancel")["Location"] == "/enterprise/orders"
    other.refresh_from_db()
    assert other.status == Status.CANCELLED
    pages.get(f"/enterprise/orders/{other.no}/payment")
    assert "订单已取消" in pages.page.text and "重新选择账单" in buttons(pages)
    pages.get(f"/enterprise/orders/{other.no}")
    assert "收款识别码已经注销" in pages.page.text


def test_an_order_nobody_acts_on_ends_after_ten_minutes_and_says_so(
    pages: Pages, enterprise, lease
):
    order = an_order_on_behalf(lease)
    core.advance_clock(seconds=601, by=CLOCK)
    pages.get(f"/enterprise/orders/{order.no}/payment")
    assert "订单已超过有效时间" in pages.page.text
    pages.post(f"/enterprise/orders/{order.no}/pay")
    assert "订单已超过有效时间，请重新查缴" in pages.page.text
    assert actions.expire_orders(limit=10, by=CLOCK) == 1
    pages.get(BILLS)
    assert len(ticks(pages)) == 2


def test_an_orders_lines_can_be_taken_along_as_sums(pages: Pages, enterprise, lease):
    order = an_order_on_behalf(lease, a_lease())
    response = pages.get(f"/enterprise/orders/{order.no}/lines.xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_name(
        "订单明细"
    )
    cells = sheet.to_python()
    assert cells[1][:5] == [lease.filing_no, "押金", "", 4000, clock.today().isoformat()]
    assert sum(row[3] for row in cells[1:]) == 56000


def test_home_sums_up_what_is_due_and_what_is_on_its_way(pages: Pages, enterprise, lease):
    start = clock.today() - timedelta(days=9)
    a_lease(filed_on=start, starts_on=start, deposit="0.00")
    an_order(a_lease(), "deposit")
    an_order_on_behalf(a_lease())
    pages.get("/enterprise/")
    for words in (
        "¥ 76,000.00",
        "4 笔账单，其中 1 笔已逾期",
        "本企业代缴 ¥ 28,000.00 2 笔账单",
        "承租人自行缴纳 ¥ 4,000.00 1 笔账单",
        "4 份",
        "尚未完成的代缴订单",
    ):
        assert words in pages.page.text
    assert set(buttons(pages)) >= {"工作台", "企业代缴", "批量代缴", "代缴订单查询", "备案合同"}


def addresses(order, upload) -> list[str]:
    return [
        f"/enterprise/orders/{order.no}{end}"
        for end in ("", "/pay", "/payment", "/cancel", "/lines.xlsx")
    ] + [f"/enterprise/uploads/{upload.pk}{end}" for end in ("", "/result.xlsx")]


@pytest.fixture
def ours(lease):
    upload = uploaded(enterprise_of(lease), [lease.filing_no, "押金", "", ""])
    return a_paying_order_on_behalf(lease), upload


@pytest.mark.covers("SEC-01")
def test_another_enterprise_finds_nothing_of_it(pages: Pages, ours, rented):
    pages.sign_in_as(rented.enterprise)
    for address in addresses(*ours):
        assert pages.get(address).status_code == 404, address
    order, upload = ours
    for address in (
        f"/enterprise/orders/{order.no}/pay",
        f"/enterprise/orders/{order.no}/cancel",
        f"/enterprise/uploads/{upload.pk}/order",
        f"/enterprise/uploads/{upload.pk}/check-again",
    ):
        assert pages.post(address).status_code == 404, address
    for address in ("/enterprise/orders", "/enterprise/uploads", BILLS, "/enterprise/"):
        pages.get(address)
        assert order.no not in pages.page.text and "代缴.xlsx" not in pages.page.text
    order.refresh_from_db()
    assert order.status == Status.PAYING


@pytest.mark.covers("SEC-01", "IDN-13")
def test_a_person_finds_no_page_and_the_same_organisation_as_tenant_is_led_to_its_choice(
    pages: Pages, ours, lease, rented
):
    pages.sign_in_as(lease.tenants.get(position=1).person)
    for address in [*addresses(*ours), BILLS, "/enterprise/orders", "/enterprise/uploads"]:
        assert pages.get(address).status_code == 404, address
    pages.sign_in_as(lease.enterprise, capacity=Capacity.TENANT)
    for address in [*addresses(*ours), BILLS]:
        assert pages.get(address)["Location"].startswith("/capacity?next="), address
    assert pages.get(f"/tenant/orders/{ours[0].no}").status_code == 404


@pytest.mark.covers("PAY-09")
def test_the_tenant_sees_the_bill_in_an_order_then_in_custody_and_nothing_of_the_order(
    pages: Pages, lease
):
    order = a_paying_order_on_behalf(lease, a_lease(tenants=(LI_SI,)))
    pages.sign_in_as(lease.tenants.get(position=1).person)
    pages.get(f"/tenant/pay/{lease.filing_no}")
    assert "缴款中" in rows(pages)[0] and order.no not in pages.page.text
    assert pages.get(f"/tenant/orders/{order.no}").status_code == 404
    a_credit(order)
    book()
    pages.get("/tenant/bills")
    assert "已监管" in rows(pages)[0]
    assert all(f"/orders/{order.no}" not in link.get("href", "") for link in pages.page.all("a"))


def test_every_page_costs_few_queries(
    pages: Pages, ours, enterprise, django_assert_max_num_queries
):
    order, upload = ours
    for number in range(3):
        a_lease(filing_no=f"BA-MORE-{number:04}")
    for address in (
        "/enterprise/",
        BILLS,
        "/enterprise/orders",
        "/enterprise/uploads",
        *addresses(order, upload),
    ):
        pages.get(address)
        with django_assert_max_num_queries(20, info=address):
            pages.get(address)
