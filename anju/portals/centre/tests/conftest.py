"""The desk as a member of staff with all its powers."""

import pytest

from anju.people.rules import POWERS_OF, Office
from anju.tests.pages import Pages


@pytest.fixture
def desk(pages: Pages) -> Pages:
    pages.as_staff(*POWERS_OF[Office.CENTRE])
    return pages
