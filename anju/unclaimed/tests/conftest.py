import pytest

from anju.refunds.tests.endings import Days


@pytest.fixture
def days(monkeypatch, db):
    """The clock of the test, standing on Monday, 2 November 2026."""
    clock = Days(monkeypatch)
    clock.be("2026-11-02")
    return clock
