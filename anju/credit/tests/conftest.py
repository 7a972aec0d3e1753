import pytest

from anju.credit.tests.scoring import Days


@pytest.fixture(autouse=True)
def days(monkeypatch, db):
    """The clock of the test, standing on Monday, 2 November 2026."""
    return Days(monkeypatch)
