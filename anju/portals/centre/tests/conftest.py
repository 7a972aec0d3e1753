"""The desk as a member of staff with all its powers."""

import pytest

from anju.people.rules import Power
from anju.tests.pages import Pages


@pytest.fixture
def desk(pages: Pages) -> Pages:
    pages.as_staff(*Power.values)
    return pages
