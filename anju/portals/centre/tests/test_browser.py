"""The desk in Chromium: a file is handed in and followed, a credit is matched."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from anju.contracts import jobs
from anju.contracts.tests.files import as_json, xlsx_file
from anju.ledger.queries import balance_fen
from anju.people.rules import POWERS_OF, Office
from anju.tests.pages import Pages
from anju.tests.world import a_bank_account, a_credit, a_lease, an_order, book, lease_terms

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(screen: Page, live_server) -> Page:
    """Signed in at the fund centre, with all powers."""
    a_bank_account()
    client = Pages()
    client.as_staff(*POWERS_OF[Office.CENTRE])
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}
    screen.context.add_cookies([cookie])  # type: ignore[list-item]
    screen.goto(f"{live_server.url}/centre/")
    return screen


@pytest.mark.covers("SEC-04")
def test_a_file_is_handed_in_and_its_page_follows_the_work_by_itself(desk: Page, tmp_path: Path):
    bad = as_json(lease_terms())
    bad["tenants"][0]["id_number"] = "110101199003078014"
    file = tmp_path / "备案.xlsx"
    file.write_bytes(xlsx_file(lease_terms(), bad))

    desk.get_by_role("link", name="备案合同导入").first.click()
    desk.get_by_label("备案合同文件").set_input_files(file)
    desk.get_by_role("button", name="上传并导入").click()
    expect(desk.get_by_text("等待处理")).to_be_visible()
    jobs.work_on_imports(0)

    expect(desk.get_by_text("处理完成")).to_be_visible()
    expect(desk.get_by_text("身份证号的校验码不对，请逐位核对")).to_be_visible()
    with desk.expect_download() as download:
        desk.get_by_role("link", name="下载导入结果").click()
    assert download.value.suggested_filename.endswith(".xlsx")


@pytest.mark.covers("CHN-04")
def test_a_credit_is_matched_with_the_order_it_was_meant_for(desk: Page):
    lease = a_lease()
    order = an_order(lease)
    credit = a_credit(amount="28000.00", code="", text="房租押金")
    book()

    desk.get_by_role("link", name="挂账处理").click()
    desk.get_by_role("link", name=f"查看 {credit.bank_ref}").click()
    desk.get_by_role("link", name=f"认领 {order.no}").click()
    expect(desk.get_by_text(lease.filing_no)).to_be_visible()
    desk.get_by_role("button", name="确认认领").click()

    expect(desk.get_by_text("款项已监管")).to_be_visible()
    assert balance_fen(lease.deposit_pot) == 4000_00
