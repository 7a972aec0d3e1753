"""The portal of the enterprises, walked by one with a long name that is a tenant elsewhere."""

from django.urls import reverse

from anju.contracts.terms import TenantTerms
from anju.people.models import Organisation
from anju.people.rules import Capacity
from anju.tests.pages import Pages
from anju.tests.walks import Visit, Walk, visits
from anju.tests.world import LI_SI, ZHANG_SAN, a_credit, a_lease, a_paying_order, book

LONG_NAME = "北京京华青年住房租赁资产运营管理有限责任公司朝阳第二分公司"
USCC = "91110108MA01A0002G"


def company_that_also_rents() -> Organisation:
    a_lease(
        filing_no="BA-RENTED-0001",
        tenants=(TenantTerms(LONG_NAME, "13800000003", uscc=USCC),),
        enterprise=("安家租赁有限公司", "91110108MA01ABCD5T"),
    )
    lease = a_lease(
        filing_no="BA11010520260000017", tenants=(ZHANG_SAN, LI_SI), enterprise=(LONG_NAME, USCC)
    )
    company: Organisation = lease.enterprise
    return company


def walks() -> list[Walk]:
    company = company_that_also_rents()
    for number in range(21):
        a_lease(filing_no=f"BA-MORE-{number:05}", enterprise=(LONG_NAME, USCC))
    a_credit(a_paying_order(a_lease(filing_no="BA-PAID-00001", enterprise=(LONG_NAME, USCC))))
    book()
    by = Pages()
    by.sign_in_as(company, capacity=Capacity.ENTERPRISE)
    return [Walk(by, pages())]


def pages() -> list[Visit]:
    leases, lease = reverse("enterprise:leases"), "enterprise:lease"
    return visits(
        leases,
        f"{leases}?filing_no=1",
        f"{leases}?filing_no=BA-NOT-OURS-1",
        reverse(lease, args=["BA11010520260000017"]),
        reverse(lease, args=["BA-PAID-00001"]),
    )
