"""Coming without a second sign-in: from the mini program, and from a filed lease on the rental platform."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from anju.tests.browser import window
from anju.tests.journeys.city import City
from anju.tests.journeys.tenant import Tenant
from anju.tests.journeys.walking import Walk
from sample.people import OTHERS, SamplePerson

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]
MOBILE, WEB, BOTH = OTHERS[2:5]


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    with window(chromium, 360, 740) as page:
        yield page


def opens_the_mini_program(walk: Walk, who: SamplePerson) -> None:
    walk.page.goto(f"{walk.city.sandbox_url}/mini-program/")
    walk.page.get_by_role("button", name=re.compile(f"^{who.name}")).click()
    expect(walk.page.get_by_text(f"{who.name}，已实名认证")).to_be_visible()


@pytest.mark.covers("IDN-11", "IDN-14")
def test_from_the_mini_program_one_is_in_without_signing_in_and_the_link_is_used_up(
    city: City, phone: Page, chromium: Browser
):
    walk = Walk(city, phone)
    opens_the_mini_program(walk, MOBILE)
    walk.follow("公积金")
    walk.says("公积金")
    with phone.expect_request(re.compile("/enter/")) as entry:
        walk.press("住房租赁押金 租金")
    expect(phone.get_by_role("heading", level=1)).to_have_text("用户须知")
    walk.reads_the_notice()
    expect(phone).to_have_url(f"{city.url}/m/")
    expect(phone.get_by_text(f"{MOBILE.name}，您好")).to_be_visible()
    walk.photograph("mobile-home")

    with window(chromium, 360, 740) as another:
        another.goto(entry.value.url)
        expect(another.get_by_role("alert")).to_contain_text("重新点击【住房租赁押金 租金】")
        another.goto(f"{city.url}/m/")
        expect(another).to_have_url(re.compile("/sign-in"))


@pytest.mark.covers("NET-01")
def test_from_the_filed_lease_on_the_web_one_comes_to_that_lease_only(city: City, screen: Page):
    this, other = Tenant(city, WEB).lease, Tenant(city, WEB).lease
    walk = Walk(city, screen)
    screen.goto(f"{city.sandbox_url}/rental-platform/")
    screen.get_by_label("以谁的身份登录").select_option(WEB.login)
    walk.press("登录")
    walk.says("合同备案")
    screen.get_by_role("row", name=re.compile(this.filing_no)).get_by_role("link").click()
    walk.says("合同备案详情")
    walk.press("去支付")
    walk.reads_the_notice()

    expect(screen).to_have_url(f"{city.url}/tenant/pay")
    walk.says("待缴合同查询")
    expect(screen.get_by_text(other.filing_no)).to_have_count(0)
    expect(screen.get_by_text(f"本次只显示合同 {this.filing_no}")).to_be_visible()
    walk.order(this.filing_no)
    assert screen.goto(f"{city.url}/tenant/pay/{other.filing_no}").status == 404
    walk.page.goto(f"{city.url}/tenant/")
    walk.follow("登录后办理全部合同")
    expect(screen.get_by_label("用户名")).to_be_visible()


@pytest.mark.covers("NET-01")
def test_from_the_filed_lease_on_the_phone_a_notice_is_confirmed_first(city: City, phone: Page):
    this, other = Tenant(city, BOTH).lease, Tenant(city, BOTH).lease
    walk = Walk(city, phone)
    opens_the_mini_program(walk, BOTH)
    for choice in ("住房服务", "我是租户", "合同备案", this.filing_no, "去支付"):
        walk.follow(choice)
    walk.says("提示信息")
    walk.press("确认")
    walk.reads_the_notice()

    expect(phone).to_have_url(f"{city.url}/m/pay")
    walk.says("待缴合同信息")
    expect(phone.get_by_text(this.filing_no).first).to_be_visible()
    expect(phone.get_by_text(other.filing_no)).to_have_count(0)
