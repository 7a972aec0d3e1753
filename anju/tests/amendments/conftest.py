"""An institution at its pages, on a clock that can be moved."""

import pytest

from anju.agencies.tests.offices import administrator_of, an_institution
from anju.tests.pages import Pages


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


@pytest.fixture
def own(db):
    return an_institution()


@pytest.fixture
def by(own):
    return administrator_of(own)


@pytest.fixture
def desk(own):
    pages = Pages()
    pages.as_administrator(own.organisation)
    return pages
