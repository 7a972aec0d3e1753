from datetime import UTC, datetime

import pytest

from anju.core import clock


@pytest.fixture(autouse=True)
def today(monkeypatch, db):
    """It is Monday, 2 November 2026, ten o'clock in Beijing."""
    moment = datetime(2026, 11, 2, 2, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment
