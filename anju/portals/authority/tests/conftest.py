"""The desks of the housing authority, on the day of the tests of its packages: an officer for each post."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from anju.core import clock
from anju.people.rules import Power
from anju.tests.pages import Pages


@pytest.fixture
def today(monkeypatch, db) -> datetime:
    """It is Monday, 2 November 2026, ten o'clock in Beijing."""
    moment = datetime(2026, 11, 2, 2, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


@pytest.fixture
def officer(today) -> Callable[..., Pages]:
    """Somebody with these powers, signed in."""

    def signed_in(*powers: str, username: str = "lin.fang", name: str = "林芳") -> Pages:
        pages = Pages()
        pages.as_staff(*powers, username=username, name=name)
        return pages

    return signed_in


@pytest.fixture
def entering(officer) -> Pages:
    return officer(Power.AGENCY_ENTER, username="lu.yi", name="陆毅")


@pytest.fixture
def reviewing(officer) -> Pages:
    return officer(Power.AGENCY_REVIEW, username="shen.he", name="沈和")
