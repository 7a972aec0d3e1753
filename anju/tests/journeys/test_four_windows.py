"""Mediation as four people see it, each at a window of their own: tenant, enterprise, association, fund centre.

What the tenant and the enterprise agree on is paid at once; the rest is mediated, proposed by one of the association
and approved by another. What leaves is put into a batch by one of the fund centre and released by another. Only the
bank is played by the test. The clock stands on a Monday at ten.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from anju.core.actors import CLOCK, OUTSIDE
from anju.core.money import plain_yuan
from anju.payments import actions as payments
from anju.payments.models import Payout, PayoutBatch
from anju.people.rules import Power
from anju.refunds import jobs
from anju.refunds.models import Case
from anju.refunds.tests.conftest import days  # noqa: F401 - a fixture
from anju.refunds.tests.endings import EMPTY, PNG, a_held_lease, an_account_of, pots_of
from anju.tests.browser import window
from anju.tests.pages import Pages
from anju.tests.world import a_credit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NO = "BA11010520260000017"


def photograph(name: str) -> dict[str, object]:
    return {"name": name, "mimeType": "image/png", "buffer": PNG}


@contextmanager
def seat(chromium: Browser, url: str, pages: Pages) -> Iterator[Page]:
    """A window of whoever has signed in on these pages."""
    with window(chromium) as page:
        key = pages.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": url}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        page.goto(url)
        yield page


class Town:
    """Everybody's window, and the bank."""

    def __init__(self, chromium: Browser, url: str, stack: ExitStack) -> None:
        self.url = url
        self.lease = a_held_lease(filing_no=NO)
        an_account_of(self.lease)
        tenant, enterprise = Pages(), Pages()
        tenant.sign_in_as(self.lease.tenants.get().person)
        enterprise.sign_in_as(self.lease.enterprise)

        def member(username: str, name: str, *powers: str) -> Page:
            pages = Pages()
            pages.as_staff(*powers, username=username, name=name)
            return stack.enter_context(seat(chromium, url, pages))

        self.tenant = stack.enter_context(seat(chromium, url, tenant))
        self.enterprise = stack.enter_context(seat(chromium, url, enterprise))
        self.mediator = member("he.jie", "何洁", Power.DISPUTE_MEDIATE)
        self.approver = member("wu.yan", "吴燕", Power.DISPUTE_APPROVE)
        self.maker = member("ding.yue", "丁悦", Power.BANK_READ, Power.PAYOUT_MAKE)
        self.checker = member("han.bing", "韩冰", Power.BANK_READ, Power.PAYOUT_CHECK)

    @property
    def case(self) -> Case:
        return Case.objects.get()

    def go(self, page: Page, path: str) -> Page:
        page.goto(f"{self.url}{path}")
        return page

    def what_is_due_is_paid(self, count: int) -> None:
        """One of the fund centre makes a batch, another releases it, and the bank pays."""
        jobs.pay(timestamp=0)
        maker, checker = self.go(self.maker, "/centre/payouts"), self.checker
        maker.get_by_role("link", name="编批").first.click()
        maker.get_by_role("button", name="全部编批").click()
        batch = PayoutBatch.objects.latest("pk")
        assert batch.payout_count == count
        self.go(checker, f"/centre/payouts/batches/{batch.pk}")
        checker.get_by_role("button", name="复核通过").click()
        expect(checker.get_by_text("待发送").first).to_be_visible()
        payments.send_batch(batch_id=batch.pk, by=CLOCK)
        for payout in Payout.objects.filter(batch=batch):
            debit = a_credit(
                amount=plain_yuan(payout.amount_fen), direction="debit", end_to_end_id=payout.no
            )
            payments.confirm_payout(payout_no=payout.no, debit_id=debit.pk, by=OUTSIDE)
        jobs.pay(timestamp=0)


@pytest.fixture
def town(chromium, live_server, days) -> Iterator[Town]:  # noqa: F811
    with ExitStack() as stack:
        yield Town(chromium, live_server.url, stack)


@pytest.mark.covers("ASC-01", "ASC-03", "REF-09", "BEY-01", "BEY-06", "ENT-04")
def test_mediation_in_four_windows(town: Town):
    enterprise_hands_in_a_plan(town)
    tenant_asks_for_mediation(town)
    town.what_is_due_is_paid(2)
    assert pots_of(town.lease) == EMPTY | {"disputed": 700_00}
    both_sides_show_what_they_have(town)
    mediator_proposes(town)
    approver_approves(town)
    town.what_is_due_is_paid(2)
    everybody_sees_that_it_is_over(town)
    assert pots_of(town.lease) == EMPTY
    assert town.case.status == "closed"


