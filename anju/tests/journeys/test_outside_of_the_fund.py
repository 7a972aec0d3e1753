"""An owner with a phone: pays in WeChat's app, and gets one receipt whatever the receipt platform does.

A visitor plays WeChat and the platform on the sandbox's control page, one fault after another.
(CHN-01, CHN-08, OPS-02; manual 002, 2.3.2 and 2.4)
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from anju.core.actors import Actor
from anju.fund import actions, queries
from anju.people.rules import Power
from anju.receipts.models import Receipt
from anju.tests.browser import window
from anju.tests.journeys.city import City, until
from anju.tests.journeys.depositor import Depositor
from anju.tests.journeys.walking import Walk
from sample.people import OTHERS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("walks")]
NO_ANSWER = ("停机", "一直出错", "很慢", "办了不说", "迟办", "答复乱码", "张冠李戴")
LONGER_THAN_A_PAUSE = 1801


class Visitor:
    """Plays everyone outside, by the buttons of the control page."""

    def __init__(self, city: City, page: Page) -> None:
        self.city, self.page = city, page
        self.walk = Walk(city, page)

    def plays(self, subject: str, fault: str) -> None:
        self.page.goto(f"{self.city.sandbox_url}/control/{subject}")
        self.page.get_by_role("button", name=fault, exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text(f"{fault}：")
        pressed = self.page.get_by_role("button", name=fault, exact=True, pressed=True)
        expect(pressed).to_be_visible()


class Owner(Walk):
    """At a phone, 360 px wide."""

    def signs_in(self, who) -> None:
        self.page.goto(f"{self.city.url}/owner/")
        self.page.get_by_role("link", name="北京市统一身份认证平台登录").first.click()
        self.by_password(who)
        self.says(f"{who.name}，您好")

    def pays_by_wechat(self, address: str) -> None:
        """立即付款 on a phone opens WeChat's page, which comes back here."""
        self.page.goto(f"{self.city.url}/owner/pay")
        self.page.locator("article", has_text=address).get_by_role("link", name="我要交款").click()
        self.photograph("交存申请")
        self.page.get_by_text("微信支付", exact=True).click()
        self.press("立即付款")
        opens = self.page.get_by_role("link", name="打开微信付款")
        expect(opens).to_be_visible()
        self.photograph("打开微信付款")
        opens.click()
        expect(self.page.locator(".brand")).to_contain_text("微信支付")
        self.photograph("微信支付")
        self.press("确认付款")
        expect(self.page.get_by_role("heading", name="交存成功")).to_be_visible()
        self.photograph("交存成功")
        self.follow("查看这笔交存")

    def receipt_says(self, *words: str) -> None:
        self.page.reload()
        for word in words:
            expect(self.page.locator("#receipt")).to_contain_text(word)
        self.photograph(words[0])

    def takes_the_receipt_along(self) -> Path:
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name="查询/下载").click()
        return Path(download.value.path())

    def checks_the_file(self, content: bytes) -> None:
        self.page.goto(f"{self.city.url}/public/receipts")
        file = {"name": "票据.pdf", "mimeType": "application/pdf", "buffer": content}
        self.page.locator("input[type=file]").set_input_files([file])
        self.press("核对文件")


@pytest.mark.covers("CHN-01", "CHN-08", "OPS-02", "OWN-12", "OWN-20")
def test_a_deposit_paid_in_the_app_and_one_receipt_of_it(city: City, chromium: Browser) -> None:
    depositor = Depositor(city, OTHERS[2])
    # the other receipt whose numbers are mistaken for this one's
    other = Depositor(city, OTHERS[3])
    other.starts()
    other.pays(other.has_a_code())
    other.comes_to("paid")
    actions.request_receipt(deposit_id=other.deposit.pk, by=other.by)
    until(lambda: status_of(other) == "issued", "the other receipt")
    with window(chromium, 360, 740) as phone, window(chromium) as desk:
        visitor, owner = Visitor(city, desk), Owner(city, phone)
        owner.signs_in(depositor.who)
        owner.pays_by_wechat(depositor.account.dwelling.address)
        refused_then_silent_in_every_way(city, visitor, owner, depositor)
        one_receipt_that_anybody_can_check(city, owner, depositor)
        void_waits_for_the_platform(city, visitor, owner, depositor)


