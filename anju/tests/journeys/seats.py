"""What each of the people of a town does at a window of their own, page by page, in the words of the pages."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Locator, Page, expect

from anju.refunds.rules import Opinion
from anju.refunds.tests.endings import PNG

if TYPE_CHECKING:
    from anju.tests.journeys.town import Town


@dataclass(frozen=True)
class Claim:
    """What an enterprise would keep: of what, of deposit or rent, how many yuan, and why."""

    kind: str
    part: str
    yuan: str
    why: str


def a_file(name: str) -> dict[str, Any]:
    return {"name": name, "mimeType": "image/png", "buffer": PNG}


class Seat:
    """Somebody at a window."""

    def __init__(self, town: "Town", page: Page) -> None:
        self.town, self.page = town, page

    def go(self, path: str) -> None:
        self.page.goto(f"{self.town.url}{path}", wait_until="domcontentloaded")

    def sees(self, *words: Any, within: str = "main") -> None:
        """So it stands on the page, and nothing stands beside the screen."""
        for word in words:
            expect(self.page.locator(within).first).to_contain_text(str(word))
        width = self.page.viewport_size["width"]
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width

    def is_told(self, words: str) -> None:
        """What the page says to what was just done."""
        expect(self.page.get_by_role("status").first).to_contain_text(words)

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).first.click()

    def follow(self, link: str) -> None:
        self.page.get_by_role("link", name=link).first.click()

    def type(self, **fields: str) -> None:
        for label, value in fields.items():
            self.page.get_by_label(label, exact=True).fill(value)

    def chooses(self, choice: str) -> None:
        self.page.get_by_role("radio", name=str(choice), exact=True).check()

    def hands_over(self, field: str, *names: str) -> None:
        self.page.set_input_files(f"[name={field}]", files=[a_file(name) for name in names])


class TenantSeat(Seat):
    """A tenant at the desk. What differs on the phone stands in `PhoneSeat`."""

    home = "/tenant"
    card = "article.refund-card"

    def turns_to(self, page: str = "") -> None:
        """The end of their lease, or a page of it."""
        self.go(f"{self.home}/refunds/{self.town.no}{page}")

    def registers_the_return(self) -> None:
        self.go(f"{self.home}/leases/{self.town.no}/return")
        self.sees("逾期未提出的，押金、剩余租金的本金及利息全部退还给您")
        self.press("登记")
        self.is_told("交还住房已登记")

    def finds(self, task: str) -> Locator:
        """Among what waits for them: a plan, an account."""
        self.go(f"{self.home}/refunds")
        found = self.page.locator(self.card, has_text=self.town.no)
        return found.filter(has=self.page.get_by_role("heading", name=task))

    def has_nothing_to_do(self) -> None:
        self.go(f"{self.home}/refunds")
        self.sees("没有需要您确认的退款方案和收款账号")

    def opens_the_plan(self) -> None:
        self.enters(self.finds("退款方案确认"))
        self.sees("轮到您办理")
        self.page.get_by_text("下一步", exact=True).click()
        expect(self.page.get_by_text("租押金退还承租人金额").first).to_be_visible()

    def enters(self, card: Locator) -> None:
        card.get_by_role("link", name="点击进入").click()

    def types_account(self, account: tuple[str, str]) -> None:
        self.type(收款账号=account[0], 开户银行=account[1])

    def agrees(self, account: tuple[str, str], *lines: str) -> None:
        """Types the account, reads 付款清单 and is sure."""
        self.types_account(account)
        self.chooses(Opinion.AGREE.label)
        self.press("提交")
        self.confirms(*lines)

    def sends_back(self, account: tuple[str, str], because: str) -> None:
        self.types_account(account)
        self.chooses(Opinion.SEND_BACK.label)
        self.type(意见说明=because)
        self.press("提交")
        self.is_told("退款方案反馈成功")

    def disputes(
        self, opinion: Opinion, account: tuple[str, str], agreed: str, *lines: str
    ) -> None:
        """Accepts so much of the deduction; the rest is decided otherwise."""
        self.types_account(account)
        self.chooses(opinion.label)
        self.type(同意扣除金额=agreed)
        self.press("提交")
        self.confirms(*lines)

    def confirms(self, *lines: str) -> None:
        listed = self.page.get_by_role("dialog")
        for line in lines:
            expect(listed).to_contain_text(line)
        listed.get_by_role("button", name="确定").click()
        self.is_told("退款方案反馈成功")

    def shows_evidence(self, number: int, *names: str) -> None:
        """For one deduction of the plan."""
        item = self.town.case.plans.latest("version").items.get(number=number)
        self.go(f"{self.home}/refunds/items/{item.pk}")
        self.hands_over("uploads", *names)
        self.page.get_by_role("button", name="提交凭证").first.click()
        self.is_told("凭证已提交，对方可以看到")
        self.sees(*names)

    def hands_in(self, paper: str) -> None:
        self.turns_to()
        self.follow("提交裁决书、判决书")
        self.hands_over("uploads", paper)
        self.press("提交")
        self.is_told("裁决书、判决书已提交中介协会")

    def confirms_the_account(self, account: tuple[str, str], *reads: str) -> None:
        """收款账号确认: why it wasn't paid, and where to pay it now."""
        self.enters(self.finds("收款账号确认"))
        self.sees(*reads, "完成确认当日，系统按新账户信息支付资金。")
        self.types_account(account)
        self.press("提交")
        self.is_told("收款账号已确认，系统按新账户信息支付资金")

    def reads_the_progress(self, *steps: str) -> None:
        self.turns_to()
        self.sees(*steps, within=".case-steps")


