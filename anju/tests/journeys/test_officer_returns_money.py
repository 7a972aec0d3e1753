"""An officer of the fund centre works off money that fits no order, on the desk's pages."""

import re

import pytest
from playwright.sync_api import Page, expect

from anju.tests.journeys.city import City, until
from anju.tests.journeys.tenant import Tenant
from anju.tests.journeys.walking import Walk
from sample.people import OTHERS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]


@pytest.mark.covers("PAY-10", "CHN-02", "CHN-04")
def test_a_transfer_of_one_fen_too_little_is_returned_by_the_fund_centre(city: City, screen: Page):
    who = OTHERS[1]
    tenant = Tenant(city, who)
    tenant.starts_and_gets_a_code("bank_transfer")
    code = tenant.order.payment.collection_code
    payer = {"payer_name": who.name, "payer_account": "6222020200000000014"}
    sent = {**payer, "collection_code": code, "amount": "27999.99"}
    ref = city.control("bank/ccb/transfer", sent)["entry_ref"]

    officer = Walk(city, screen)
    officer.sign_in_as_staff("zijin")

    def is_listed() -> bool:
        officer.menu("挂账处理")
        expect(screen.get_by_role("heading", level=1)).to_have_text("挂账处理")
        return screen.get_by_role("link", name=f"查看 {ref}").is_visible()

    until(is_listed, "the entry to be set aside")
    row = screen.get_by_role("row", name=re.compile(ref))
    expect(row).to_contain_text("27,999.99")
    officer.photograph("set-aside")
    officer.follow(f"查看 {ref}")
    officer.says("银行流水详情")
    officer.follow("退回付款人")
    officer.says("退回付款人")
    officer.press("确认退回")
    officer.has_status("已退回")

    debits = [line for line in city.look("bank/ccb/entries")["entries"] if line["end_to_end_id"]]
    assert (debits[0]["amount"], debits[0]["party_account"]) == ("27999.99", "6222020200000000014")
    officer.finds_a_message(who.phone, "27,999.99", "退回")
    assert tenant.status() == "paying"
    officer.hand_over_the_day()
    officer.menu("日终结账")
    officer.says("日终结账")
