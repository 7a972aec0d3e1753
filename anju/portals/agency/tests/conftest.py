"""Institutions and their administrators, signed in, on Monday, 2 November 2026, ten o'clock in Beijing."""

from datetime import UTC, datetime

import pytest

from anju.agencies.models import Institution
from anju.agencies.tests.offices import a_branch, an_institution
from anju.core import clock
from anju.tests.pages import Pages


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch, db: None) -> datetime:
    moment = datetime(2026, 11, 2, 2, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


@pytest.fixture
def own(today: datetime) -> Institution:
    """北京安家住房租赁有限公司, a rental enterprise."""
    return an_institution()


@pytest.fixture
def branch(own: Institution) -> Institution:
    return a_branch(own)


@pytest.fixture
def desk(own: Institution) -> Pages:
    """Its administrator, signed in."""
    return signed_in(own)


def signed_in(institution: Institution) -> Pages:
    pages = Pages()
    pages.as_administrator(institution.organisation)
    return pages
