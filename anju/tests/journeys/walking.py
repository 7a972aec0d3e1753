"""How people walk through the pages: the tenant, the payer's phone, the officer at the fund centre."""

import itertools
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from anju.tests.journeys.city import City, until
from sample.people import PASSWORD, SamplePerson

PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)
numbers = itertools.count(1)


class Walk:
    """One person at one window. Every stop is photographed, into the folder of the city's logs."""

    def __init__(self, city: City, page: Page) -> None:
        self.city, self.page = city, page
        page.set_default_timeout(PATIENCE_MS)

    def photograph(self, name: str) -> None:
        folder: Path = self.city.work / "photographs"
        folder.mkdir(exist_ok=True)
        width = self.page.viewport_size["width"]
        path = folder / f"{next(numbers):03}-{width}-{name}.png"
        self.page.screenshot(path=path, full_page=True, animations="disabled")
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width, name

    def says(self, heading: str) -> None:
        """The page's own heading, and a photograph of it."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        self.photograph(heading)

    def follow(self, link: str) -> None:
        self.page.get_by_role("link", name=link).first.click()

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()

    def menu(self, entry: str) -> None:
        """On a phone the menu is folded away."""
        fold = self.page.locator("[data-fold]")
        if not fold.evaluate("fold => fold.open"):
            fold.locator("summary").click()
        fold.get_by_role("link", name=entry).click()

    # The tenant -------------------------------------------------------------------------------------------

    def sign_in(self, who: SamplePerson, way: str = "password") -> None:
        """At the city's identity provider, then 《用户须知》 for those who are here for the first time."""
        self.page.goto(f"{self.city.url}/tenant/")
        card = self.page.locator("section.door", has_text="个人网上业务平台")
        self.photograph("landing")
        card.get_by_role("link", name="北京市统一身份认证平台登录").click()
        {"password": self._by_password, "sms": self._by_sms, "qr": self._by_qr}[way](who)
        heading = self.page.get_by_role("heading", level=1)
        expect(heading).to_have_text(re.compile("用户须知|您好"))
        if heading.inner_text() == "用户须知":
            self.reads_the_notice()
        self.says(f"{who.name}，您好")

    def reads_the_notice(self) -> None:
        agree = self.page.get_by_role("button", name="同意")
        expect(agree).to_be_disabled()
        self.says("用户须知")
        text = self.page.locator("#notice-text")
        text.evaluate("text => text.scrollTo(0, text.scrollHeight)")
        expect(agree).to_be_enabled()
        agree.click()

    def _by_password(self, who: SamplePerson) -> None:
        self.page.get_by_label("用户名").fill(who.login)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.press("登录")

    def _by_sms(self, who: SamplePerson) -> None:
        self.follow("短信验证码")
        self.page.get_by_label("手机号").fill(who.phone)
        known = len(self.city.inbox(who.phone))
        self.press("获取验证码")
        until(lambda: len(self.city.inbox(who.phone)) > known, "the code by SMS")
        code = re.search(r"\d{6}", self.city.inbox(who.phone)[0])
        assert code
        self.page.get_by_label("验证码").fill(code[0])
        self.press("登录")

    def _by_qr(self, who: SamplePerson) -> None:
        self.follow("扫码登录")
        with self.page.expect_popup() as opened:
            self.follow("没有手机？打开沙箱手机")
        phone = opened.value
        phone.get_by_role("combobox").select_option(who.login)
        phone.get_by_role("button", name="确认登录").click()

    def ticks_bills(self, filing_no: str, total: str = "28,000.00") -> None:
        """我要缴款 → 查看待缴账单 → deposit and first rent."""
        self.menu("我要缴款")
        self.says("待缴合同查询")
        self.follow(f"查看待缴账单 {filing_no}")
        for kind in ("押金", "租金（第1期）"):
            self.page.get_by_role("checkbox", name=re.compile(kind)).check()
        expect(self.page.locator("[data-total]")).to_have_text(total)
        self.says("查询待缴账单")

    def order(self, filing_no: str) -> str:
        """Tick the bills, 承租人缴款. The order's number."""
        self.ticks_bills(filing_no)
        self.press("承租人缴款")
        self.says("承租人缴纳订单")
        found = re.search(r"/orders/(\d+)/", self.page.url)
        assert found
        return found[1]

    def choose(self, way: str) -> None:
        self.page.get_by_role("radio", name=re.compile(way)).check()
        self.press("立即缴纳")

    def scan_and_pay(self) -> None:
        """Open what the code on the page says on another page, the payer's phone, and pay there."""
        expect(self.page.locator("svg.qr-code")).to_be_visible()
        self.photograph("qr-code")
        link = self.page.locator(".on-phone a").get_attribute("href")
        phone = self.page.context.new_page()
        phone.goto(link)
        phone.get_by_role("button", name="确认付款").click()
        expect(phone.get_by_role("status")).to_contain_text("支付成功")
        phone.close()

    def comes_to(self, result: str) -> None:
        """The page shows by itself what has become of the payment."""
        expect(self.page.get_by_role("heading", level=2, name=result)).to_be_visible()
        self.photograph(result)

    def has_status(self, status: str) -> None:
        """Look at a page that does not renew itself until it says so."""

        def says_so() -> bool:
            shown = self.page.locator(".status").all_inner_texts()
            if status not in shown:
                self.page.reload()
            return status in shown

        until(says_so, status)
        self.photograph(status)

    def is_kept(self, filing_no: str, order_no: str) -> None:
        """租押金余额查询 and 资金详情 show 4,000 yuan of deposit and 24,000 yuan of rent."""
        self.menu("租押金余额查询")
        self.says("租押金余额查询")
        row = self.page.get_by_role("row", name=re.compile(filing_no))
        expect(row).to_contain_text("4,000.00")
        expect(row).to_contain_text("24,000.00")
        self.follow(f"资金详情 {filing_no}")
        self.says("资金详情")
        for amount in ("4,000.00", "24,000.00"):
            line = self.page.locator("tbody tr", has=self.page.get_by_text(order_no)).filter(
                has_text=re.compile(rf"缴纳[\s\S]*¥{amount}")
            )
            expect(line.first).to_be_visible()

    # Others -----------------------------------------------------------------------------------------------

    def hand_over_the_day(self) -> None:
        """日终 on the sandbox's control page."""
        control = self.page.context.new_page()
        control.goto(f"{self.city.sandbox_url}/control/")
        control.get_by_role("button", name=re.compile("日终")).click(timeout=PATIENCE_MS)
        expect(control.get_by_role("status")).to_be_visible()
        control.close()

    def finds_a_message(self, phone: str, *words: str) -> None:
        inbox = self.page.context.new_page()

        def is_there() -> bool:
            inbox.goto(f"{self.city.sandbox_url}/inbox/{phone}")
            texts = inbox.locator("p.text").all_inner_texts()
            return any(all(word in text for word in words) for text in texts)

        until(is_there, f"a message with {words}")
        inbox.close()

    def sign_in_as_staff(self, username: str) -> None:
        self.page.goto(f"{self.city.url}/centre/")
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.press("登录")
        phone = self.page.context.new_page()
        phone.goto(f"{self.city.sandbox_url}/authenticators")
        code = phone.get_by_role("row", name=re.compile(username)).locator("code").inner_text()
        phone.close()
        self.says("输入动态码")
        self.page.get_by_role("textbox").fill(code)
        self.press("登录")
        self.says("工作台")
