from datetime import timedelta

import pytest

from anju.core import clock
from anju.filings.tests.filing import blacklist
from anju.orders.tests.files import uploaded
from anju.refunds.tests.endings import a_return
from anju.tests.custody_world import paid_in
from anju.tests.pages import Pages
from anju.tests.world import (
    ZHANG_SAN,
    a_credit,
    a_lease,
    a_paying_order,
    a_paying_order_on_behalf,
    an_order_on_behalf,
    book,
    enterprise_of,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("enterprise"),
    pytest.mark.covers("IDN-13"),
]
HOME, LEASE = "/enterprise/", "/enterprise/leases/BA11010520260000017"


def rows(pages: Pages, table: int = 0) -> list[str]:
    found = list(pages.page.all("table")[table].iter("tr"))[1:]
    return [" ".join("".join(row.itertext()).split()) for row in found]


@pytest.fixture
def paid(lease):
    order = a_paying_order(lease)
    a_credit(order)
    book()
    return order


def test_a_lease_shows_its_tenants_masked_and_what_is_due(pages: Pages, lease):
    pages.get("/enterprise/leases")
    [row] = rows(pages)
    for words in (lease.filing_no, lease.address, "张*、李*", "待缴 2 笔", "¥28,000.00"):
        assert words in row
    assert f"{lease.starts_on} 至 {lease.ends_on}" in row
    assert "张三" not in pages.page.text


def test_what_is_held_is_shown_once_it_is_paid(pages: Pages, paid):
    pages.get("/enterprise/leases")
    [row] = rows(pages)
    assert "¥4,000.00 ¥24,000.00 无待缴账单" in row and "待缴 " not in row


def test_overdue_bills_are_told_apart(pages: Pages):
    start = clock.today() - timedelta(days=9)
    a_lease(filing_no="BA-OVERDUE-01", filed_on=start, starts_on=start, deposit="0.00")
    pages.get("/enterprise/leases", {"filing_no": "ba-overdue-01"})
    [row] = rows(pages)
    assert "逾期 1 笔 ¥24,000.00" in row and "待缴" not in row


def test_rent_that_is_not_supervised_is_said_to_be_so(pages: Pages):
    a_lease(filing_no="BA-MONTHLY-01", each=1)
    pages.get("/enterprise/leases", {"filing_no": "BA-MONTHLY-01"})
    [row] = rows(pages)
    assert "无需监管" in row and "待缴 1 笔 ¥4,000.00" in row


@pytest.mark.parametrize(
    ("filing_no", "sentence"),
    [
        ("BA99999999999", "本企业没有符合这些条件的备案合同"),
        ("BA-RENTED-0001", "本企业没有符合这些条件的备案合同"),
        ("' OR 1=1 --", "合同备案编号由8至32位字母、数字或短横线组成，请核对"),
        ("\0", "BA11010520260000017"),
    ],
)
def test_a_search_that_cannot_find_says_why(pages: Pages, rented, filing_no, sentence):
    pages.get("/enterprise/leases", {"filing_no": filing_no})
    assert sentence in pages.page.text
    assert {"查询", "重置"} <= {"".join(b.itertext()) for b in pages.page.all("a", "button")}


def test_one_lease_shows_its_bills_and_every_movement(pages: Pages, paid):
    pages.get(LEASE)
    assert ["已监管" in row for row in rows(pages)] == [True, True, False]
    assert "租金（第2期）" in rows(pages)[2] and "未到期" in rows(pages)[2]
    first, second = rows(pages, 1)
    assert "租金" in first and "¥24,000.00 ¥28,000.00" in first
    assert "押金" in second and "¥4,000.00 ¥4,000.00" in second
    assert "张三" not in pages.page.text and paid.no not in pages.page.text


def test_a_lease_without_movements_says_when_there_will_be_some(pages: Pages):
    pages.get(LEASE)
    assert "还没有资金明细" in pages.page.text and "待缴" in rows(pages)[0]


def test_the_statement_pages_by_key(pages: Pages, paid, monkeypatch):
    monkeypatch.setattr("anju.portals.enterprise.views.leases.SIZE", 1)
    pages.get(LEASE)
    [older] = [link.get("href") for link in pages.page.all("a") if link.get("rel") == "next"]
    pages.get(older)
    assert "押金" in rows(pages, 1)[0] and "上一页" in pages.page.text


def test_the_list_pages_by_key(pages: Pages, lease):
    for number in range(20):
        a_lease(filing_no=f"BA-MORE-{number:04}")
    pages.get("/enterprise/leases")
    assert len(rows(pages)) == 20
    [older] = [link.get("href") for link in pages.page.all("a") if link.get("rel") == "next"]
    pages.get(older)
    [last] = rows(pages)
    assert lease.filing_no in last


def test_somebody_elses_lease_is_not_found(pages: Pages, rented):
    pages.get("/enterprise/leases")
    assert rented.filing_no not in pages.page.text
    for number in (rented.filing_no, "BA99999999999", "short"):
        assert pages.get(f"/enterprise/leases/{number}").status_code == 404


def test_nothing_can_be_done_here(pages: Pages):
    for address in ("/enterprise/", "/enterprise/leases", LEASE):
        assert pages.post(address).status_code == 405


def test_no_page_costs_more_than_twelve_queries(
    pages: Pages, both, paid, settings, django_assert_max_num_queries
):
    """For an enterprise that is a tenant too, with leases of several tenants, orders, files, and rent that waits."""
    more = [a_lease(filing_no=f"BA-MORE-{number:04}", tenants=(ZHANG_SAN,)) for number in range(4)]
    an_order_on_behalf(more[0])
    a_paying_order_on_behalf(more[1], more[2])
    uploaded(enterprise_of(more[3]), [more[3].filing_no, "押金", "", "4000.00"])
    a_return(paid.lease)
    a_month_ago = clock.today() - timedelta(days=30)
    paid_in(a_lease(filing_no="BA-DUE-0001", starts_on=a_month_ago), on=a_month_ago)
    pages.get(HOME)
    assert "尚未登记收款账户，请先登记。" in pages.page.text
    settings.MOVABLE_CLOCK = False  # which only the demo has, and asks the database for
    for address in (
        HOME,
        "/enterprise/orders",
        "/enterprise/releases",
        "/enterprise/account",
        "/enterprise/leases",
        "/enterprise/leases?filing_no=BA-MORE-0001",
        LEASE,
    ):
        pages.get(address)
        with django_assert_max_num_queries(12, info=address):
            pages.get(address)


def test_every_page_speaks_english(pages: Pages, paid):
    pages.post("/language", {"language": "en", "next": "/enterprise/"})
    pages.get("/enterprise/leases")
    assert "Filed contract" in pages.page.text and "Nothing to be paid" in pages.page.text
    pages.get(LEASE)
    assert "Bills" in pages.page.text and "Movements" in pages.page.text


@pytest.mark.covers("CRD-04")
def test_a_blacklisted_enterprise_is_told_above_its_leases(pages: Pages, both, paid):
    pages.get("/enterprise/leases")
    assert "黑名单" not in pages.page.text
    blacklist(enterprise_of(paid.lease))
    pages.get("/enterprise/leases")
    assert "该机构在住房租赁黑名单上" in pages.page.text and "非法集资" in pages.page.text
