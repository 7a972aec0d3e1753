"""Mediation in Chromium: a mediator looks at both sides, enters the final plan, and an approver has it paid."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from anju.people.rules import Power
from anju.refunds.actions import add_evidence
from anju.refunds.models import Case, FinalPlan
from anju.refunds.tests.endings import (
    EMPTY,
    PNG,
    a_dispute,
    a_file,
    an_account_of,
    bank_pays,
    payee_of,
    pots_of,
)
from anju.tests.browser import window
from anju.tests.pages import Pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page: Page, url: str, power: str, username: str, name: str) -> None:
    client = Pages()
    client.as_staff(power, username=username, name=name)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(f"{url}/association/")


@pytest.mark.covers("ASC-01", "ASC-03", "BEY-06", "REF-09")
def test_a_mediator_proposes_and_an_approver_has_it_paid(chromium, screen: Page, live_server):
    case = a_dispute(agreed="300.00")
    lease, tenant = case.lease, payee_of(case)
    an_account_of(lease)
    item = case.plans.get().items.get()
    files = [a_file(tenant, "入住时的墙面.png")]
    add_evidence(case_id=case.pk, item_id=item.pk, file_ids=files, by=tenant)
    bank_pays()

    desk = screen
    sign_in(desk, live_server.url, Power.DISPUTE_MEDIATE, "he.jie", "何洁")
    desk.get_by_role("link", name=f"查看 {lease.filing_no}").click()
    expect(desk.get_by_role("heading", name="承租人的凭证")).to_be_visible()
    expect(desk.get_by_role("link", name="入住时的墙面.png")).to_be_visible()
    desk.get_by_label("记录内容").fill("双方同意各承担一半")
    desk.get_by_role("button", name="保存记录").click()
    expect(desk.get_by_text("记录已保存")).to_be_visible()

    desk.get_by_role("link", name="录入最终退款方案").click()
    desk.get_by_label("调解协议").check()
    desk.get_by_label("押金退还承租人（元）").fill("350")
    desk.get_by_label("押金归企业（元）").fill("340")
    desk.get_by_label("证明材料").set_input_files(
        {"name": "调解协议书.png", "mimeType": "image/png", "buffer": PNG}
    )
    desk.get_by_role("button", name="下一步，核对付款清单").click()
    expect(desk.get_by_role("alert")).to_contain_text("押金争议金额700.00元")
    expect(desk.get_by_label("调解协议书.png")).to_be_checked()
    desk.get_by_label("押金归企业（元）").fill("350")
    desk.get_by_role("button", name="下一步，核对付款清单").click()
    expect(desk.get_by_text("还没有提交")).to_be_visible()
    expect(desk.get_by_role("row", name="张三")).to_contain_text("350.00")
    desk.get_by_role("button", name="提交复核").click()
    expect(desk.get_by_text("这份方案由您提出，须由另一人复核。")).to_be_visible()

    with window(chromium) as other:
        sign_in(other, live_server.url, Power.DISPUTE_APPROVE, "wu.yan", "吴燕")
        other.get_by_role("link", name="最终退款方案复核").first.click()
        expect(other.get_by_text("何洁")).to_be_visible()
        other.get_by_role("link", name=f"查看 {lease.filing_no}").click()
        other.get_by_label("通过并付款").check()
        other.get_by_role("button", name="提交").click()
        expect(other.get_by_text("已通过，款项今天付出")).to_be_visible()

    bank_pays()
    final = FinalPlan.objects.get()
    assert (final.proposed_name, final.checked_name) == ("he.jie", "wu.yan")
    assert Case.objects.get().status == "closed"
    assert pots_of(lease) == EMPTY
