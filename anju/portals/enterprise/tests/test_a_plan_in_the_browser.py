"""A refund plan made in a browser: rows, totals that follow, files that are refused and files that stay. (ENT-04)"""

import pytest
from playwright.sync_api import Page, expect

from anju.portals.enterprise.tests.typed import REFUSED
from anju.refunds.models import Attachment, Plan
from anju.refunds.split import Parts
from anju.refunds.tests.endings import PNG, a_held_lease, a_return
from anju.tests.pages import Pages

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.covers("ENT-04"),
]


@pytest.fixture
def form(screen: Page, live_server) -> Page:
    """The page on which a plan is filled in, opened by the enterprise."""
    case = a_return(a_held_lease(filing_no="BA11010520260000099"))
    pages = Pages()
    pages.sign_in_as(case.lease.enterprise)
    screen.context.add_cookies(
        [
            {"name": name, "value": one.value, "url": live_server.url}
            for name, one in pages.cookies.items()
        ]
    )
    screen.goto(f"{live_server.url}/enterprise/cases/{case.pk}/plan")
    return screen


def choose(form: Page, row: int, *files: tuple[str, bytes]) -> None:
    handed = [{"name": name, "mimeType": "image/png", "buffer": body} for name, body in files]
    form.set_input_files(f"[name=item-{row}-evidence]", files=handed)


def deduct(form: Page, row: int, kind: str, part: str, amount: str, note: str = "") -> None:
    form.click("button[name=add]")
    form.wait_for_selector(f"[name=item-{row}-kind]")
    form.select_option(f"[name=item-{row}-kind]", kind)
    form.select_option(f"[name=item-{row}-part]", part)
    form.fill(f"[name=item-{row}-amount]", amount)
    form.fill(f"[name=item-{row}-note]", note)


def preview(form: Page) -> None:
    form.click(".pay-bar button[value=preview]")


def test_two_deductions_with_evidence_are_previewed_and_submitted(form):
    deduct(form, 0, "08", "deposit", "1000.5", "墙面破损")
    choose(form, 0, ("客厅.png", PNG), ("卧室.png", PNG))
    deduct(form, 1, "02", "rent", "320")
    expect(form.locator("label", has_text="客厅.png")).to_be_visible()  # kept as the row was added
    expect(form.locator("[name=deposit_deducted]")).to_have_value("1000.50")
    expect(form.locator("[name=deposit_to_tenant]")).to_have_value("2999.50")
    expect(form.locator("[name=rent_to_tenant]")).to_have_value("23680.00")
    deduct(form, 2, "99", "deposit", "1")
    form.click("button[name=remove][value='2']")
    expect(form.locator("[name=item-2-kind]")).to_have_count(0)
    expect(form.locator("[name=deposit_deducted]")).to_have_value("1000.50")
    preview(form)
    expect(form.locator("h1")).to_have_text("核对退款方案")
    form.click("button[value=edit]")
    expect(form.locator("[name=item-0-note]")).to_have_value("墙面破损")
    preview(form)
    form.click("button[value=submit]")
    expect(form.locator(".message")).to_contain_text("退款方案已提交")
    plan = Plan.objects.get()
    assert (plan.to_tenant, plan.deducted) == (Parts(2999_50, 23680_00), Parts(1000_50, 320_00))
    assert Attachment.objects.filter(item__plan=plan).count() == 2


def test_amounts_that_do_not_add_up_are_told_while_typing_and_again_by_the_server(form):
    form.fill("[name=deposit_to_tenant]", "3999.99")
    expect(form.locator(".part").first.locator(".sum-line")).to_have_text(
        "退还与扣除合计应等于监管金额，相差 ¥0.01"
    )
    preview(form)
    expect(form.locator("#id_deposit_to_tenant_error")).to_contain_text("应当相等")
    expect(form.locator("[name=deposit_to_tenant]")).to_have_value("3999.99")


@pytest.mark.covers("SEC-04")
def test_files_that_may_not_be_handed_in_are_refused_each_with_its_sentence(form):
    deduct(form, 0, "08", "deposit", "1000", "墙面破损")
    choose(form, 0, *((name, content) for name, content, _ in REFUSED), ("好的.png", PNG))
    preview(form)
    for _name, _content, sentence in REFUSED:
        expect(form.locator("#id_item-0-evidence_error")).to_contain_text(sentence)
    expect(form.locator("label", has_text="好的.png")).to_be_visible()
    expect(form.locator("[name=item-0-amount]")).to_have_value("1000")
    expect(form.locator("[name=item-0-note]")).to_have_value("墙面破损")
    expect(form.locator("[name=deposit_deducted]")).to_have_value("1000.00")
    preview(form)
    expect(form.locator("h1")).to_have_text("核对退款方案")
    expect(form.locator("main")).to_contain_text("好的.png")


def test_without_scripts_the_same_can_be_done(chromium, live_server):
    case = a_return(a_held_lease(filing_no="BA11010520260000098"))
    pages = Pages()
    pages.sign_in_as(case.lease.enterprise)
    context = chromium.new_context(locale="zh-CN", java_script_enabled=False)
    context.add_cookies(
        [
            {"name": name, "value": one.value, "url": live_server.url}
            for name, one in pages.cookies.items()
        ]
    )
    form = context.new_page()
    form.goto(f"{live_server.url}/enterprise/cases/{case.pk}/plan")
    deduct(form, 0, "02", "deposit", "100")
    form.fill("[name=deposit_deducted]", "100")
    form.fill("[name=deposit_to_tenant]", "3900")
    form.press("[name=deposit_to_tenant]", "Enter")
    expect(form.locator("h1")).to_have_text("核对退款方案")
    form.click("button[value=submit]")
    assert Plan.objects.get().deducted == Parts(100_00)
    context.close()
