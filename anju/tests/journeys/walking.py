"""How people walk through the pages: the tenant on the web, the payer's phone, the officer at the fund centre."""

import itertools
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from anju.core.crypto import mask_name_within
from anju.tests.journeys.city import City, until
from sample.people import PASSWORD, SampleOrganisation, SamplePerson

ALIPAY, TRANSFER = "支付宝支付", "银行汇款"
IN_ORDER = "提示：同一合同备案下的租金待缴账单，只能顺序选择，不能跨账单顺序选择，否则校验不通过。"
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
        is_whole = self.page.locator("dialog[open]").count() == 0
        self.page.screenshot(path=path, full_page=is_whole, animations="disabled")
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

    def asks(self, question: str) -> Locator:
        """The dialog that has opened, by its question."""
        dialog = self.page.get_by_role("dialog", name=question)
        expect(dialog).to_be_visible()
        return dialog

    def answers(self, question: str, answer: str) -> None:
        dialog = self.asks(question)
        self.photograph(question)
        dialog.get_by_role("button", name=answer, exact=True).click()

    def refuses(self, *words: str) -> None:
        for word in words:
            expect(self.page.get_by_role("alert")).to_contain_text(word)

    def field(self, label: str) -> Locator:
        return self.page.get_by_role("search").get_by_label(label, exact=True)

    def searches(self, **asked: str) -> None:
        """Fill in or choose, 【查询】. What is not named stays as it is."""
        for label, value in asked.items():
            if self.field(label).evaluate("field => field.tagName") == "SELECT":
                self.field(label).select_option(label=value)
            else:
                self.field(label).fill(value)
        with self.page.expect_navigation():
            self.press("查询")

    def resets(self) -> None:
        """【重置】 empties every field."""
        with self.page.expect_navigation():
            self.page.get_by_role("search").get_by_role("link", name="重置").click()
        texts = self.page.get_by_role("search").locator("input")
        assert (
            texts.evaluate_all("every => every.map(field => field.value)") == [""] * texts.count()
        )

    def row(self, number: str) -> Locator:
        """The line of a list that names a lease, a bill or an order."""
        return self.page.locator("tbody tr", has_text=number)

    def has(self, *shown: Locator, but_not: tuple[Locator, ...] = ()) -> None:
        for one in shown:
            expect(one.first).to_be_visible()
        for one in but_not:
            expect(one).to_have_count(0)

    # Signing in -------------------------------------------------------------------------------------------

    def opens_the_door(self, platform: str) -> None:
        """个人 or 单位网上业务平台 → 北京市统一身份认证平台登录."""
        self.page.goto(f"{self.city.url}/tenant/")
        card = self.page.locator("section.door", has_text=platform)
        self.photograph("landing")
        card.get_by_role("link", name="北京市统一身份认证平台登录").click()
        expect(self.page.locator(".brand")).to_contain_text("北京市统一身份认证平台")

    def sign_in(self, who: SamplePerson) -> None:
        """With a password, then 《用户须知》 for those who are here for the first time."""
        self.opens_the_door("个人网上业务平台")
        self.by_password(who)
        self.reads_the_notice_the_first_time(f"{who.name}，您好")
        self.says(f"{who.name}，您好")

    def reads_the_notice_the_first_time(self, otherwise: str) -> None:
        heading = self.page.get_by_role("heading", level=1)
        expect(heading).to_have_text(re.compile(f"用户须知|{otherwise}"))
        if heading.inner_text() == "用户须知":
            self.reads_the_notice()

    def reads_the_notice(self) -> None:
        """拉至底部, the countdown runs out, 同意."""
        agree = self.page.get_by_role("button", name="同意")
        hint = self.page.locator("[data-reading-hint]")
        expect(agree).to_be_disabled()
        expect(hint).to_have_text("请把《用户须知》拉至底部")
        self.says("用户须知")
        text = self.page.locator("#notice-text")
        text.evaluate("text => text.scrollTo(0, text.scrollHeight)")
        expect(hint).to_have_text(re.compile("请再阅读片刻|您已阅读完"))
        expect(agree).to_be_enabled()
        agree.click()

    def by_password(self, who: SamplePerson | SampleOrganisation, called: str = "密码") -> None:
        self.page.get_by_label("用户名").fill(who.login)
        self.page.get_by_label(called).fill(PASSWORD)
        self.press("登录")

    def by_qr(self, who: SamplePerson) -> None:
        self.follow("扫码登录")
        self._confirms_on_the_phone(who, "没有手机？打开沙箱手机")

    def sign_in_for(self, organisation: SampleOrganisation, way: str) -> None:
        """证书登录, 口令登录, 电子营业执照 or 事业单位电子证书."""
        self.opens_the_door("单位网上业务平台")
        self.follow(way)
        if way == "口令登录":
            self.by_password(organisation, "口令")
        elif way == "电子营业执照":
            self._confirms_on_the_phone(organisation, "没有手机？打开沙箱手机上的小程序")
        else:
            certificate = "数字证书" if way == "证书登录" else way
            self.page.get_by_role("combobox", name=certificate).select_option(organisation.login)
            self.page.get_by_label("PIN 码").fill("123456")
            self.press(f"使用{certificate.removeprefix('数字')}登录")

    def _confirms_on_the_phone(self, who: SamplePerson | SampleOrganisation, link: str) -> None:
        with self.page.expect_popup() as opened:
            self.follow(link)
        phone = opened.value
        phone.get_by_role("combobox").select_option(who.login)
        phone.get_by_role("button", name="确认登录").click()

    def enters(self, name: str, *words: str) -> None:
        """From another system: see whose name the link carries, masked, and what for; 【确认进入】."""
        self.says("确认进入")
        for word in (mask_name_within(name), *words):
            expect(self.page.get_by_role("main")).to_contain_text(word)
        self.press("确认进入")

    # Paying -----------------------------------------------------------------------------------------------

    def card(self, filing_no: str) -> Locator:
        """A card 待缴合同信息."""
        return self.page.locator("article.card-plain", has_text=filing_no)

    def sees_bills(self, filing_no: str) -> None:
        """我要缴款 → 查看待缴账单."""
        self.menu("我要缴款")
        self.says("待缴合同查询")
        self.searches(合同备案编号=filing_no)
        self.card(filing_no).get_by_role("link", name="查看待缴账单").click()
        self.says("查询待缴账单")

    def ticks(self, *bills: str, total: str) -> None:
        """Tick these bills and no other; the total follows."""
        for box in self.page.get_by_role("checkbox").all():
            box.uncheck()
        for name in bills:
            self.page.get_by_role("checkbox", name=re.compile(name)).check()
        expect(self.page.locator("[data-total]")).to_have_text(total)

    def has_to_pay(self, count: int) -> None:
        """So many bills can be ticked."""
        expect(self.page.get_by_role("checkbox")).to_have_count(count)

    def order(self, filing_no: str) -> str:
        """Tick deposit and first rent, 承租人缴款. The order's number."""
        self.sees_bills(filing_no)
        self.ticks("押金", "租金（第1期）", total="28,000.00")
        self.press("承租人缴款")
        self.says("承租人缴纳订单")
        found = re.search(r"/orders/(\d+)/", self.page.url)
        assert found
        return found[1]

    def choose(self, way: str) -> None:
        self.page.get_by_role("radio", name=re.compile(way)).check()
        self.press("立即缴纳")

    def code(self) -> str:
        """What the code on the page says, once it is there."""
        self.says("缴纳支付")
        expect(self.page.locator("svg.qr-code")).to_be_visible()
        self.photograph("qr-code")
        link = self.page.locator(".on-phone a").get_attribute("href")
        assert link
        return link

    def scan(self, decision: str = "确认付款", told: str = "支付成功") -> None:
        """Open what the code says on another page, the payer's phone, and decide there."""
        code, phone = self.code(), self.page.context.new_page()
        phone.goto(code)
        phone.get_by_role("button", name=decision, exact=True).click()
        expect(phone.get_by_role("status")).to_contain_text(told)
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
        self.searches(合同备案编号=filing_no)
        row = self.row(filing_no)
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
        self.types_the_second_factor(username)
        self.says("工作台")

    def types_the_second_factor(self, username: str) -> None:
        phone = self.page.context.new_page()
        phone.goto(f"{self.city.sandbox_url}/authenticators")
        code = phone.get_by_role("row", name=re.compile(username)).locator("code").inner_text()
        phone.close()
        self.says("输入动态码")
        self.page.get_by_role("textbox").fill(code)
        self.press("登录")
