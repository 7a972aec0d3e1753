"""Manual 004, 2 and 3, step by step in Chromium: from 【未认证用户注册】 to the home page of a company with a key."""

import pytest
from playwright.sync_api import Page, expect

from anju.companies import actions
from anju.companies.models import Activation, Application, Key
from anju.companies.tests.world import (
    ISSUER,
    NAME,
    PASSWORD,
    REVIEWER,
    a_community,
    a_uscc,
    an_entry,
)
from anju.portals.property.tests.test_browser import plugged_in, signs_in, solve

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TYPED = {
    "个人姓名": "王芳",
    "证件号码": "11010519491231002X",
    "单位名称": NAME,
    "社会信用代码": a_uscc(88),
    "手机号码": "13800000021",
    "邮箱": "wang@wuye.cn",
    "用户名": "wangfang",
    "确认登录密码": PASSWORD,
}
UNIT = {
    "法人或负责人代表姓名": "李建国",
    "单位地址": "北京市朝阳区望京街9号",
    "单位邮编": "100102",
    "单位电话": "010-64700000",
}


@pytest.mark.covers("PRP-01", "PRP-02", "PRP-03", "PRP-04", "PRP-05")
def test_a_unit_registers_applies_and_signs_in_by_its_key(live_server, screen):
    at = live_server.url
    with plugged_in(screen):
        registers(screen, at)
        activates(screen)
        application = applies(screen)
        actions.approve_application(application_id=application.pk, opinion="齐全", by=REVIEWER)
        issued = actions.issue_key(application_id=application.pk, by=ISSUER)

        screen.goto(f"{at}/property/application")
        screen.get_by_role("link", name="启用密钥").click()
        screen.get_by_label("启用码").fill(issued.code)
        screen.get_by_role("button", name="启用密钥").click()
        expect(screen.get_by_text(f"密钥{issued.number}已启用")).to_be_visible()
        signs_in(screen, at, issued.number)

        expect(screen.get_by_role("heading", name=NAME)).to_be_visible()
        expect(screen.get_by_role("navigation", name="维修资金（物业）")).to_be_visible()


def registers(page: Page, at: str) -> None:
    """2.1 steps 1 and 2."""
    page.goto(f"{at}/property/sign-in")
    page.get_by_role("link", name="未认证用户注册").click()
    for label, text in TYPED.items():
        page.get_by_label(f"{label} *", exact=True).fill(text)
    page.get_by_label("登录密码 *", exact=True).fill(PASSWORD)
    solve(page)
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("heading", name="选择激活方式")).to_be_visible()


def activates(page: Page) -> None:
    """2.1 steps 3.1 and 4."""
    page.get_by_role("button", name="获取短信验证码").click()
    expect(page.get_by_text("验证码已发送")).to_be_visible()
    page.get_by_label("短信验证码", exact=True).fill(Activation.objects.get().code)
    page.get_by_role("button", name="（短信验证码校验）").click()
    expect(page.get_by_role("heading", name="激活成功")).to_be_visible()
    expect(page.get_by_text("wangfang")).to_be_visible()
    page.get_by_role("link", name="登录", exact=True).click()
    page.get_by_label("用户名").fill("wangfang")
    page.get_by_label("密码 *", exact=True).fill(PASSWORD)
    solve(page)
    page.get_by_role("button", name="登录").click()


def applies(page: Page) -> Application:
    """2.2."""
    page.get_by_role("link", name="物业单位注册申请").click()
    for label, text in UNIT.items():
        page.get_by_label(f"{label} *", exact=True).fill(text)
    page.get_by_label("单位性质 *").select_option(label="有限责任公司")
    page.get_by_label("办理的管理部 *").select_option(label="朝阳区管理部")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="业务办理完成")).to_be_visible()
    with page.expect_download() as paper:
        page.get_by_text("打印", exact=True).click()
    assert paper.value.suggested_filename.startswith("物业注册申请单ZW")
    return Application.objects.get()


@pytest.mark.covers("PRP-06")
def test_the_holder_of_an_old_key_confirms_and_signs_in_by_the_same_number(live_server, screen):
    at, here = live_server.url, a_community()
    entry = an_entry(communities=[here], certificate_no="JGC00001234")
    issued = actions.issue_key(application_id=entry.pk, by=ISSUER)
    with plugged_in(screen):
        screen.goto(f"{at}/property/sign-in")
        screen.get_by_role("link", name="维修资金网上业务经办人信息确认").click()
        for password in ("x", issued.password):
            screen.get_by_label("证书编号 *").fill("JGC00001234")
            screen.get_by_label("登录密码 *").fill(password)
            solve(screen)
            screen.get_by_role("button", name="提交").click()
            if password == "x":
                wrong = screen.get_by_text("证书编号或登录密码不正确，请修改后再次提交")
                expect(wrong.first).to_be_visible()
        screen.get_by_label("当前密码").fill(issued.password)
        screen.get_by_label("新密码", exact=True).fill(PASSWORD)
        screen.get_by_label("再次输入新密码").fill(PASSWORD)
        screen.get_by_role("button", name="保存新密码").click()
        screen.get_by_role("button", name="启用密钥").click()
        expect(screen.get_by_text("密钥JGC00001234已启用")).to_be_visible()

        signs_in(screen, at, "JGC00001234")

        expect(
            screen.get_by_role("cell", name="望京新城").or_(
                screen.get_by_role("rowheader", name="望京新城")
            )
        ).to_be_visible()
        assert Key.objects.get().number == "JGC00001234"