def enterprise_hands_in_a_plan(town: Town) -> None:
    page = town.go(town.enterprise, f"/enterprise/cases/register/{NO}")
    page.get_by_label("解约").check()
    page.get_by_role("button", name="登记").last.click()
    expect(page.get_by_text("交还住房已登记")).to_be_visible()
    town.go(page, f"/enterprise/cases/{town.case.pk}/plan")
    page.click("button[name=add]")
    page.select_option("[name=item-0-kind]", "08")
    page.select_option("[name=item-0-part]", "deposit")
    page.fill("[name=item-0-amount]", "1000")
    page.fill("[name=item-0-note]", "卧室墙面破损")
    page.set_input_files("[name=item-0-evidence]", files=[photograph("退租时的墙面.png")])
    page.click(".pay-bar button[value=preview]")
    page.click("button[value=submit]")
    expect(page.locator(".message")).to_contain_text("退款方案已提交")


def tenant_asks_for_mediation(town: Town) -> None:
    """Accepts 300 of the 1,000; the same countdown stands in both windows."""
    page = town.go(town.tenant, f"/tenant/refunds/{NO}/plan")
    due_on = town.case.answer_due_on.isoformat()
    for side, path in ((page, None), (town.enterprise, f"/enterprise/cases/{town.case.pk}")):
        if path:
            town.go(side, path)
        expect(side.locator("main")).to_contain_text(due_on)
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("收款账号").fill("6222020200000000014")
    page.get_by_label("开户银行").fill("中国工商银行北京建国门支行")
    page.get_by_label("不同意，申请中介协会调解").check()
    page.get_by_label("同意扣除金额").fill("300")
    page.get_by_role("button", name="提交").click()
    listed = page.get_by_role("dialog")
    expect(listed).to_contain_text("27,000.00")
    expect(listed).to_contain_text("700.00")
    listed.get_by_role("button", name="确定").click()
    expect(page.get_by_text("退款方案反馈成功")).to_be_visible()
    assert town.case.status == "mediation"


def both_sides_show_what_they_have(town: Town) -> None:
    """The tenant's photograph and both offers stand in the association's window, side by side."""
    item = town.case.plans.get().items.get()
    page = town.go(town.tenant, f"/tenant/refunds/items/{item.pk}")
    page.set_input_files("[name=uploads]", files=[photograph("入住时的墙面.png")])
    page.get_by_role("button", name="提交凭证").first.click()
    expect(page.get_by_text("入住时的墙面.png")).to_be_visible()
    town.go(town.enterprise, f"/enterprise/cases/{town.case.pk}/evidence")
    expect(town.enterprise.get_by_text("入住时的墙面.png")).to_be_visible()
    town.enterprise.get_by_label("归企业金额（元）").fill("500")
    town.enterprise.get_by_role("button", name="发出提议").click()
    expect(town.enterprise.get_by_text("提议已发出")).to_be_visible()

    desk = town.go(town.mediator, f"/association/disputes/{town.case.pk}")
    sides = desk.locator(".item .side-of")
    expect(sides.nth(0)).to_contain_text("退租时的墙面.png")
    expect(sides.nth(1)).to_contain_text("入住时的墙面.png")
    expect(desk.get_by_role("row", name="住房租赁企业").first).to_contain_text("500.00")


def mediator_proposes(town: Town) -> None:
    desk = town.mediator
    desk.get_by_role("link", name="录入最终退款方案").click()
    desk.get_by_label("调解协议").check()
    desk.get_by_label("押金退还承租人（元）").fill("350")
    desk.get_by_label("押金归企业（元）").fill("350")
    desk.set_input_files("[name=uploads]", files=[photograph("调解协议书.png")])
    desk.get_by_role("button", name="下一步，核对付款清单").click()
    desk.get_by_role("button", name="提交复核").click()
    expect(desk.get_by_text("这份方案由您提出，须由另一人复核。")).to_be_visible()


def approver_approves(town: Town) -> None:
    desk = town.go(town.approver, "/association/")
    desk.get_by_role("link", name="最终退款方案复核").click()
    desk.get_by_role("link", name=f"查看 {NO}").click()
    desk.get_by_label("通过并付款").check()
    desk.get_by_role("button", name="提交").click()
    expect(desk.get_by_text("已通过，款项今天付出")).to_be_visible()


def everybody_sees_that_it_is_over(town: Town) -> None:
    pages = {
        town.tenant: f"/tenant/refunds/{NO}",
        town.enterprise: f"/enterprise/cases/{town.case.pk}",
        town.mediator: f"/association/disputes/{town.case.pk}",
    }
    for page, path in pages.items():
        town.go(page, path)
        expect(page.locator("main")).to_contain_text("已完成")
        expect(page.locator("main")).to_contain_text("350.00")
