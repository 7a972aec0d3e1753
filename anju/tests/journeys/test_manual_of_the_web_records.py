"""Manual 001 (承租人网厅端), chapters 6 to 9, walked in its own order and in its own words; 5 is about refunds.

Each test bears the number of its section, and begins at the menu: one alone can be run, too.
"""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from anju.tests.journeys.city import City
from anju.tests.journeys.conftest import FLATMATE, ME, database_of, paid_today
from anju.tests.journeys.tenant import Tenant, in_every_status
from anju.tests.journeys.walking import ALIPAY, IN_ORDER, TRANSFER, Walk
from sample.people import OTHERS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]
BY_LINK = OTHERS[7]


@pytest.fixture(scope="module")
def orders(city_of_the_run: City, django_db_blocker: Any, kept: Tenant) -> dict[str, Tenant]:
    """One of my orders in each of the six states."""
    with database_of(city_of_the_run, django_db_blocker):
        return in_every_status(city_of_the_run, ME)


# 6. 租押金余额查询 ----------------------------------------------------------------------------------------


@pytest.mark.covers("BAL-01", "BAL-02", "IDN-15")
def test_6_2_balances_are_searched_in_each_way_and_every_movement_is_shown(
    city: City, me: Walk, flatmate: Walk
):
    kept = paid_today(city)  # by tomorrow some of the rent is released
    other = Tenant(city, ME, enterprise=1).lease.filing_no
    filing_no, day = kept.lease.filing_no, kept.lease.filed_on.isoformat()
    me.menu("租押金余额查询")
    me.says("租押金余额查询")
    me.has(me.row(filing_no), me.row(other))
    me.searches(**{"查询起止日期（起）": day, "查询起止日期（止）": day})
    me.has(me.row(filing_no), but_not=(me.row(other),))
    me.resets()
    me.searches(合同备案编号=filing_no)
    me.has(me.row(filing_no), but_not=(me.row(other),))
    me.resets()
    me.searches(住房租赁企业名称="青年公寓")
    me.has(me.row(other), but_not=(me.row(filing_no),))
    me.resets()
    me.has(me.row(filing_no), me.row(other))
    for co_tenant in (me, flatmate):
        co_tenant.is_kept(filing_no, kept.no)


# 7. 账单查询 ----------------------------------------------------------------------------------------------


@pytest.mark.covers("BIL-01", "IDN-15")
def test_7_2_bills_of_every_status_are_searched_in_each_way(
    city: City, me: Walk, flatmate: Walk, kept: Tenant
):
    filing_no, day = kept.lease.filing_no, kept.lease.filed_on.isoformat()
    deposit, first, second = (f"{filing_no}-{bill}" for bill in ("D00", "R01", "R02"))
    due_today = f"{Tenant(city, FLATMATE).lease.filing_no}-D00"
    flatmate.menu("账单查询")
    flatmate.says("账单查询")
    flatmate.has(*(flatmate.row(bill) for bill in (deposit, first, second, due_today)))
    shown = set(flatmate.page.locator(".status").all_inner_texts())
    assert shown >= {"已监管", "未到期", "待缴"}

    me.menu("账单查询")
    me.searches(合同备案编号=filing_no)
    expect(me.page.locator("tbody tr")).to_have_count(3)
    me.searches(款项类型="押金")
    me.has(me.row(deposit), but_not=(me.row(first),))
    me.searches(款项类型="租金", 账单状态="已监管")
    me.has(me.row(first), but_not=(me.row(deposit), me.row(second)))
    me.searches(款项类型="全部", 账单状态="未到期")
    me.has(me.row(second), but_not=(me.row(deposit), me.row(first)))
    me.resets()
    me.searches(备案日期起=day, 备案日期止=day)
    expect(me.page.locator("tbody tr")).to_have_count(3)
    me.has(me.row(deposit))
    me.resets()


# 8. 缴纳订单查询 ------------------------------------------------------------------------------------------


@pytest.mark.covers("ORD-01", "ORD-02")
def test_8_2_orders_of_all_six_states_are_listed_and_searched_in_each_way(
    city: City, me: Walk, orders: dict[str, Tenant]
):
    me.menu("缴纳订单查询")
    me.says("缴纳订单查询")
    expect(me.field("订单类型")).to_have_value("tenant")
    for status, tenant in orders.items():
        expect(me.row(tenant.no)).to_contain_text("承租人缴纳订单")
        expect(me.row(tenant.no).locator(".status")).to_have_text(status)
    for status, tenant in orders.items():
        me.searches(订单状态=status)
        me.has(me.row(tenant.no))
        assert set(me.page.locator("tbody .status").all_inner_texts()) == {status}
    me.resets()
    me.searches(订单编号=orders["失败"].no)
    me.has(me.row(orders["失败"].no), but_not=(me.row(orders["成功"].no),))
    me.resets()
    me.searches(订单类型="企业代缴订单")
    me.has(
        me.page.get_by_text("企业代缴订单由住房租赁企业办理"), but_not=(me.page.locator("tbody"),)
    )
    me.resets()
    me.has(*(me.row(tenant.no) for tenant in orders.values()))


