"""Organisations rent too, and carry a phone."""

import pytest

from anju.contracts.actions import TenantTerms
from anju.contracts.queries import bills_of
from anju.orders import actions
from anju.portals.tenant_web.tests.reading import links
from anju.tests.pages import Pages
from anju.tests.world import a_lease, tenant_of

pytestmark = pytest.mark.django_db
COMPANY = TenantTerms("北京科创软件有限公司", "13800000009", uscc="91110108MA01ABCD5T")


@pytest.fixture
def leases(pages: Pages) -> list:
    leases = [a_lease(filing_no=f"BA-COMPANY-{n}", tenants=(COMPANY,)) for n in range(2)]
    pages.sign_in_as(leases[0].tenants.get().organisation)
    return leases


@pytest.mark.covers("ORD-03")
def test_an_order_for_many_leases_says_how_many_and_shows_its_bills_lease_by_lease(pages, leases):
    bills = [bill.pk for lease in leases for bill in bills_of(lease)]
    order = actions.place_order(bill_ids=bills, by=tenant_of(leases[0]))
    for page in (
        "orders",
        f"orders/{order.no}",
        f"orders/{order.no}/pay",
        f"orders/{order.no}/bills",
    ):
        pages.get(f"/m/{page}")
        assert "2 份合同" in pages.page.text, page
        if page != "orders":
            assert {f"/m/pay/{lease.filing_no}" for lease in leases} <= links(pages)
    pages.get("/m/orders", {"filing_no": "BA-COMPANY-1"})
    assert order.no in pages.page.text


@pytest.mark.covers("ORD-01", "BAL-01")
def test_an_organisation_sees_its_own_leases_and_nothing_of_others(pages, leases):
    other = a_lease(filing_no="BA-OF-A-PERSON")
    for page in ("", "pay", "bills", "balances"):
        pages.get(f"/m/{page}")
        assert other.filing_no not in pages.page.text
    pages.get("/m/pay")
    assert {f"/m/pay/{lease.filing_no}" for lease in leases} <= links(pages)
