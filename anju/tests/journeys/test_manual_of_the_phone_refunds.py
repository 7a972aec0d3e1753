"""Manual 000 (京通移动端), chapter 7 押金租金退款方案确认, walked in its own order and in its own words, at 360 px."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from anju.refunds.rules import Basis
from anju.refunds.split import Parts
from anju.tests.browser import window
from anju.tests.journeys.city import City
from anju.tests.journeys.conftest import database_of
from anju.tests.journeys.ending import ACCOUNT, DAMAGE, HALF, OTHER_ACCOUNT, Ending
from anju.tests.journeys.tenant import Tenant
from anju.tests.journeys.walking_on_the_phone import PhoneWalk
from sample.people import OTHERS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]
ME = OTHERS[11]
MENU = "押金 租金退款方案确认"
AGREE, BACK = "同意此方案退款", "不同意，退回租赁企业修改"
MEDIATION, ARBITRATION, SUIT = "不同意，申请中介协会调解", "不同意，选择仲裁", "不同意，选择诉讼"


@pytest.fixture(scope="module")
def me(city_of_the_run: City, chromium: Browser, django_db_blocker: Any) -> Iterator[PhoneWalk]:
    """A tenant with a phone, come in from the mini program."""
    with database_of(city_of_the_run, django_db_blocker):
        Tenant(city_of_the_run, ME).has_agreed()
    with window(chromium, 360, 740) as page:
        walk = PhoneWalk(city_of_the_run, page)
        walk.comes_in(ME)
        yield walk


def task(walk: PhoneWalk, title: str, no: str) -> Locator:
    return walk.page.locator("a.refund-card", has_text=no).filter(
        has=walk.page.get_by_role("heading", name=title)
    )


def reads_plan(walk: PhoneWalk, no: str) -> None:
    """The task 退款方案确认: page 1, 【下一步】, page 2."""
    walk.menu(MENU)
    task(walk, "退款方案确认", no).click()
    walk.says("退款方案确认")
    for part in ("备案信息", "房源信息", "出租信息", "承租人信息"):
        expect(walk.page.get_by_role("heading", level=2, name=part)).to_be_visible()
    walk.press("下一步")
    expect(walk.page.get_by_text("租押金退还承租人金额").first).to_be_visible()


def types_account(walk: PhoneWalk, account: tuple[str, str] = ACCOUNT) -> None:
    walk.page.get_by_label("收款账号", exact=True).fill(account[0])
    walk.page.get_by_label("开户银行", exact=True).fill(account[1])


def disagrees(walk: PhoneWalk, kind: str) -> None:
    """【不同意】 and then the kind, 提交."""
    expect(walk.page.get_by_role("radio", name=kind)).to_be_hidden()
    walk.page.get_by_role("radio", name="不同意", exact=True).check()
    walk.page.get_by_role("radio", name=kind).check()
    walk.press("提交")


def confirms(walk: PhoneWalk, button: str, *lines: str) -> None:
    """付款清单页 with payee and amounts; 退款方案反馈成功."""
    walk.says("付款清单")
    for line in lines:
        expect(walk.page.locator(".payment-list")).to_contain_text(line)
    walk.press(button)
    is_taken(walk)


def is_taken(walk: PhoneWalk) -> None:
    walk.says("退款详情")
    expect(walk.page.get_by_role("status")).to_contain_text("退款方案反馈成功")


@pytest.mark.covers("REF-01", "REF-06")
def test_7_2_1_and_7_2_2_who_agrees_is_paid_and_finds_it_among_what_is_done(
    city: City, me: PhoneWalk
):
    ending = Ending(city, ME)
    ending.proposes(DAMAGE)
    me.finds_a_message(ME.phone, ending.no, "退款方案")
    reads_plan(me, ending.no)
    types_account(me)
    me.page.get_by_role("radio", name=AGREE).check()
    me.press("提交")
    confirms(me, "确定", f"承租人 · {ME.name}", "¥27,000.00", "¥1,000.00")
    ending.money_goes_out()
    ending.is_paid(("tenant", "27,000.00"), ("enterprise", "1,000.00"))
    me.menu(MENU)
    expect(task(me, "退款方案确认", ending.no)).to_have_count(0)
    me.follow("已办")
    me.page.locator("a.refund-card", has_text=ending.no).click()
    me.says("退款详情")
    expect(me.page.get_by_text("已完成").first).to_be_visible()


@pytest.mark.covers("REF-07")
def test_7_2_2_a_plan_that_gives_everything_back_can_only_be_agreed_to(city: City, me: PhoneWalk):
    ending = Ending(city, ME)
    ending.proposes()
    reads_plan(me, ending.no)
    expect(me.page.get_by_role("radio")).to_have_count(1)
    types_account(me)
    me.press("提交")
    confirms(me, "确定", "¥28,000.00")


@pytest.mark.covers("REF-08")
def test_7_2_2_who_sends_it_back_goes_on_negotiating(city: City, me: PhoneWalk):
    ending = Ending(city, ME)
    ending.proposes(DAMAGE)
    reads_plan(me, ending.no)
    types_account(me)
    disagrees(me, BACK)
    me.answers(BACK, "继续协商")
    is_taken(me)
    assert ending.status() == "sent_back"
    ending.proposes(HALF)
    reads_plan(me, ending.no)
    types_account(me)
    me.page.get_by_role("radio", name=AGREE).check()
    me.press("提交")
    confirms(me, "确定", "¥27,500.00", "¥500.00")
    ending.money_goes_out()
    ending.is_paid(("tenant", "27,500.00"), ("enterprise", "500.00"))


@pytest.mark.covers("REF-09", "REF-10", "REF-11")
@pytest.mark.parametrize(
    ("kind", "button", "status", "basis"),
    [
        (MEDIATION, "申请调解", "mediation", Basis.MEDIATION),
        (ARBITRATION, "自行仲裁", "arbitration", Basis.ARBITRATION),
        (SUIT, "自行诉讼", "litigation", Basis.LITIGATION),
    ],
)
def test_7_2_2_who_disputes_says_in_a_dialog_how_much_is_agreed(
    city: City, me: PhoneWalk, kind: str, button: str, status: str, basis: Basis
):
    ending = Ending(city, ME)
    ending.proposes(DAMAGE)
    reads_plan(me, ending.no)
    types_account(me)
    disagrees(me, kind)
    me.asks(kind).get_by_label("同意扣除金额").fill("1000.01")
    me.answers(kind, button)
    expect(me.asks(kind)).to_contain_text("应在0元至1,000.00元之间")
    me.asks(kind).get_by_label("同意扣除金额").fill("300")
    me.answers(kind, button)
    confirms(me, "确认", "¥27,000.00", "¥300.00", "争议资金，暂不支付", "¥700.00")
    assert ending.status() == status
    ending.money_goes_out()
    ending.the_association_decides(basis, Parts(40_000, 0), Parts(30_000, 0))
    ending.money_goes_out()
    ending.is_paid(
        ("tenant", "27,000.00"),
        ("enterprise", "300.00"),
        ("tenant", "400.00"),
        ("enterprise", "300.00"),
    )


@pytest.mark.covers("REF-12")
def test_7_2_3_a_failed_payment_asks_for_the_account_again(city: City, me: PhoneWalk):
    ending = Ending(city, ME)
    ending.proposes()
    reads_plan(me, ending.no)
    types_account(me)
    me.press("提交")
    confirms(me, "确定", "¥28,000.00")
    ending.the_bank_refuses_the_next(1)
    ending.money_goes_out()
    me.menu(MENU)
    task(me, "收款账号确认", ending.no).click()
    me.says("收款账号确认")
    expect(me.page.get_by_text("收款账户已销户").first).to_be_visible()
    types_account(me, OTHER_ACCOUNT)
    me.press("提交")
    me.says("退款详情")
    ending.money_goes_out()
    ending.is_paid(("tenant", "28,000.00"))
