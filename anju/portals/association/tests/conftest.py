"""The association's desk, on a day that the test says: a mediator, and an approver with a desk of their own."""

import pytest

from anju.people.rules import Power
from anju.refunds.tests.conftest import days  # noqa: F401 - a fixture
from anju.tests.pages import Pages


@pytest.fixture
def mediator(days) -> Pages:  # noqa: F811
    pages = Pages()
    pages.as_staff(Power.DISPUTE_MEDIATE, username="he.jie", name="何洁")
    return pages


@pytest.fixture
def approver(days) -> Pages:  # noqa: F811
    pages = Pages()
    pages.as_staff(Power.DISPUTE_APPROVE, username="wu.yan", name="吴燕")
    return pages
