import pytest

from anju.contracts.models import Lease
from anju.contracts.terms import TenantTerms
from anju.people.models import Organisation
from anju.people.rules import Capacity
from anju.refunds.tests.endings import Days
from anju.tests.pages import Pages
from anju.tests.world import ENTERPRISE, LI_SI, ZHANG_SAN, a_lease


@pytest.fixture
def lease(db: None) -> Lease:
    """Let by 安居租赁有限公司 to 张三 and 李四: the deposit and the first rent are due today."""
    return a_lease(filing_no="BA11010520260000017", tenants=(ZHANG_SAN, LI_SI))


@pytest.fixture
def enterprise(lease: Lease, pages: Pages) -> Organisation:
    """安居租赁有限公司, a housing rental enterprise and nothing else, signed in."""
    organisation: Organisation = lease.enterprise
    pages.sign_in_as(organisation)
    return organisation


@pytest.fixture
def both(rented: Lease, lease: Lease, pages: Pages) -> Organisation:
    """安居租赁有限公司, which is also a tenant; it has accepted 《用户须知》, and is not signed in."""
    Pages().sign_in_as(lease.enterprise, capacity=Capacity.TENANT)
    organisation: Organisation = lease.enterprise
    return organisation


@pytest.fixture
def rented(db: None) -> Lease:
    """A lease on which 安居租赁有限公司 is the tenant and 京华青年住房租赁有限公司 the enterprise."""
    name, uscc = ENTERPRISE
    return a_lease(
        filing_no="BA-RENTED-0001",
        tenants=(TenantTerms(name, "13800000003", uscc=uscc),),
        enterprise=("京华青年住房租赁有限公司", "91110108MA01A0002G"),
    )


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch, db: None) -> Days:
    """The clock of the test, standing on Monday, 2 November 2026."""
    clock = Days(monkeypatch)
    clock.be("2026-11-02")
    return clock
