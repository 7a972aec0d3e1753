"""The desk as a member of staff with all its powers, as who closes the day, as who checks entries."""

import pytest

from anju.people.rules import POWERS_OF, Office, Power
from anju.tests.pages import Pages


@pytest.fixture
def desk(pages: Pages) -> Pages:
    pages.as_staff(*POWERS_OF[Office.CENTRE])
    return pages


@pytest.fixture
def closer(pages: Pages) -> Pages:
    pages.as_staff(
        Power.PROOF_READ, Power.PROOF_CLOSE, Power.ENTRY_MAKE, username="ren.zhong", name="任忠"
    )
    return pages


@pytest.fixture
def checker() -> Pages:
    pages = Pages()
    pages.as_staff(Power.ENTRY_CHECK, Power.LEDGER_READ, username="ji.zhang", name="纪彰")
    return pages