@pytest.mark.covers("ORD-03")
def test_8_2_2_the_detail_tells_of_payer_and_payee_where_the_manual_says(
    city: City, me: Walk, orders: dict[str, Tenant]
):
    payee, both = ["收款方信息"], ["付款方信息", "收款方信息"]
    for status, parties in {"支付中": payee, "已监管": both, "成功": [], "待确认": []}.items():
        me.menu("缴纳订单查询")
        me.row(orders[status].no).get_by_role("link", name="订单详情").click()
        me.says("缴纳订单详情")
        expect(me.page.get_by_role("heading", name="订单基础信息")).to_be_visible()
        expect(me.page.locator("caption")).to_have_text("订单明细")
        headings = me.page.get_by_role("heading", level=2).all_inner_texts()
        assert [heading for heading in headings if heading in both] == parties, status
        method = me.page.get_by_role("term").filter(has_text="缴纳方式")
        expect(method).to_have_count(0 if status == "待确认" else 1)


@pytest.mark.covers("ORD-04", "PAY-05")
def test_8_2_3_an_alipay_payment_under_way_is_continued_from_list_and_detail(city: City, me: Walk):
    tenant = Tenant(city, ME)
    tenant.starts_and_gets_a_code("alipay")
    me.menu("缴纳订单查询")
    expect(me.row(tenant.no).get_by_role("link", name="取消订单")).to_have_count(0)
    me.row(tenant.no).get_by_role("link", name="继续缴纳").click()
    me.code()
    me.menu("缴纳订单查询")
    me.row(tenant.no).get_by_role("link", name="订单详情").click()
    me.follow("继续缴纳")
    me.scan()
    me.comes_to("缴纳成功")


@pytest.mark.covers("ORD-05", "ORD-06")
def test_8_2_4_and_8_2_5_an_order_is_paid_or_cancelled_from_list_and_detail(city: City, me: Walk):
    other = Tenant(city, ME)
    other.orders()
    order_no = me.order(Tenant(city, ME).lease.filing_no)  # and leaves the page
    me.menu("缴纳订单查询")
    expect(me.row(order_no).locator(".status")).to_have_text("待确认")
    me.row(order_no).get_by_role("link", name="去缴款").click()
    me.says("承租人缴纳订单")
    me.menu("缴纳订单查询")
    me.row(order_no).get_by_role("link", name="订单详情").click()
    me.follow("去缴款")
    me.choose(TRANSFER)
    me.says("银行汇款缴纳支付")

    me.follow("订单详情")
    me.follow("取消订单")
    me.answers("确认取消订单？", "取消")
    me.has_status("支付中")
    me.follow("取消订单")
    me.answers("确认取消订单？", "确定")
    me.has_status("取消")

    me.menu("缴纳订单查询")
    for answer, status in (("取消", "待确认"), ("确定", "取消")):
        me.row(other.no).get_by_role("link", name="取消订单").click()
        me.answers("确认取消订单？", answer)
        expect(me.row(other.no).locator(".status")).to_have_text(status)
    me.sees_bills(other.lease.filing_no)
    me.has_to_pay(3)


# 9. 网签直缴 ----------------------------------------------------------------------------------------------


@pytest.mark.covers("NET-01", "NET-02")
def test_9_2_from_the_filed_lease_one_pays_it_and_no_other_without_signing_in(
    city: City, screen: Page
):
    this, other = Tenant(city, BY_LINK).lease.filing_no, Tenant(city, BY_LINK)
    other.has_agreed()
    walk, asked = Walk(city, screen), list[str]()
    screen.on("request", lambda request: asked.append(request.url))
    screen.goto(f"{city.sandbox_url}/rental-platform/")
    screen.get_by_label("以谁的身份登录").select_option(BY_LINK.login)
    walk.press("登录")
    walk.row(this).get_by_role("link").click()
    walk.says("合同备案详情")
    expect(screen.get_by_role("heading", name="租押金监管")).to_be_visible()
    walk.press("去支付")
    walk.enters(BY_LINK.name, this, "北京市房屋租赁服务平台")

    walk.says("待缴合同查询")
    expect(screen).to_have_url(f"{city.url}/tenant/pay")
    expect(screen.get_by_text(f"本次只显示合同 {this}")).to_be_visible()
    walk.has(walk.card(this), but_not=(screen.get_by_text(other.lease.filing_no),))
    answer = screen.request.get(f"{city.url}/tenant/pay/{other.lease.filing_no}")
    assert answer.status == 404
    walk.sees_bills(this)
    walk.searches(款项类型="押金")
    walk.has_to_pay(1)
    walk.resets()
    expect(screen.get_by_text(IN_ORDER)).to_be_visible()
    walk.ticks("租金（第2期）", total="24,000.00")
    walk.press("承租人缴款")
    walk.refuses(f"请先缴纳{this}-R01")

    walk.order(this)
    walk.follow("取消订单")
    walk.answers("确认取消订单？", "确定")
    walk.says("查询待缴账单")
    walk.order(this)
    walk.choose(ALIPAY)
    walk.scan()
    walk.comes_to("缴纳成功")
    assert not [url for url in asked if "/idp/" in url]
    screen.goto(f"{city.url}/tenant/")
    walk.follow("登录后办理全部合同")
    expect(screen.get_by_label("用户名")).to_be_visible()