def refused_then_silent_in_every_way(
    city: City, visitor: Visitor, owner: Owner, depositor: Depositor
) -> None:
    visitor.plays("receipts", "下一张不予开票")
    owner.press("我要开票")
    until(lambda: status_of(depositor) == "failed", "the platform to refuse")
    owner.receipt_says("开票失败", "票据平台的答复是：交款人名称校验未通过。请点【重新开票】")
    visitor.plays("receipts", NO_ANSWER[0])
    owner.press("重新开票")
    for fault in NO_ANSWER:
        visitor.plays("receipts", fault)
        is_asked_in_vain(city, depositor)
        owner.receipt_says("开票中", "票据平台暂时没有答复，系统会一直重试")
    visitor.walk.photograph("票据平台")
    visitor.plays("receipts", "答复两遍")
    city.control("clock", {"seconds": LONGER_THAN_A_PAUSE})
    until(lambda: status_of(depositor) == "issued", "the receipt")
    visitor.plays("receipts", "恢复正常")


def is_asked_in_vain(city: City, depositor: Depositor) -> None:
    before = receipt_of(depositor)
    city.control("clock", {"seconds": LONGER_THAN_A_PAUSE})

    def failed_again() -> bool:
        now = receipt_of(depositor)
        trouble, known = now.trouble, before.trouble
        later = trouble is not None and (known is None or trouble.failed_at > known.failed_at)
        return now.attempts > before.attempts and later

    until(failed_again, "the platform to be asked in vain")


def one_receipt_that_anybody_can_check(city: City, owner: Owner, depositor: Depositor) -> None:
    receipt = receipt_of(depositor)
    issued = city.look("registries/receipts")["receipts"]
    [made] = [one for one in issued if one["ref"] == receipt.no]
    assert (made["code"], made["number"]) == (receipt.code, receipt.number)
    assert Receipt.objects.filter(purpose=receipt.purpose).count() == 1
    owner.receipt_says("开票成功", receipt.number, receipt.check_code)
    content = owner.takes_the_receipt_along().read_bytes()
    assert content.startswith(b"%PDF-")
    owner.checks_the_file(content)
    expect(owner.page.locator("main")).to_contain_text("有效")
    owner.photograph("票据核验")
    owner.checks_the_file(content + b" ")
    expect(owner.page.locator("body")).to_contain_text("不一致")
    owner.page.goto(f"{city.url}/public/receipts/{receipt.code}-{receipt.number}/000000")
    expect(owner.page.locator("main")).to_contain_text("没有这张票据")


def void_waits_for_the_platform(
    city: City, visitor: Visitor, owner: Owner, depositor: Depositor
) -> None:
    cashier = Actor("guiji", "centre", frozenset({Power.FUND_PAY}), staff_id=991)
    void = {"deposit_id": depositor.deposit.pk, "reason": "退房退款", "by": cashier}
    visitor.plays("receipts", "下一张不予冲红")
    actions.void_receipt(**void)
    until(lambda: receipt_of(depositor).reason == "交款人名称校验未通过", "the platform to refuse")
    visitor.plays("receipts", "停机")
    actions.void_receipt(**void)
    owner.page.goto(f"{city.url}/owner/deposits/{depositor.deposit.no}")
    owner.receipt_says("冲红中", "票据正在作废")
    visitor.plays("receipts", "恢复正常")
    city.control("clock", {"seconds": LONGER_THAN_A_PAUSE})
    until(lambda: queries.receipt_of(depositor.deposit) is None, "the receipt to be void")
    owner.receipt_says("未开票", "我要开票")


def receipt_of(depositor: Depositor) -> Receipt:
    purpose = queries.purpose_of(depositor.deposit)
    return Receipt.objects.select_related("trouble").get(purpose=purpose)


def status_of(depositor: Depositor) -> str:
    return str(receipt_of(depositor).status)
