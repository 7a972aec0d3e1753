"""统计看板: every figure is a link, and what it leads to adds up to it. (CTR-01)"""

import re

import pytest

from anju.agencies.tests import offices
from anju.core import clock
from anju.core.actors import CLOCK
from anju.fund.tests import world as fund_world
from anju.ledger import actions as ledger
from anju.statistics import actions
from anju.tests.world import a_credit, a_lease_in_custody, a_payout, book

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CTR-01")]
AMOUNT = re.compile(r"¥\s?([0-9,]+\.[0-9]{2})")


def count():
    ledger.seal()
    actions.count_all_money(by=CLOCK)
    actions.count_work(day=clock.today(), by=CLOCK)


@pytest.fixture
def city():
    lease = a_lease_in_custody()
    for number in range(3):
        a_lease_in_custody(
            filing_no=f"BA-SOME-000{number}",
            district="110108",
            enterprise=(f"企业{number}租赁有限公司", offices.a_code(9000 + number)),
        )
    a_credit(code="nobody", amount="12.34")
    book()
    a_payout(lease)
    fund_world.receive(fund_world.an_account(), 100_000)
    count()


def fen(text):
    found = AMOUNT.search(text)
    assert found, text
    return int(found[1].replace(",", "").replace(".", ""))


def links(page, selector):
    """The figures of a part of a page: what each says, and where it leads."""
    return [(fen(one.text_content()), one.get("href")) for one in page.css(selector)]
