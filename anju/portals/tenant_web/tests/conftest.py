import pytest

from anju.contracts.models import Lease
from anju.people.models import Person
from anju.refunds.tests.endings import Days
from anju.tests.pages import Pages
from anju.tests.world import a_lease


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
