"""How an institution, the housing authority and the tenants walk from a filed institution to a filed lease."""

import re
import time
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from anju.core.tests.test_files import a_pdf
from anju.tests.journeys.city import City, until
from anju.tests.journeys.walking import Walk
from anju.tests.journeys.walking_on_the_phone import PhoneWalk
from sample.people import PASSWORD, SamplePerson

CHOSEN = "Chao-Yang-2026-menhu"
OF_A_HOME = ("district", "certificate_type", "certificate_no", "owner_name")
OF_AN_OWNER = ("owner_id_type", "owner_id_number")


def authenticator_code(secret: str) -> str:
    """What an authenticator shows for a secret now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD))


class DeskWalk(Walk):
    """Somebody at a desk with forms of many fields."""

    def fills(self, **fields: str) -> None:
        """By the names of the fields: labels carry stars and hints."""
        for name, value in fields.items():
            field = self.page.locator(f'[name="{name}"]')
            kind = field.first.get_attribute("type")
            if kind in ("radio", "checkbox"):
                self.page.locator(f'[name="{name}"][value="{value}"]').check()
            elif field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def hands_over(self, *kinds: str) -> None:
        for kind in kinds:
            paper = {"name": f"{kind}.pdf", "mimeType": "application/pdf", "buffer": a_pdf()}
            self.page.set_input_files(f"[name={kind}]", files=[paper])

    def is_told(self, words: str) -> None:
        expect(self.page.get_by_role("status").first).to_contain_text(words)

    def reads(self, *words: str) -> None:
        for word in words:
            expect(self.page.get_by_role("main")).to_contain_text(word)

    def finds(self, pattern: str) -> str:
        found = re.search(pattern, self.page.get_by_role("main").inner_text())
        assert found, pattern
        return found[0]

    def downloads(self, link: str) -> bytes:
        with self.page.expect_download() as begun:
            self.page.get_by_role("link", name=link).first.click()
        return begun.value.path().read_bytes()


class OfficeWalk(DeskWalk):
    """An officer of the housing authority."""

    def signs_in(self, username: str) -> None:
        self.page.goto(f"{self.city.url}/staff/")
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.press("登录")
        self.types_the_second_factor(username)
        self.says("工作台")

    def enters_an_institution(self, **stated: str) -> None:
        self.menu("机构备案")
        self.follow("机构备案申请")
        self.fills(**stated)
        self.hands_over("uploads")
        self.press("下一步")
        self.is_told("请核对填写的内容")
        self.press("提交审核")
        self.is_told("已提交，等待另一人审核")

    def decides(self, choice: str, because: str = "") -> None:
        self.page.get_by_role("radio", name=choice, exact=True).check()
        self.page.get_by_label("原因").fill(because)
        self.press("提交")


class LandlordWalk(DeskWalk):
    """The administrator of an institution, with the account that its filing opened."""

    def comes_in_for_the_first_time(self, username: str, first: str) -> None:
        """Sign in with the password told at the office, choose another, bind the authenticator."""
        self.page.goto(f"{self.city.url}/agency/")
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(first)
        self.press("登录")
        self.says("修改密码")
        self.fills(present=first, chosen=CHOSEN, again=CHOSEN)
        self.page.get_by_role("main").get_by_role("button", name="修改密码").click()
        self.says("启用第二重验证")
        secret = self.page.locator("code.secret").inner_text()
        self.page.get_by_role("textbox").fill(authenticator_code(secret))
        self.press("启用")
        self.page.goto(f"{self.city.url}/agency/")
        self.reads("备案号")
        self.photograph("中介机构工作台")

    def asks_about(self, home: dict[str, Any]) -> None:
        """房源核验 → 确定."""
        self.menu("房源核验")
        self.follow("核验房源")
        self.fills(**{name: home[name] for name in (*OF_A_HOME, *OF_AN_OWNER)})
        self.press("确定")

    def verifies(self, home: dict[str, Any]) -> None:
        """The answer comes by itself."""
        self.asks_about(home)
        self.reads("核验通过：产权证和产权人与登记一致")
        self.photograph("核验通过")

    def types_a_contract(self, *tenants: SamplePerson, **stated: str) -> None:
        """受理网签: 合同信息 → 承租人 → 双方约定事项 → 要件 → 预览."""
        self.press("受理网签")
        self.fills(**stated)
        self.press("下一步")
        for number, tenant in enumerate(tenants):
            self.press("添加个人承租人")
            of = {"name": tenant.name, "id_type": "resident_id"}
            of |= {"id_number": tenant.id_number, "phone": tenant.phone}
            self.fills(**{f"tenants[{number}].{name}": value for name, value in of.items()})
        self.press("下一步")
        self.fills(agreed="不养宠物。", dispute_way="court")
        self.press("下一步")
        self.hands_over("title", "identity")
        self.press("下一步")
        self.reads("租金支付计划", "不养宠物。")
        self.photograph("预览")


class WebTenant(DeskWalk):
    def confirms(self, no: str, phone: str) -> None:
        """From the home page; the code comes as a text message."""
        confirm_on(self, no, phone, f"{self.city.url}/tenant/contracts/{no}")


class PhoneTenant(PhoneWalk):
    def confirms(self, no: str, phone: str) -> None:
        confirm_on(self, no, phone, f"{self.city.url}/m/contracts/{no}")


def confirm_on(walk: Walk, no: str, phone: str, address: str) -> None:
    walk.page.goto(address)
    walk.photograph("待您确认签约")
    walk.follow("确认签约")
    walk.press("获取验证码")
    walk.page.locator("[name=code]").fill(code_sent(walk.city, no, phone))
    walk.press("确认签约")
    expect(walk.page.get_by_role("main")).to_contain_text("已签署")
    walk.photograph("已确认")


def code_sent(city: City, no: str, phone: str) -> str:
    """The code of the text message, as it stands on the tenant's phone."""

    def codes() -> list[str]:
        texts = [text for text in city.inbox(phone) if no in text]
        return [found[1] for text in texts if (found := re.search(r"验证码(\d{6})", text))]

    found: list[str] = until(codes, f"the code for {no}")
    return found[0]
