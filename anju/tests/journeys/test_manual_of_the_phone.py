"""Manual 000 (京通移动端), walked in its own order and in its own words, at 360 px; its chapter 7 is about refunds.

Each test bears the number of its section, and begins in the mini program or at the menu: one alone can be run, too.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from anju.core.crypto import mask_name_within
from anju.tests.browser import window
from anju.tests.journeys.city import City
from anju.tests.journeys.conftest import database_of
from anju.tests.journeys.tenant import Tenant, in_every_status
from anju.tests.journeys.walking import ALIPAY, IN_ORDER, Walk
from anju.tests.journeys.walking_on_the_phone import PhoneWalk
from sample.people import OTHERS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]
ME, FLATMATE, NEWCOMER = OTHERS[4], OTHERS[9], OTHERS[3]


@pytest.fixture(scope="module")
def orders(city_of_the_run: City, django_db_blocker: Any) -> dict[str, Tenant]:
    """One of my orders in each of the six states."""
    with database_of(city_of_the_run, django_db_blocker):
        return in_every_status(city_of_the_run, ME)


@pytest.fixture(scope="module")
def me(
    city_of_the_run: City, chromium: Browser, django_db_blocker: Any, orders: dict[str, Tenant]
) -> Iterator[PhoneWalk]:
    """A tenant with a phone, come in from the mini program."""
    with database_of(city_of_the_run, django_db_blocker):
        orders["成功"].has_agreed()
    with window(chromium, 360, 740) as page:
        walk = PhoneWalk(city_of_the_run, page)
        walk.comes_in(ME)
        yield walk


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    with window(chromium, 360, 740) as page:
        yield page


# 3. 登录 --------------------------------------------------------------------------------------------------


@pytest.mark.covers("IDN-11", "IDN-14")
def test_3_from_the_mini_program_one_is_in_without_signing_in_and_the_link_is_used_up(
    city: City, phone: Page, chromium: Browser
):
    walk = PhoneWalk(city, phone)
    walk.opens_the_mini_program(NEWCOMER)
    walk.follow("公积金")
    walk.says("公积金")
    with phone.expect_request(re.compile("/enter/")) as entry:
        walk.press("住房租赁押金 租金")
    walk.enters(NEWCOMER.name, "京通小程序")
    walk.says("用户须知")
    walk.follow("返回")
    expect(phone.get_by_text(f"您已登录：{NEWCOMER.name}")).to_be_visible()
    walk.follow("进入租押金业务")
    walk.reads_the_notice()
    walk.is_at_home(NEWCOMER)
    for entry_of_menu in ("押金 租金缴纳订单查询", "押金 租金余额查询"):
        walk.menu(entry_of_menu)

    with window(chromium, 360, 740) as another:
        another.goto(entry.value.url)
        Walk(city, another).refuses("重新点击【住房租赁押金 租金】")
        another.goto(f"{city.url}/m/")
        expect(another).to_have_url(re.compile("/sign-in"))


@pytest.mark.covers("IDN-11", "SEC-03")
def test_3_a_link_that_somebody_else_has_sent_changes_nothing_before_the_tap(
    city: City, phone: Page, chromium: Browser, me: PhoneWalk
):
    with window(chromium, 360, 740) as sender:
        walk = PhoneWalk(city, sender)
        walk.opens_the_mini_program(NEWCOMER)
        walk.follow("公积金")
        with sender.expect_request(re.compile("/enter/")) as entry:
            walk.press("住房租赁押金 租金")
        walk.says("确认进入")
    me.page.goto(entry.value.url)
    me.says("确认进入")
    warning = f"此浏览器已登录“{mask_name_within(ME.name)}”"
    expect(me.page.get_by_role("status")).to_contain_text(warning)
    me.follow("不进入，保持当前登录")
    me.is_at_home(ME)


# 4. 押金租金缴纳订单查询 ----------------------------------------------------------------------------------


@pytest.mark.covers("ORD-01", "ORD-02")
def test_4_2_orders_of_all_six_states_are_listed_and_searched_by_two_numbers(
    city: City, me: PhoneWalk, orders: dict[str, Tenant]
):
    me.menu("押金 租金缴纳订单查询")
    for status, tenant in orders.items():
        expect(me.row(tenant.no)).to_contain_text("承租人缴纳订单")
        expect(me.row(tenant.no).locator(".status")).to_have_text(status)
    failed, paid = orders["失败"], orders["成功"]
    me.searches(合同备案编号=failed.lease.filing_no)
    me.has(me.row(failed.no), but_not=(me.row(paid.no),))
    me.searches(合同备案编号="")
    me.has(*(me.row(tenant.no) for tenant in orders.values()))
    me.searches(订单编号=paid.no)
    me.has(me.row(paid.no), but_not=(me.row(failed.no),))
    me.searches(订单编号="")
    me.has(*(me.row(tenant.no) for tenant in orders.values()))


@pytest.mark.covers("ORD-03")
def test_4_2_2_the_detail_tells_of_payer_and_payee_where_the_manual_says(
    city: City, me: PhoneWalk, orders: dict[str, Tenant]
):
    method, payer, payee = "缴纳方式", "付款方信息", "收款方信息"
    for status, told in {
        "支付中": [method, payee],
        "已监管": [method, payer, payee],
        "成功": [method],
        "待确认": [],
    }.items():
        me.opens_order(orders[status].no)
        headings = me.page.get_by_role("main").get_by_role("heading", level=2).all_inner_texts()
        assert headings == ["基础信息", *told, "订单明细"], status


@pytest.mark.covers("ORD-04", "PAY-07")
def test_4_2_3_an_alipay_payment_whose_app_was_closed_is_continued_in_the_app(
    city: City, me: PhoneWalk
):
    tenant = Tenant(city, ME)
    tenant.orders()
    me.page.goto(f"{city.url}/m/orders/{tenant.no}/pay")
    me.choose(ALIPAY)
    me.is_in_the_app()

    me.menu("押金 租金缴纳订单查询")
    expect(me.row(tenant.no).locator(".status")).to_have_text("支付中")
    expect(me.row(tenant.no).get_by_role("button", name="取消订单")).to_have_count(0)
    me.row(tenant.no).get_by_role("link", name="继续缴纳").click()
    me.says("缴纳订单详情")
    me.press("继续缴纳")
    me.decides_in_the_app()
    me.comes_to("缴纳成功")


@pytest.mark.covers("ORD-05", "PAY-07")
def test_4_2_4_an_order_without_a_way_to_pay_is_paid_over_the_sheet(city: City, me: PhoneWalk):
    tenant = Tenant(city, ME)
    tenant.orders()
    me.menu("押金 租金缴纳订单查询")
    me.row(tenant.no).get_by_role("link", name="去缴款").click()
    me.says("缴纳订单详情")
    me.press("去缴款")
    me.submits_the_sheet(ALIPAY)
    me.decides_in_the_app("取消，返回商家")
    expect(me.page.get_by_role("link", name="打开支付宝付款")).to_be_visible()
    me.follow("打开支付宝付款")
    me.decides_in_the_app()
    me.comes_to("缴纳成功")
    me.follow("查看订单详情")
    me.has_status("成功")


@pytest.mark.covers("ORD-06")
def test_4_2_5_an_order_is_cancelled_from_list_and_detail_after_a_question(
    city: City, me: PhoneWalk
):
    listed, opened = Tenant(city, ME), Tenant(city, ME)
    listed.orders()
    opened.starts_and_gets_a_code("bank_transfer")
    me.menu("押金 租金缴纳订单查询")
    for answer, status in (("取消", "待确认"), ("确定取消", "取消")):
        me.row(listed.no).get_by_role("button", name="取消订单").click()
        me.answers("确认取消该订单？", answer)
        expect(me.row(listed.no).locator(".status")).to_have_text(status)

    me.opens_order(opened.no)
    me.page.get_by_role("button", name="取消订单").click()
    me.answers("确认取消该订单？", "确定取消")
    me.says("押金 租金缴纳订单查询")
    expect(me.row(opened.no).locator(".status")).to_have_text("取消")
    me.sees_bills(opened.lease.filing_no)
    me.has_to_pay(3)


# 5. 网签直缴 ----------------------------------------------------------------------------------------------


@pytest.mark.covers("NET-01", "NET-02", "PAY-03", "PAY-04", "PAY-07")
def test_5_2_from_the_filed_lease_a_notice_is_confirmed_and_this_lease_is_paid(
    city: City, phone: Page
):
    this, other = Tenant(city, ME), Tenant(city, ME).lease.filing_no
    this.has_agreed()
    filing_no = this.lease.filing_no
    walk = PhoneWalk(city, phone)
    walk.opens_the_mini_program(ME)
    for choice in ("住房服务", "我是租户", "合同备案", filing_no):
        walk.follow(choice)
    walk.says("合同备案详情")
    expect(phone.get_by_role("heading", name="租押金监管")).to_be_visible()
    walk.follow("去支付")
    walk.says("提示信息")
    walk.press("确认")
    walk.enters(ME.name, filing_no)

    walk.says("待缴合同信息")
    walk.has(walk.card(filing_no), but_not=(phone.get_by_text(other),))
    for words in ("押金", "¥4,000.00", "待缴总金额", "¥52,000.00"):
        expect(walk.card(filing_no)).to_contain_text(words)
    walk.card(filing_no).click()
    walk.says("查询待缴账单")
    expect(phone.get_by_text(IN_ORDER)).to_be_visible()
    walk.ticks("租金（第2期）", total="24,000.00")
    walk.press("承租人缴款")
    walk.refuses(f"请先缴纳{filing_no}-R01")
    walk.ticks("押金", "租金（第1期）", total="28,000.00")
    walk.press("承租人缴款")
    walk.says("承租人缴纳订单")
    for heading in ("订单信息", "订单明细"):
        expect(phone.get_by_role("heading", name=heading)).to_be_visible()

    phone.get_by_role("button", name="取消订单").click()
    walk.answers("确认取消该订单？", "确定取消")
    walk.says("查询待缴账单")
    walk.ticks("押金", "租金（第1期）", total="28,000.00")
    walk.press("承租人缴款")
    walk.choose(ALIPAY)
    walk.decides_in_the_app()
    walk.comes_to("缴纳成功")
    assert phone.request.get(f"{city.url}/m/pay/{other}").status == 404


# 6. 押金租金余额查询 --------------------------------------------------------------------------------------


@pytest.mark.covers("BAL-01", "IDN-15")
def test_6_2_balances_of_leases_filed_within_a_year_others_by_dates_and_number(
    city: City, me: PhoneWalk, phone: Page, orders: dict[str, Tenant]
):
    kept = orders["已监管"].lease.filing_no
    old = Tenant(city, ME, FLATMATE, filed_days_ago=400)
    Tenant(city, FLATMATE).has_agreed()
    filing_no, day = old.lease.filing_no, old.lease.filed_on.isoformat()
    co_tenant = PhoneWalk(city, phone)
    co_tenant.comes_in(FLATMATE)
    for walk in (me, co_tenant):
        walk.menu("押金 租金余额查询")
        expect(walk.page.get_by_text("这里列出近一年备案的合同")).to_be_visible()
        walk.has(walk.page.locator("a.lease-card"), but_not=(walk.card(filing_no),))
        walk.searches(备案起日=day, 备案止日=day)
        walk.has(walk.card(filing_no))
        expect(walk.page.locator("a.lease-card")).to_have_count(1)
    me.searches(备案起日="", 备案止日="", 合同备案编号=kept)
    me.has(me.card(kept), but_not=(me.card(filing_no),))

    me.card(kept).click()
    me.says("资金详情")
    expect(me.page.get_by_role("heading", name="备案合同信息")).to_be_visible()
    facts = me.page.locator("dl.weui-form-preview")
    for words in (kept, "监管押金余额", "¥4,000.00", "监管租金余额", "¥24,000.00"):
        expect(facts).to_contain_text(words)
    for amount in ("+¥4,000.00", "+¥24,000.00"):
        expect(me.page.locator("ol.lines")).to_contain_text(amount)
