"""Signing in as people do, at the sandbox's identity provider."""

import re

import pytest
from playwright.sync_api import Page, expect

from anju.people.models import Consent
from anju.tests.sandbox import Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ZHANG = {
    "login": "zhang",
    "password": "zhang's password",
    "name": "张建国",
    "id_type": "resident_id",
    "id_number": "11010519491231002X",
    "phone_number": "13800000001",
}
COMPANY = ZHANG | {
    "login": "company",
    "phone_number": "13900000002",
    "subject_type": "organisation",
    "organisation_name": "北京某某科技有限公司",
    "uscc": "91110000100017643K",
    "registration_no": "1100001",
}
HOSPITAL = COMPANY | {
    "login": "hospital",
    "phone_number": "13900000003",
    "organisation_name": "北京市安和医院",
    "uscc": "12110000400686411L",
    "registration_no": "1100002",
}
NEWCOMER = COMPANY | {
    "login": "newcomer",
    "organisation_name": "北京未登记商贸有限公司",
    "uscc": "91110105MA00TE5T2T",
    "registration_no": "",
}


@pytest.fixture
def front(screen: Page, sandbox: Sandbox, live_server) -> Page:
    """The first page, on the way to the notice, with some identities at the provider."""
    sandbox.product_at(live_server.url)
    sandbox.control("identities", {"identities": [ZHANG, COMPANY, HOSPITAL, NEWCOMER]})
    screen.goto(f"{live_server.url}/consent")
    return screen


def choose(front: Page, platform: str) -> None:
    card = front.locator("section.door", has_text=platform)
    card.get_by_role("link", name="北京市统一身份认证平台登录").click()


