"""Manual 001 (承租人网厅端), chapters 3 and 4, walked in its own order and in its own words.

Each test bears the number of its section, and begins at the menu: one alone can be run, too.
"""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from anju.tests.browser import window
from anju.tests.journeys.city import City
from anju.tests.journeys.conftest import FLATMATE, ME
from anju.tests.journeys.tenant import Tenant
from anju.tests.journeys.walking import ALIPAY, IN_ORDER, TRANSFER, Walk
from sample import outside
from sample.people import ANXIN, COMPANY, HOSPITAL, OTHERS, UNREGISTERED

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]
BY_SCANNING, NEWCOMER = OTHERS[7:9]


# 3. 登录 --------------------------------------------------------------------------------------------------


@pytest.mark.covers("IDN-10")
def test_3_1_1_a_person_signs_in_by_scanning_and_comes_to_the_menu(city: City, screen: Page):
    Tenant(city, BY_SCANNING).has_agreed()
    walk = Walk(city, screen)
    screen.goto(f"{city.url}/tenant/")
    expect(screen.get_by_role("heading", name="登录提示")).to_be_visible()
    hint = screen.get_by_text("还没有北京市统一身份认证平台账号的，请先在该平台注册")
    expect(hint).to_be_visible()
    walk.opens_the_door("个人网上业务平台")
    walk.by_qr(BY_SCANNING)
    walk.says(f"{BY_SCANNING.name}，您好")
    menu = screen.get_by_role("navigation", name="租押金").get_by_role("link")
    entries = {text.strip() for text in menu.all_inner_texts()}
    assert entries >= {"我要缴款", "租押金余额查询", "账单查询", "缴纳订单查询"}


@pytest.mark.covers("IDN-12")
def test_3_1_2_an_organisation_signs_in_in_each_of_four_ways_if_it_has_a_registration_number(
    city: City, chromium: Browser
):
    ways = {"证书登录": COMPANY, "口令登录": COMPANY, "电子营业执照": COMPANY}
    for way, organisation in {**ways, "事业单位电子证书": HOSPITAL}.items():
        with window(chromium) as page:
            Walk(city, page).sign_in_for(organisation, way)
            expect(page.get_by_role("heading", level=1)).to_have_text("用户须知")
            expect(page.locator(".who")).to_have_text(organisation.name)

    with window(chromium) as page:
        walk = Walk(city, page)
        walk.sign_in_for(UNREGISTERED, "口令登录")
        walk.says("请先注册登记号")
        walk.refuses(UNREGISTERED.name, "没有正式登记号，注册登记号后才能使用监管系统")
        walk.follow("已有登记号，重新登录")
        expect(page.get_by_role("navigation", name="法人登录方式")).to_be_visible()


@pytest.mark.covers("IDN-13")
def test_3_1_2_an_organisation_chooses_its_capacity_and_switches_without_signing_in_again(
    city: City, screen: Page
):
    Tenant(city, OTHERS[0])  # rents from it
    Tenant(city, ANXIN, enterprise=1).has_agreed()
    walk = Walk(city, screen)
    walk.sign_in_for(ANXIN, "口令登录")
    walk.says("选择用户身份")
    asked: list[str] = []
    screen.on("request", lambda request: asked.append(request.url))

    walk.press("以承租方身份办理")
    for capacity, menu, entry in (
        ("承租方", "租押金", "我要缴款"),
        ("住房租赁企业", "住房租赁企业", "企业代缴"),
        ("承租方", "租押金", "我要缴款"),
    ):
        expect(screen.locator(".capacity-bar strong").first).to_have_text(capacity)
        nav = screen.get_by_role("navigation", name=menu)
        expect(nav.get_by_role("link", name=entry)).to_be_visible()
        walk.photograph(capacity)
        screen.get_by_role("button", name=re.compile("^切换为")).click()
    assert not [url for url in asked if "/idp/" in url]


@pytest.mark.covers("IDN-14")
def test_3_2_the_notice_is_read_to_its_end_or_left_by_going_back(city: City, screen: Page):
    walk = Walk(city, screen)
    walk.opens_the_door("个人网上业务平台")
    walk.by_password(NEWCOMER)
    walk.says("用户须知")
    walk.follow("返回")
    expect(screen).to_have_title(re.compile("^网上业务平台"))
    expect(screen.get_by_text(f"您已登录：{NEWCOMER.name}")).to_be_visible()
    walk.follow("进入租押金业务")

    agree = screen.get_by_role("button", name="同意")
    expect(agree).to_have_text(re.compile(r"同意 \(\d+\)"))
    screen.locator("#notice-text").evaluate("text => text.scrollTo(0, text.scrollHeight)")
    expect(screen.locator("[data-reading-hint]")).to_have_text("请再阅读片刻")
    expect(agree).to_be_disabled()
    expect(agree).to_be_enabled()
    agree.click()
    walk.says(f"{NEWCOMER.name}，您好")


# 4. 我要缴款 ----------------------------------------------------------------------------------------------


@pytest.mark.covers("PAY-01", "IDN-15")
def test_4_2_1_leases_due_within_five_days_are_listed_and_others_are_searched_for(
    city: City, me: Walk, flatmate: Walk
):
    soon = Tenant(city, ME, FLATMATE, starts_in=3).lease.filing_no
    later = Tenant(city, ME, starts_in=9).lease.filing_no
    for co_tenant in (me, flatmate):
        co_tenant.menu("我要缴款")
        co_tenant.says("待缴合同查询")
        co_tenant.has(co_tenant.card(soon), but_not=(co_tenant.card(later),))
    me.searches(合同备案编号=later)
    me.has(me.card(later), but_not=(me.card(soon),))
    me.resets()
    me.has(me.card(soon), but_not=(me.card(later),))
    expect(me.card(soon).get_by_role("heading")).to_have_text("待缴合同信息")
    me.card(soon).get_by_role("link", name="查看待缴账单").click()
    me.says("查询待缴账单")


