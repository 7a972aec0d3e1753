import pytest

from anju.contracts.models import Lease
from anju.people.models import Person
from anju.refunds.models import Case, Plan
from anju.refunds.tests.endings import (
    OTHER_ACCOUNT,
    Days,
    a_held_lease,
    a_plan,
    a_return,
    an_account_of,
)
from anju.tests.pages import Pages
from anju.tests.world import LI_SI, ZHANG_SAN, a_lease


@pytest.fixture
def lease(db: None) -> Lease:
    """张三's lease: deposit 4,000.00, rent 24,000.00 twice; the deposit and the first rent are due today."""
    return a_lease(filing_no="BA11010520260000017")


@pytest.fixture
def tenant(lease: Lease, pages: Pages) -> Person:
    """张三 himself, signed in."""
    person: Person = lease.tenants.get(position=1).person
    pages.sign_in_as(person)
    return person


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch, db: None) -> Days:
    """The clock of the test, standing on Monday, 2 November 2026."""
    clock = Days(monkeypatch)
    clock.be("2026-11-02")
    return clock


@pytest.fixture
def case(db: None, pages: Pages) -> Case:
    """张三 and 李四 have handed back their home: 4,000 of deposit and 24,000 of rent are held; 张三 is signed in."""
    lease = a_held_lease(filing_no="BA11010520260000017", tenants=(ZHANG_SAN, LI_SI))
    an_account_of(lease)
    case = a_return(lease)
    pages.sign_in_as(lease.tenants.get(position=1).person)
    return case


@pytest.fixture
def plan(case: Case) -> Plan:
    """1,000.00 of the deposit is deducted for damage; the payee has not opened it yet."""
    return a_plan(case, payee=OTHER_ACCOUNT)


@pytest.fixture
def co_tenant(case: Case) -> Pages:
    """李四, who may only look."""
    other = Pages()
    other.sign_in_as(case.lease.tenants.get(position=2).person)
    return other