def is_welcomed(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("用户须知")
    expect(page.locator(".who")).to_have_text(name)


def with_password(front: Page, platform: str, who: dict[str, str]) -> None:
    choose(front, platform)
    front.get_by_label("用户名").fill(who["login"])
    front.get_by_label("密码").fill(who["password"])
    front.get_by_role("button", name="登录", exact=True).click()


def with_certificate(front: Page, way: str, who: dict[str, str]) -> None:
    choose(front, "单位网上业务平台")
    front.get_by_role("link", name=way).click()
    label = "数字证书" if way == "证书登录" else way
    front.get_by_role("combobox", name=label).select_option(who["login"])
    front.get_by_label("PIN 码").fill("123456")
    front.get_by_role("button", name=f"使用{label.removeprefix('数字')}登录").click()


@pytest.mark.covers("IDN-10")
def test_a_person_signs_in_with_a_password(front: Page):
    with_password(front, "个人网上业务平台", ZHANG)
    is_welcomed(front, "张建国")


@pytest.mark.covers("IDN-10")
def test_a_person_signs_in_with_a_code_by_sms(front: Page, sandbox: Sandbox):
    choose(front, "个人网上业务平台")
    front.get_by_role("link", name="短信验证码").click()
    front.get_by_label("手机号").fill(ZHANG["phone_number"])
    front.get_by_role("button", name="获取验证码").click()
    expect(front.get_by_role("status")).to_contain_text("验证码已发送")
    [message] = sandbox.ask(f"inbox/{ZHANG['phone_number']}")["messages"]
    front.get_by_label("验证码").fill(re.search(r"\d{6}", message["text"])[0])
    front.get_by_role("button", name="登录", exact=True).click()
    is_welcomed(front, "张建国")


@pytest.mark.covers("IDN-10")
def test_a_person_signs_in_by_scanning_with_the_phone(front: Page):
    choose(front, "个人网上业务平台")
    front.get_by_role("link", name="扫码登录").click()
    with front.expect_popup() as opened:
        front.get_by_role("link", name="没有手机？打开沙箱手机").click()
    phone = opened.value
    phone.get_by_role("button", name="确认登录").click()
    is_welcomed(front, "张建国")


@pytest.mark.covers("IDN-12")
def test_an_organisation_signs_in_with_its_certificate(front: Page):
    with_certificate(front, "证书登录", COMPANY)
    is_welcomed(front, "北京某某科技有限公司")


@pytest.mark.covers("IDN-12")
def test_an_organisation_signs_in_with_its_password(front: Page):
    choose(front, "单位网上业务平台")
    front.get_by_role("link", name="口令登录").click()
    front.get_by_label("用户名").fill(COMPANY["login"])
    front.get_by_label("口令").fill(COMPANY["password"])
    front.get_by_role("button", name="登录", exact=True).click()
    is_welcomed(front, "北京某某科技有限公司")


@pytest.mark.covers("IDN-12")
def test_an_organisation_signs_in_with_its_electronic_licence(front: Page):
    choose(front, "单位网上业务平台")
    front.get_by_role("link", name="电子营业执照").click()
    with front.expect_popup() as opened:
        front.get_by_role("link", name="没有手机？打开沙箱手机上的小程序").click()
    phone = opened.value
    phone.get_by_role("combobox", name="选择电子营业执照").select_option(HOSPITAL["login"])
    phone.get_by_role("button", name="确认登录").click()
    expect(phone.get_by_role("alert")).to_contain_text("没有电子营业执照")
    phone.get_by_role("combobox", name="选择电子营业执照").select_option(COMPANY["login"])
    phone.get_by_role("button", name="确认登录").click()
    is_welcomed(front, "北京某某科技有限公司")


@pytest.mark.covers("IDN-12")
def test_an_institution_signs_in_with_its_own_certificate_and_an_enterprise_cannot(front: Page):
    with_certificate(front, "事业单位电子证书", COMPANY)
    expect(front.get_by_role("alert")).to_contain_text("不是事业单位")
    front.get_by_role("combobox", name="事业单位电子证书").select_option(HOSPITAL["login"])
    front.get_by_label("PIN 码").fill("123456")
    front.get_by_role("button", name="使用事业单位电子证书登录").click()
    is_welcomed(front, "北京市安和医院")


@pytest.mark.covers("IDN-12")
def test_an_organisation_without_registration_number_is_shown_the_way_to_get_one_and_back(
    front: Page,
):
    with_certificate(front, "证书登录", NEWCOMER)
    expect(front.get_by_role("heading", level=1)).to_have_text("请先注册登记号")
    expect(front.get_by_role("alert")).to_contain_text("没有正式登记号")
    front.get_by_role("link", name="已有登记号，重新登录").click()
    expect(front.get_by_role("link", name="证书登录")).to_be_visible()


@pytest.mark.covers("IDN-14")
def test_the_notice_waits_for_its_end_and_its_countdown(front: Page):
    with_password(front, "个人网上业务平台", ZHANG)
    agree = front.get_by_role("button", name="同意")
    hint = front.locator("[data-reading-hint]")
    expect(agree).to_be_disabled()
    expect(hint).to_have_text("请把《用户须知》拉至底部")
    front.locator("#notice-text").evaluate("text => text.scrollTo(0, text.scrollHeight)")
    expect(hint).to_have_text("请再阅读片刻")
    expect(agree).to_be_disabled()
    expect(agree).to_be_enabled(timeout=15_000)
    agree.click()
    expect(front).not_to_have_url(re.compile("consent"))
    assert [consent.seconds_read >= 10 for consent in Consent.objects.all()] == [True]


@pytest.mark.covers("IDN-10")
def test_signing_out_ends_the_sign_in_at_the_provider_too(front: Page):
    with_password(front, "个人网上业务平台", ZHANG)
    front.get_by_role("button", name="退出").click()
    expect(front.get_by_role("heading", level=1)).to_have_text("押金有托管，租金有监管")
    choose(front, "个人网上业务平台")
    expect(front.get_by_label("密码")).to_be_visible()


def test_the_page_fits_a_small_phone_in_large_type(front: Page):
    front.set_viewport_size({"width": 360, "height": 740})
    front.get_by_role("button", name="大字版").click()
    expect(front.get_by_role("button", name="标准字号")).to_be_visible()
    width = front.evaluate("document.documentElement.scrollWidth")
    assert width == 360