@pytest.mark.covers("PAY-02", "PAY-03", "PAY-04")
def test_4_2_1_bills_are_ticked_in_their_order_and_the_order_can_be_cancelled(city: City, me: Walk):
    filing_no = Tenant(city, ME).lease.filing_no
    me.sees_bills(filing_no)
    me.has_to_pay(3)
    for kind, count in (("押金", 1), ("租金", 2)):
        me.searches(款项类型=kind)
        me.has_to_pay(count)
    me.resets()
    me.has_to_pay(3)

    expect(me.page.get_by_text(IN_ORDER)).to_be_visible()
    me.ticks("租金（第2期）", total="24,000.00")
    me.press("承租人缴款")
    me.refuses(f"请先缴纳{filing_no}-R01", "24,000.00元")
    me.photograph("a-rent-left-out")
    me.ticks("押金", "租金（第1期）", "租金（第2期）", total="52,000.00")
    me.press("承租人缴款")
    me.says("承租人缴纳订单")
    for way in (ALIPAY, TRANSFER):
        expect(me.page.get_by_role("radio", name=re.compile(way))).to_be_visible()

    me.follow("取消订单")
    me.answers("确认取消订单？", "确定")
    me.says("查询待缴账单")
    expect(me.page.get_by_text("已取消，其中的账单可以重新缴纳")).to_be_visible()
    me.has_to_pay(3)


@pytest.mark.covers("PAY-04", "PAY-05", "ORD-02")
def test_4_2_2_by_alipay_a_code_is_scanned_and_the_page_tells_of_the_payment(city: City, me: Walk):
    filing_no = Tenant(city, ME).lease.filing_no
    me.order(filing_no)
    me.choose(ALIPAY)
    me.code()
    left = me.page.locator(".time-left")
    expect(left).to_contain_text("缴款订单有效时间为3分钟，超时自动取消")
    expect(left.get_by_role("timer")).to_have_text(re.compile(r"^0[0-3]:\d\d$"))
    me.press("选择其他支付方式")
    me.says("承租人缴纳订单")

    me.choose(ALIPAY)
    me.scan()
    me.comes_to("缴纳成功")
    me.follow("返回")
    me.says("查询待缴账单")
    me.has_to_pay(1)
    me.page.go_back()
    me.follow("查看订单详情")
    me.says("缴纳订单详情")
    me.has_status("成功")


@pytest.mark.covers("PAY-04", "PAY-06")
def test_4_2_2_by_transfer_the_receiving_code_is_shown_and_copied(city: City, me: Walk):
    filing_no = Tenant(city, ME).lease.filing_no
    order_no = me.order(filing_no)
    bank = me.page.locator(".receiving-bank")
    expect(bank).to_be_hidden()
    me.page.get_by_role("radio", name=re.compile(TRANSFER)).check()
    expect(bank).to_contain_text("收款银行")
    expect(bank).to_contain_text("中国建设银行")
    me.photograph("receiving-bank")
    me.press("立即缴纳")
    me.says("银行汇款缴纳支付")

    me.follow("确定缴纳")
    dialog = me.asks("确定缴纳提示")
    code = dialog.locator(".collection-code").inner_text()
    assert re.fullmatch(r"\d{12,}", code)
    told = {
        "收款识别码（收款账号）": code,
        "收款账户名称": "北京市住房资金管理中心",
        "开户银行": "中国建设银行北京住房基金支行",
        "缴纳总金额": "28,000.00",
    }
    for words in (*told, *told.values()):
        expect(dialog).to_contain_text(words)
    me.photograph("collection-code")
    dialog.get_by_role("button", name="一键复制").click()
    expect(dialog).to_be_hidden()
    copied = me.page.evaluate("navigator.clipboard.readText()")
    assert [words for words in (*told, *told.values()) if words not in copied] == []

    payer = {"payer_name": ME.name, "payer_account": "6222020200000000014"}
    outside.transfer("ccb", [payer | {"collection_code": code, "amount": "28000.00"}])
    me.comes_to("已监管")
    me.finds_a_message(ME.phone, order_no, "28,000.00", "已监管")


@pytest.mark.covers("PAY-08", "ORD-02", "BAL-01", "BAL-02")
def test_4_2_3_money_is_kept_at_once_or_the_next_day_and_a_message_tells(city: City, me: Walk):
    by_bank, by_alipay = Tenant(city, ME), Tenant(city, ME)
    by_bank.starts_and_gets_a_code("bank_transfer")
    by_alipay.starts_and_gets_a_code("alipay")
    by_bank.pays()
    by_alipay.pays()
    by_bank.comes_to("in_custody")
    by_alipay.comes_to("paid")
    me.finds_a_message(ME.phone, by_bank.no, "28,000.00", "已监管")
    me.is_kept(by_bank.lease.filing_no, by_bank.no)
    assert by_alipay.messages() == []

    me.hand_over_the_day()
    by_alipay.comes_to("in_custody")
    me.finds_a_message(ME.phone, by_alipay.no, "28,000.00", "已监管")
    me.is_kept(by_alipay.lease.filing_no, by_alipay.no)
