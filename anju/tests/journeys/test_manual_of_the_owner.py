"""Manual 002 (住宅专项维修资金 个人网厅), walked in its own order and in its own words, at 1280 and at 360 px.

Its three situations: signed in with homes (2), signed in without (3), not signed in (4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page, expect

from anju.fund import actions
from anju.homes.estate import Kind
from anju.people import actions as people
from anju.tests.browser import window
from anju.tests.journeys.city import City
from anju.tests.journeys.conftest import database_of
from anju.tests.journeys.walking_of_owners import ALIPAY, WECHAT, OwnerWalk, home_of
from sample.fund import CLERK
from sample.people import COMPANY, LIU, NO_HOME, ZHANG

if TYPE_CHECKING:
    from anju.fund.models import Account

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]
DESK, PHONE = 1280, 360
WAYS = {DESK: ("301", WECHAT), PHONE: ("302", ALIPAY)}
"""Which home is paid for at which width, and how."""


@pytest.fixture(scope="module")
def homes(city_of_the_run: City, django_db_blocker: Any) -> dict[str, Account]:
    """刘玉兰's, by their rooms; 401 is 张三's, 501 was sold to her by her unit."""
    with database_of(city_of_the_run, django_db_blocker):
        unit = people.record_organisation(
            name=COMPANY.name, uscc=COMPANY.uscc, phone="13800000006", by=CLERK
        )
        sold = {"kind": Kind.SOLD_PUBLIC, "selling_unit_id": unit.pk}
        return {
            "301": home_of(LIU, "301"),
            "302": home_of(LIU, "302"),
            "303": home_of(LIU, "303", certificate_no="京（2026）朝不动产权第0000303号"),
            "501": home_of(LIU, "501", **sold),
            "401": home_of(ZHANG, "401"),
        }


@pytest.fixture(scope="module", params=[DESK, PHONE])
def liu(
    request, city_of_the_run: City, chromium: Browser, homes: dict[str, Account]
) -> Iterator[OwnerWalk]:
    """An owner of seventy-two, signed in at a window of this width."""
    with window(chromium, request.param, 800) as page:
        walk = OwnerWalk(city_of_the_run, page)
        walk.comes_in(LIU)
        yield walk


@pytest.fixture(params=[DESK, PHONE])
def anybody(request, city: City, chromium: Browser) -> Iterator[OwnerWalk]:
    """A window in which nobody has signed in."""
    with window(chromium, request.param, 800) as page:
        yield OwnerWalk(city, page)


def width_of(walk: OwnerWalk) -> int:
    return PHONE if walk.is_on_phone else DESK


# 2. 登录系统且账号下有房屋数据 ----------------------------------------------------------------------------


@pytest.mark.covers("IDN-20", "OWN-01", "OWN-10", "OWN-11")
def test_2_3_from_the_home_page_over_the_list_to_one_home_and_its_movements(
    city: City, liu: OwnerWalk, homes: dict[str, Account]
):
    assert liu.entries()[:7] == [
        "首页", "我的房屋", "我要交款", "我要查询", "我的交存记录", "维修资金管理", "添加房屋",
    ]  # fmt: skip
    for card in ("个人信息", "我的房屋", "我要交款", "我要查询", "我的交存记录"):
        expect(liu.page.get_by_role("heading", level=2, name=card)).to_be_visible()
    liu.follow("更多 我的房屋")
    liu.says("我的房屋")
    address = homes["303"].dwelling.address
    liu.searches(房屋地址="安贞里 303")
    expect(liu.page.locator("article.home-card")).to_have_count(1)
    liu.home(address).get_by_role("link", name="查看详情").click()
    liu.says("房屋详情")
    for words in (address, LIU.name, "80.00 平方米", homes["303"].dwelling.contract_no):
        expect(liu.page.get_by_role("main")).to_contain_text(words)
    liu.follow("资金明细")
    liu.says("资金明细")
    expect(liu.page.get_by_text("还没有资金明细")).to_be_visible()


@pytest.mark.covers("OWN-20", "OWN-21", "OWN-22", "OWN-12", "OWN-40")
def test_2_4_what_is_owed_is_paid_and_2_6_its_receipt_is_in_the_records(
    city: City, liu: OwnerWalk, homes: dict[str, Account]
):
    room, way = WAYS[width_of(liu)]
    address = homes[room].dwelling.address
    liu.menu("首页")
    liu.page.locator(".tile-due").get_by_role("link", name="我要交款").click()
    liu.says("我要交款")
    liu.home(address).get_by_role("link", name="我要交款").click()
    liu.says("交存申请详情")
    for words in ("首次交存", "100.00 元/平方米（6层及以下）", "8,000.00"):
        expect(liu.page.get_by_role("main")).to_contain_text(words)
    liu.begins_to_pay(way)
    liu.says_it_is_paid(way.removesuffix("支付"))
    liu.pays(way)

    liu.menu("我的交存记录")
    liu.says("我的交存记录")
    liu.row(address).first.get_by_role("link", name="详情").click()
    liu.says("交存详情")
    expect(liu.page.get_by_role("main")).to_contain_text(way)
    liu.has_its_receipt()


@pytest.mark.covers("OWN-11", "OWN-12", "OWN-41", "OWN-91")
def test_2_3_2_the_next_day_the_money_is_in_the_account_with_its_receipt(
    city: City, liu: OwnerWalk, homes: dict[str, Account]
):
    home = homes[WAYS[width_of(liu)][0]]
    city.control("day/hand-over")
    liu.page.goto(f"{city.url}/owner/homes/{home.dwelling_id}/movements")
    liu.waits_for("维修资金交存")
    liu.says("资金明细")
    liu.follow("详情")
    liu.says("资金详情")
    expect(liu.page.get_by_role("main")).to_contain_text("¥8,000.00")
    liu.downloads_the_receipt()
    liu.menu("维修资金管理")
    liu.searches(业务类型="交存")
    expect(liu.row(home.dwelling.address).first).to_contain_text("已交存")
    liu.page.goto(f"{city.url}/owner/homes/{home.dwelling_id}/interest")
    liu.says("利息和余额")


@pytest.mark.covers("OWN-13", "OWN-14")
def test_2_3_2_a_home_is_added_at_once_or_waits_for_the_department(
    city: City, liu: OwnerWalk, homes: dict[str, Account]
):
    liu.menu("首页")
    liu.page.get_by_role("main").get_by_role("link", name="添加房屋").click()
    liu.says("添加房屋")
    liu.page.get_by_label("网签合同编号").fill(homes["303"].dwelling.contract_no)
    liu.press("查询")
    expect(liu.page.locator(".known")).to_contain_text(homes["303"].dwelling.address)
    liu.photograph("known")
    liu.page.get_by_label("联系电话").fill("13800000009")
    liu.press("提交")
    liu.says("房屋添加成功")
    expect(liu.page.get_by_role("link", name="查看房屋")).to_be_visible()

    liu.menu("添加房屋")
    liu.follow("上传证明材料")
    liu.page.get_by_label("房屋地址").fill(f"朝阳区某路{width_of(liu)}号院2号楼301室")
    picture = liu.page.screenshot(type="jpeg", quality=20)
    paper = {"name": "购房合同.jpg", "mimeType": "image/jpeg", "buffer": picture}
    liu.page.locator("input[type=file]").set_input_files([paper])  # type: ignore[list-item]
    liu.page.get_by_label("房屋所在区域").select_option(label="朝阳区")
    liu.press("提交")
    liu.says("已提交，等待审核")
    expect(liu.page.get_by_role("main")).to_contain_text("购房合同.jpg")
    liu.follow("历史记录")
    liu.says("历史记录")
    statuses = liu.page.locator("tbody .status").all_inner_texts()
    assert statuses[:2] == ["待审核", "已添加"]


@pytest.mark.covers("OWN-30", "OWN-31", "OWN-32", "OWN-33")
def test_2_5_a_home_is_looked_up_in_three_ways_and_what_has_to_be_known_pops_up(
    city: City, liu: OwnerWalk, homes: dict[str, Account]
):
    theirs, own = homes["401"].dwelling, homes["303"].dwelling
    liu.menu("我要查询")
    liu.says("我要查询")
    liu.page.get_by_label("房屋地址").fill(theirs.address)
    liu.press("查询")
    liu.is_told("他人名下的房屋", "继续交存产生的票据将显示现业主姓名")
    liu.understands()
    expect(liu.page.locator(".others-home")).to_contain_text("张*")
    expect(liu.page.get_by_role("button", name="立即付款", exact=True).first).to_be_visible()
    liu.follow("资金明细")
    liu.says("资金明细")

    for way, no in (("网签合同编号", own.contract_no), ("不动产权证号", own.certificate_no)):
        liu.menu("我要查询")
        liu.follow(way)
        liu.page.get_by_label(way).fill(no)
        liu.press("查询")
        liu.says("交存申请详情")
        expect(liu.page.get_by_role("dialog")).to_have_count(0)
        liu.menu("我要查询")
        liu.follow(way)
        liu.page.get_by_label(way).fill("XF000000")
        liu.press("查询")
        liu.is_told("请添加房屋").get_by_role("link", name="添加房屋").click()
        liu.says("添加房屋")
        expect(liu.page.get_by_label(way)).to_have_value("XF000000")

    actions.correct_area(account_id=homes["301"].pk, area_hundredths=78_00, by=CLERK)
    for room, words in (("301", "需要退款，请业主持身份证"), ("501", "该房屋为售后公有住房")):
        liu.menu("我要查询")
        liu.follow("网签合同编号")
        liu.page.get_by_label("网签合同编号").fill(homes[room].dwelling.contract_no)
        liu.press("查询")
        liu.is_told(words)
        liu.understands()
        expect(liu.page.get_by_role("button", name="立即付款", exact=True)).to_have_count(0)


@pytest.mark.covers("OWN-20")
def test_a_voluntary_deposit_is_begun_twice_paid_never_and_withdrawn(
    city: City, liu: OwnerWalk, homes: dict[str, Account]
):
    liu.page.goto(f"{city.url}/owner/homes/{homes['302'].dwelling_id}/voluntary")
    form = liu.page.url
    for _ in range(2):  # the second time by the way back
        liu.page.get_by_label("交存金额（元）").fill(f"{width_of(liu)}")
        liu.begins_to_pay(ALIPAY)
        begun = liu.page.url
        liu.page.goto(form)
    deposits = homes["302"].deposits.filter(kind="voluntary", amount_fen=width_of(liu) * 100)
    assert deposits.count() == 1
    liu.page.goto(begun)
    liu.follow("换一种付款方式")
    liu.says("交存详情")
    liu.follow("撤回")
    liu.answers("确定撤回这笔自愿交存？", "确定撤回")
    expect(liu.page.get_by_role("status")).to_contain_text("已撤回，不用付款")
    liu.has_status("已关闭")


# 3. 登录系统且账号下无房 ----------------------------------------------------------------------------------


@pytest.mark.covers("IDN-20", "OWN-01", "OWN-13")
def test_3_2_who_has_no_home_adds_one_first(city: City, anybody: OwnerWalk):
    anybody.comes_in(NO_HOME)
    assert anybody.entries()[:4] == ["首页", "我要查询", "我的交存记录", "添加房屋"]
    expect(anybody.page.get_by_text("您名下还没有房屋")).to_be_visible()
    anybody.page.get_by_role("main").get_by_role("link", name="添加房屋").first.click()
    anybody.says("添加房屋")
    for way in ("网签合同编号", "不动产权证号", "上传证明材料"):
        anybody.follow(way)
        expect(anybody.page.get_by_role("button", name="提交")).to_be_visible()


# 4. 非登录状态下站外快速交存 ------------------------------------------------------------------------------


@pytest.mark.covers("QCK-01", "QCK-02", "QCK-03", "OWN-22")
def test_4_2_without_signing_in_a_notice_is_paid_and_its_receipt_issued_after_a_failure(
    city: City, anybody: OwnerWalk, homes: dict[str, Account]
):
    room, way = {DESK: ("601", ALIPAY), PHONE: ("602", WECHAT)}[width_of(anybody)]
    no = actions.demand_deposit(account_id=home_of(ZHANG, room).pk, by=CLERK).no
    page: Page = anybody.page

    def looks_up(name: str = ZHANG.name) -> None:
        page.goto(f"{city.url}/sign-in")
        anybody.follow("维修资金快速交存")
        anybody.says("维修资金快速交存")
        page.get_by_label("业务流水号").fill(no)
        page.get_by_label("业主名称").fill(name)
        anybody.press("查询")

    looks_up("李四")
    anybody.refuses("未查询到业务，请核对业务流水号和业主名称")
    looks_up()
    anybody.says("业务详情")
    expect(page.get_by_role("main")).to_contain_text("8,000.00")
    anybody.begins_to_pay(way, "立即交存")
    anybody.pays(way)

    city.control("switches", {"fail_receipts": 1})
    looks_up()
    anybody.press("我要开票")
    expect(page.locator("#receipt")).to_contain_text("开票失败")
    anybody.photograph("failed")
    looks_up()
    anybody.has_its_receipt("重新开票")
    looks_up()
    anybody.downloads_the_receipt()
    expect(page).to_have_url(re.compile(f"/owner/quick/{no}$"))
