"""How a tenant walks through the pages of the phone: from the mini program to the payment app and back."""

import re

from playwright.sync_api import Locator, expect

from anju.tests.journeys.walking import Walk
from sample.people import SamplePerson


class PhoneWalk(Walk):
    # Coming in --------------------------------------------------------------------------------------------

    def opens_the_mini_program(self, who: SamplePerson) -> None:
        """京通: whoever uses the phone is real-name verified."""
        self.page.goto(f"{self.city.sandbox_url}/mini-program/")
        self.page.get_by_role("button", name=re.compile(f"^{who.name}")).click()
        expect(self.page.get_by_text(f"{who.name}，已实名认证")).to_be_visible()

    def comes_in(self, who: SamplePerson) -> None:
        """【公积金】→【住房租赁押金 租金】, as who has read 《用户须知》 before."""
        self.opens_the_mini_program(who)
        self.follow("公积金")
        self.press("住房租赁押金 租金")
        self.enters(who.name)
        self.is_at_home(who)

    def is_at_home(self, who: SamplePerson) -> None:
        expect(self.page).to_have_url(f"{self.city.url}/m/")
        expect(self.page.get_by_text(f"{who.name}，您好")).to_be_visible()
        self.says("住房租赁押金 租金")

    def menu(self, entry: str, title: str = "") -> None:
        """From the home page of 【住房租赁押金 租金】, to a page that is called so or otherwise."""
        self.page.goto(f"{self.city.url}/m/")
        menu = self.page.get_by_role("navigation", name="功能菜单")
        menu.get_by_role("link", name=entry, exact=True).click()
        self.says(title or entry)

    def searches(self, **asked: str) -> None:
        """The search is folded away until somebody wants it."""
        fold = self.page.locator("details.phone-search")
        if not fold.evaluate("fold => fold.open"):
            fold.locator("summary").click()
        super().searches(**asked)

    def card(self, filing_no: str) -> Locator:
        """A lease in a list: the whole card leads on (>)."""
        return self.page.locator("a.lease-card", has_text=filing_no)

    # Orders -----------------------------------------------------------------------------------------------

    def row(self, number: str) -> Locator:
        """An order in the list."""
        return self.page.locator("article.order", has_text=number)

    def opens_order(self, number: str) -> None:
        """押金 租金缴纳订单查询 → the order."""
        self.menu("押金 租金缴纳订单查询")
        self.row(number).locator("a.order-face").click()
        self.says("缴纳订单详情")

    def sees_bills(self, filing_no: str) -> None:
        self.menu("待缴合同", "待缴合同信息")
        self.searches(合同备案编号=filing_no)
        self.card(filing_no).click()
        self.says("查询待缴账单")

    # The payment sheet, the payment app -------------------------------------------------------------------

    def choose(self, way: str) -> None:
        """The payment sheet pops up: choose there, 提交."""
        self.press("立即缴纳")
        self.submits_the_sheet(way)

    def submits_the_sheet(self, way: str) -> None:
        sheet = self.asks("付款提示")
        expect(sheet).to_contain_text("收银台")
        expect(sheet).to_contain_text("¥28,000.00")
        sheet.get_by_text(way).click()
        self.photograph("payment-sheet")
        sheet.get_by_role("button", name="提交").click()

    def is_in_the_app(self) -> None:
        expect(self.page.locator(".brand")).to_contain_text("支付宝")
        expect(self.page.locator(".amount")).to_have_text("¥28000.00")
        self.photograph("payment-app")

    def decides_in_the_app(self, decision: str = "确认付款") -> None:
        """The app leads back by itself."""
        self.is_in_the_app()
        self.press(decision)
        expect(self.page).to_have_url(re.compile(f"^{self.city.url}/m/orders/"))
