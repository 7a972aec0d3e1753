"""押金 租金余额查询 (manual 000, §6)"""

from datetime import timedelta

import pytest

from anju.contracts.models import Lease
from anju.core import clock
from anju.portals.tenant_web.tests.reading import links
from anju.tests.pages import Pages
from anju.tests.world import LI_SI, ZHANG_SAN, a_credit, a_lease, a_paying_order, book

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tenant")]


@pytest.fixture
def older(lease: Lease) -> Lease:
    """Filed two days more than a year ago."""
    long_ago = clock.today() - timedelta(days=367)
    return a_lease(filing_no="BA-OLDER-0001", filed_on=long_ago, starts_on=long_ago)


@pytest.mark.covers("BAL-01")
def test_the_leases_of_the_last_year_are_listed_and_older_ones_found(pages, lease, older):
    pages.get("/m/balances")
    assert lease.filing_no in pages.page.text and older.filing_no not in pages.page.text
    for search in (
        {"filing_no": older.filing_no},
        {"filed_to": (clock.today() - timedelta(days=366)).isoformat()},
        {"filed_from": older.filed_on.isoformat(), "filed_to": older.filed_on.isoformat()},
    ):
        pages.get("/m/balances", search)
        assert older.filing_no in pages.page.text and lease.filing_no not in pages.page.text
    pages.get("/m/balances", {"filing_no": "", "filed_from": "", "filed_to": ""})
    assert lease.filing_no in pages.page.text and older.filing_no not in pages.page.text


@pytest.mark.covers("BAL-01")
def test_a_lease_filed_a_year_ago_to_the_day_is_still_listed(pages):
    today = clock.today()
    a_year_ago = today.replace(year=today.year - 1)
    a_lease(filing_no="BA-YEAR-00001", filed_on=a_year_ago, starts_on=a_year_ago)
    pages.get("/m/balances")
    assert "BA-YEAR-00001" in pages.page.text


@pytest.mark.parametrize(
    ("search", "sentence"),
    [
        ({"filed_from": "yesterday"}, "这不是一个日期，请按 2026-01-31 的格式填写"),
        ({"filed_from": "2026-05-02", "filed_to": "2026-05-01"}, "止日不能早于起日"),
        ({"filing_no": "BA99999999999"}, "您的名下没有编号为 BA99999999999 的备案合同"),
        ({"filed_to": "2020-01-01"}, "没有符合条件的合同"),
    ],
)
def test_what_cannot_be_found_is_told(pages, lease, search, sentence):
    pages.get("/m/balances", search)
    assert sentence in pages.page.text and f"/m/balances/{lease.filing_no}" not in links(pages)


@pytest.mark.covers("BAL-01", "BAL-02", "IDN-15")
def test_every_tenant_of_a_lease_sees_its_facts_its_balances_and_every_movement(pages):
    shared = a_lease(filing_no="BA-SHARED-001", tenants=(ZHANG_SAN, LI_SI))
    order = a_paying_order(shared)
    a_credit(order)
    book()
    other = Pages()
    other.sign_in_as(shared.tenants.get(position=2).person)
    for browser in (pages, other):
        browser.get("/m/balances")
        assert f"/m/balances/{shared.filing_no}" in links(browser)
        browser.get(f"/m/balances/{shared.filing_no}")
        assert {"备案合同信息", "资金明细"} <= {h.text for h in browser.page.all("h2")}
        for words in ("监管押金余额 ¥ 4,000.00", "监管租金余额 ¥ 24,000.00"):
            assert words in browser.page.text
        rows = [" ".join("".join(li.itertext()).split()) for li in browser.page.all("li")]
        today = clock.today().isoformat()
        assert rows == [
            f"租金 · 缴纳收入 +¥24,000.00 {today}账簿余额 ¥28,000.00 订单 {order.no}",
            f"押金 · 缴纳收入 +¥4,000.00 {today}账簿余额 ¥4,000.00 订单 {order.no}",
        ]
        assert f"/m/orders/{order.no}" in links(browser)


@pytest.mark.covers("BAL-02")
def test_movements_of_deposit_and_rent_can_be_seen_apart(pages, lease):
    a_credit(a_paying_order(lease))
    book()
    pages.get(f"/m/balances/{lease.filing_no}", {"kind": "rent"})
    [row] = ["".join(li.itertext()) for li in pages.page.all("li")]
    assert "24,000.00" in row and "租金" in row


def test_a_lease_without_movements_leads_to_its_bills(pages, lease):
    pages.get(f"/m/balances/{lease.filing_no}")
    assert "还没有资金明细" in pages.page.text and f"/m/pay/{lease.filing_no}" in links(pages)
