"""退款逾期企业: who owes a refund plan, and what the law provides. (BEY-10, rule A13.2)"""

from datetime import timedelta

import pytest

from anju.core import clock
from anju.core.actors import CLOCK
from anju.oversight import actions
from anju.people.rules import Power
from anju.refunds.tests.endings import a_held_lease, a_return
from anju.tests.pages import Pages
from anju.tests.world import enterprise_of

pytestmark = [pytest.mark.django_db, pytest.mark.covers("BEY-10")]
PAGE = "/authority/overdue-refunds"


@pytest.fixture
def desk(pages: Pages) -> Pages:
    pages.as_staff(Power.CREDIT_APPLY)
    return pages


def test_the_longest_overdue_stands_first_and_seven_days_are_marked(desk):
    lease = a_held_lease()
    case = a_return(lease, by=enterprise_of(lease))
    actions.assess(day=case.plan_due_on + timedelta(days=6), by=CLOCK)
    desk.get(PAGE)
    assert lease.filing_no in desk.page.text and "可依法处罚" not in desk.page.text
    actions.assess(day=case.plan_due_on + timedelta(days=7), by=CLOCK)
    desk.get(f"{PAGE}?least_days=7&district=110105")
    assert lease.filing_no in desk.page.text and "可依法处罚" in desk.page.text
    assert "20万元以上30万元以下" in desk.page.text
    desk.get(f"{PAGE}?district=110108")
    assert "没有逾期的退款方案" in desk.page.text
    assert case.plan_due_on >= clock.today()