class PhoneSeat(TenantSeat):
    """A tenant with a phone, 360 px wide."""

    home = "/m"
    card = "a.refund-card"

    def enters(self, card: Locator) -> None:
        card.click()

    def sends_back(self, account: tuple[str, str], because: str) -> None:
        """【不同意】, 退回租赁企业修改, and in the dialog 【继续协商】."""
        self.types_account(account)
        self.chooses("不同意")
        self.chooses(Opinion.SEND_BACK.label)
        self.type(意见说明=because)
        self.press("提交")
        self.press("继续协商")
        self.is_told("退款方案反馈成功")

    def disputes(
        self, opinion: Opinion, account: tuple[str, str], agreed: str, *lines: str
    ) -> None:
        """【不同意】, the kind, how much is agreed in a dialog, then 付款清单."""
        self.types_account(account)
        self.chooses("不同意")
        self.chooses(opinion.label)
        self.press("提交")
        asked = self.page.get_by_role("dialog", name=opinion.label)
        asked.get_by_label("同意扣除金额").fill(agreed)
        asked.locator("button[value=amount]").click()
        self.confirms(*lines)

    def confirms(self, *lines: str) -> None:
        self.sees("付款清单", within="body")
        self.sees(*lines)
        self.page.locator("button[value=confirm]").click()
        self.is_told("退款方案反馈成功")


class EnterpriseSeat(Seat):
    def turns_to(self, page: str = "") -> None:
        self.go(f"/enterprise/cases/{self.town.case.pk}{page}")

    def registers_the_return(self) -> None:
        self.go(f"/enterprise/cases/register/{self.town.no}")
        self.chooses("解约")
        self.press("登记")
        self.is_told("交还住房已登记")

    def proposes(self, *claims: Claim, account: tuple[str, str] = ("", "")) -> None:
        """退款方案: each deduction with a photograph; the page adds up by itself."""
        self.turns_to("/plan")
        for number, claim in enumerate(claims):
            self.page.click("button[name=add]")
            row = f"[name=item-{number}-"
            self.page.select_option(f"{row}kind]", claim.kind)
            self.page.select_option(f"{row}part]", claim.part)
            self.page.fill(f"{row}amount]", claim.yuan)
            self.page.fill(f"{row}note]", claim.why)
            self.hands_over(f"item-{number}-evidence", f"{claim.why}.png")
        self.type(**{"收款账号（选填）": account[0], "开户银行（选填）": account[1]})
        self.submits_the_plan()

    def comes_down_to(self, yuan: str) -> None:
        """A new version of the plan, in which only the first deduction is another."""
        self.turns_to("/plan")
        self.page.fill("[name=item-0-amount]", yuan)
        self.submits_the_plan()

    def submits_the_plan(self) -> None:
        self.page.click(".pay-bar button[value=preview]")
        self.page.click("button[value=submit]")
        self.is_told("退款方案已提交，已短信通知收款承租人")

    def offers(self, yuan: str) -> None:
        """So much of the first deduction, and the dispute about it is over."""
        self.turns_to("/evidence")
        self.page.get_by_label("归企业金额（元）").first.fill(yuan)
        self.page.get_by_role("button", name="发出提议").first.click()
        self.is_told("提议已发出")

    def applies_for_another_payee(self, account: tuple[str, str], *reads: str) -> None:
        """承租人收款失败."""
        self.go("/enterprise/failed-payouts")
        self.sees(self.town.no, *reads)
        self.follow("申请变更收款人")
        self.type(
            新收款人户名="孙丽丽",
            与承租人的关系="女儿",
            新收款账号=account[0],
            开户银行=account[1],
            变更原因="承租人身故，由法定继承人领取",
        )
        self.hands_over("evidence", "继承权公证书.png")
        self.press("提交申请")
        self.is_told("申请已提交中介协会审批，已通知承租人")


class AssociationSeat(Seat):
    def turns_to_the_dispute(self) -> None:
        """From the desk, where it stands among what is under way."""
        self.go("/association/")
        self.follow(f"查看 {self.town.no}")

    def turns_to_what_is_over(self) -> None:
        self.go(f"/association/disputes/{self.town.case.pk}")

    def proposes(self, basis: str, proof: str, shares: dict[str, str], **stated: str) -> None:
        """最终退款方案: what it rests on, who gets what, the proof; then the payment list."""
        self.turns_to_the_dispute()
        self.follow("录入最终退款方案")
        self.chooses(basis)
        self.type(**stated, **shares)
        self.hands_over("uploads", proof)
        self.press("下一步，核对付款清单")
        self.sees("还没有提交。请核对付款清单，提交后由另一人复核，通过后当天付款。")
        self.press("提交复核")
        self.is_told("最终退款方案已提交，由另一人复核")
        self.sees("这份方案由您提出，须由另一人复核。")

    def decides(self, kind: str, choice: str, told: str, *reads: str, because: str = "") -> None:
        """What waits for a second pair of eyes: 最终退款方案复核 or 承租人收款失败审批."""
        self.go("/association/")
        self.follow(kind)
        self.follow(f"查看 {self.town.no}")
        self.sees(*reads)
        self.chooses(choice)
        self.page.get_by_label(re.compile("的原因$")).fill(because)
        self.press("提交")
        self.is_told(told)


class CentreSeat(Seat):
    def makes_a_batch(self, *payments: str) -> None:
        """Of all that is due, one line a payment."""
        self.go("/centre/payouts")
        self.follow("编批")
        expect(self.page.locator("#payouts tbody tr")).to_contain_text(list(payments))
        self.press("全部编批")
        expect(self.page.get_by_text("待复核").first).to_be_visible()

    def releases(self, batch_id: int, total: str) -> None:
        self.go(f"/centre/payouts/batches/{batch_id}")
        self.sees(total)
        self.press("复核通过")
        expect(self.page.get_by_text("待发送").first).to_be_visible()
