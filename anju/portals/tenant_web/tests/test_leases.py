"""我的合同: each lease with its facts, its bills, its timeline, and its due dates as a calendar."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from anju.contracts.queries import bills_of
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, Actor
from anju.orders import actions
from anju.orders.models import Order
from anju.portals.tenant_web.tests.reading import links
from anju.tests.pages import Pages
from anju.tests.world import (
    LI_SI,
    ZHANG_SAN,
    a_credit,
    a_lease,
    a_notification,
    a_paying_order,
    an_order,
    book,
    tenant_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tenant")]
LEASE = "/tenant/leases/BA11010520260000017"


def happenings(pages) -> list[str]:
    """What the timeline says, without the moments."""
    lines = [
        each
        for ordered in pages.page.all("ol")
        for each in ordered
        if "timeline" in ordered.get("class", "")
    ]
    return [
        " ".join(" ".join("".join(part.itertext()).split()) for part in list(line)[1:])
        for line in lines
    ]


@pytest.mark.covers("TEN-90")
def test_a_lease_has_a_page_that_every_list_leads_to(pages, lease):
    an_order(lease)
    order = Order.objects.get()
    for page in ("leases", "balances", f"balances/{lease.filing_no}", f"pay/{lease.filing_no}"):
        pages.get(f"/tenant/{page}")
        assert LEASE in links(pages), page
    pages.get(f"/tenant/orders/{order.no}")
    assert LEASE in links(pages)
    pages.get(LEASE)
    for words in (
        "北京市朝阳区建国路88号3号楼1206",
        "安居租赁有限公司",
        "中国建设银行",
        "张三（本人）",
        "月租金 ¥ 4,000.00",
        "租金（第2期）",
    ):
        assert words in pages.page.text
    assert "/tenant/leases" in links(pages)


@pytest.mark.covers("TEN-90")
def test_a_lease_says_why_its_rent_is_supervised_or_not(pages, lease):
    pages.get(LEASE)
    assert "一次预收的租金超过3个月，所以全部租金都要存入租金监管账户" in pages.page.text
    monthly = a_lease(filing_no="BA-MONTHLY-01", each=1)
    pages.get(f"/tenant/leases/{monthly.filing_no}")
    assert "一次预收的租金不超过3个月，所以租金无需监管" in pages.page.text


@pytest.mark.covers("TEN-90")
def test_the_timeline_goes_from_the_filing_to_the_end_of_the_lease(pages, lease):
    order = a_paying_order(lease)
    a_credit(order)
    book()
    pages.get(LEASE)
    ends_on = lease.ends_on.isoformat()
    assert happenings(pages) == [
        "合同备案 安居租赁有限公司",
        "租期开始",
        "押金应缴 ¥4,000.00 已监管",
        "租金（第1期）应缴 ¥24,000.00 已监管",
        "短信通知：合同备案和应缴账单 待发送",
        "生成缴纳订单 ¥28,000.00 张三（本人）",
        "选择缴纳方式 银行汇款",
        "资金已监管 ¥28,000.00 押金、租金（第1期）",
        "短信通知：资金已监管 待发送",
        "租金（第2期）应缴 ¥24,000.00 未到期",
        "租期届满 企业应当提出退款方案，由您确认；企业未按时提出的，押金、剩余租金的本金及利息全部退还给您。",
    ]
    assert ends_on in pages.page.text and f"/tenant/orders/{order.no}" in links(pages)


@pytest.mark.covers("TEN-90")
def test_the_timeline_tells_of_orders_that_came_to_nothing_and_of_money_in_transit(
    pages, lease, settings
):
    settings.MOVABLE_CLOCK = True
    an_order(lease, "deposit")
    advance_clock(seconds=601, by=CLOCK)
    actions.expire_orders(limit=10, by=CLOCK)
    a_notification(a_paying_order(lease, "alipay", "deposit"))
    book()
    tomorrow = clock.today() + timedelta(days=1)
    pages.get(LEASE)
    told = happenings(pages)
    assert "订单取消 超过规定时间未操作" in told
    assert f"支付宝支付成功 ¥4,000.00 资金在途，预计 {tomorrow} 到达监管账户" in told


@pytest.mark.covers("IDN-15")
def test_each_co_tenant_sees_lease_bills_orders_and_balances_and_others_names_masked(pages):
    shared = a_lease(filing_no="BA-SHARED-001", tenants=(ZHANG_SAN, LI_SI))
    order = a_paying_order(shared)
    a_credit(order)
    book()
    other = Pages()
    other.sign_in_as(shared.tenants.get(position=2).person)
    for who, own, masked in ((pages, "张三（本人）", "李*"), (other, "李四（本人）", "张*")):
        who.get("/tenant/leases/BA-SHARED-001")
        assert f"承租人 {own if who is pages else masked}、{masked if who is pages else own}" in (
            who.page.text
        )
        assert "监管押金余额 ¥ 4,000.00 监管租金余额 ¥ 24,000.00" in who.page.text
        placed = "张三（本人）" if who is pages else "张*"
        assert f"生成缴纳订单 ¥28,000.00 {placed}" in happenings(who)
        assert "短信通知：资金已监管 待发送" in happenings(who)
        who.get("/tenant/orders")
        assert order.no in who.page.text and placed in who.page.text
        who.get(f"/tenant/orders/{order.no}")
        assert f"下单人 {placed}" in who.page.text
        who.get("/tenant/bills", {"filing_no": "BA-SHARED-001"})
        assert who.page.text.count("已监管") >= 2
        who.get("/tenant/balances", {"filing_no": "BA-SHARED-001"})
        assert "¥ 24,000.00" in who.page.text
    assert "李四" not in pages.page.text and "张三" not in other.page.text


@pytest.mark.covers("PAY-09")
def test_a_bill_paid_by_the_enterprise_says_so_and_leads_to_no_order(pages, lease):
    enterprise = Actor("organisation", "enterprise", organisation_id=lease.enterprise_id)
    bills = [bill.pk for bill in bills_of(lease) if bill.number < 2]
    order = actions.place_order(bill_ids=bills, by=enterprise)
    pages.get("/tenant/bills")
    assert "缴款中 企业代缴" in pages.page.text
    order = actions.start_payment(order_id=order.pk, channel="bank_transfer", by=enterprise)
    a_credit(order)
    book()
    pages.get("/tenant/bills")
    assert "已监管 企业代缴" in pages.page.text and f"/tenant/orders/{order.no}" not in links(pages)
    assert pages.get(f"/tenant/orders/{order.no}").status_code == 404
    pages.get(LEASE)
    told = happenings(pages)
    assert "企业代缴，资金已监管 ¥28,000.00 押金、租金（第1期）" in told
    assert "短信通知：企业代缴 待发送" in told
    assert not any(line.startswith("生成缴纳订单") for line in told)
    mine = a_paying_order(a_lease(filing_no="BA-OWN-000001"), kinds="deposit")
    a_credit(mine)
    book()
    pages.get(f"/tenant/orders/{mine.no}")
    assert "订单类型 承租人缴纳订单" in pages.page.text
    pages.get("/tenant/orders", {"kind": "enterprise"})
    assert "企业代缴订单由住房租赁企业办理" in pages.page.text


# Calendar files


def events_of(response) -> list:
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    return [part for part in calendar.walk() if part.name == "VEVENT"]


@pytest.mark.covers("TEN-91")
def test_the_due_dates_of_a_lease_are_a_calendar_file(pages, lease):
    pages.get(LEASE)
    assert f"{LEASE}/due-dates.ics" in links(pages)
    first, *others = events_of(pages.get(f"{LEASE}/due-dates.ics"))
    assert [event["uid"] for event in (first, *others)] == [
        "BA11010520260000017-D00@anju",
        "BA11010520260000017-R01@anju",
        "BA11010520260000017-R02@anju",
    ]
    assert str(first["summary"]) == "押金应缴 4,000.00元"
    assert first["dtstart"].dt == lease.deposit_due_on and type(first["dtstart"].dt) is date
    assert first["dtend"].dt - first["dtstart"].dt == timedelta(days=1)
    [alarm] = first.walk("VALARM")
    assert alarm["trigger"].dt == timedelta(days=-5, hours=9)


def test_commas_and_lines_of_an_address_cannot_break_the_calendar(pages):
    address = "北京市朝阳区建国路88号；3号楼,1206\\室" + "很长的地址" * 20
    odd = a_lease(filing_no="BA-ODD-000001", address=address, each=1)
    content = pages.get(f"/tenant/leases/{odd.filing_no}/due-dates.ics").content
    [event] = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["location"]) == address
    assert b"3\xe5\x8f\xb7\xe6\xa5\xbc\\,1206\\\\" in content.replace(b"\r\n ", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_what_is_paid_is_in_no_calendar_and_what_was_given_up_is_again(pages, lease):
    order = a_paying_order(lease, kinds="deposit")
    assert len(events_of(pages.get("/tenant/due-dates.ics"))) == 3
    a_credit(order)
    a_notification(a_paying_order(lease, "alipay", "first"))
    book()
    [event] = events_of(pages.get("/tenant/due-dates.ics"))
    assert event["uid"].endswith("R02@anju")
    second = an_order(lease, "second")
    actions.cancel_order(order_id=second.pk, by=tenant_of(lease))
    assert len(events_of(pages.get(f"{LEASE}/due-dates.ics"))) == 1


def test_a_stranger_gets_no_calendar(lease):
    stranger = Pages()
    stranger.sign_in_as(a_lease(filing_no="BA-STRANGER1", tenants=(LI_SI,)).tenants.get().person)
    assert stranger.get(f"{LEASE}/due-dates.ics").status_code == 404
    assert all("STRANGER1" in e["uid"] for e in events_of(stranger.get("/tenant/due-dates.ics")))
