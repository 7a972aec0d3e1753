"""Money of the maintenance fund stands in the register, too: failed refunds, balances of lost homes. (BEY-14, B9.2)"""

from datetime import timedelta

import pytest

from anju.core import clock
from anju.fund import actions as fund
from anju.fund import jobs as fund_jobs
from anju.fund.rules import RefundReason
from anju.fund.tests.test_losses import LOST, OTHER_CARD, failed, lost
from anju.fund.tests.test_refunds import CHECKER, enter
from anju.fund.tests.world import WANG, an_account, first_deposited, receive, signed_in
from anju.ledger.queries import trial_balance
from anju.notices.models import Notice
from anju.refunds.tests.endings import bank_pays
from anju.unclaimed import jobs, queries
from anju.unclaimed.models import UnclaimedMoney
from anju.unclaimed.rules import Class
from anju.unclaimed.tests.waiting import KEEPER, nights

pytestmark = [pytest.mark.django_db, pytest.mark.covers("BEY-14")]


def passes(days, count):
    """So many days pass and the register is kept in the night after."""
    days.be(clock.today() + timedelta(days=count))
    jobs.keep_register(clock.today() - timedelta(days=1))


def test_a_failed_refund_is_registered_told_found_and_leaves_when_it_is_paid(days):
    account, wang = an_account(), signed_in(WANG)
    deposit = first_deposited(account, wang)
    once = {"reason": RefundReason.DUPLICATE, "deposit_id": deposit.pk, "amount_fen": 100_00}
    refund = failed(account, **once)
    assert queries.for_owner(WANG.name, WANG.id_number) == queries.Told(1, Class.HUNDREDS)
    before = trial_balance()
    passes(days, 30)
    assert not UnclaimedMoney.objects.exists()
    nights(days, 2)
    money = UnclaimedMoney.objects.get()
    assert (money.kind, money.about, money.amount_fen) == ("fund_refund", refund.no, 100_00)
    assert (money.person_id, money.district) == (wang.person_id, "110105")
    reminded = Notice.objects.get(kind="unclaimed_fund_waits")
    assert (reminded.person_id, reminded.facts["about"]) == (wang.person_id, refund.no)
    assert len(queries.reminders_of(money)) == 1 and trial_balance() == before

    anew = fund.claim_refund(refund_id=refund.pk, **OTHER_CARD, by=wang)
    passes(days, 1)
    money.refresh_from_db()
    assert money.status == "under_way"
    fund.approve_refund(refund_id=anew.pk, by=CHECKER)
    bank_pays()
    fund_jobs.hear_of_refunds(0)
    passes(days, 1)
    money.refresh_from_db()
    assert (money.status, queries.for_owner(WANG.name, WANG.id_number)) == ("closed", None)


def test_the_owner_of_a_lost_home_is_reminded_once_they_are_known(days):
    account = an_account()
    receive(account, 3_000_00)
    lost(account)
    passes(days, 1)
    money = UnclaimedMoney.objects.get()
    assert (money.kind, money.amount_fen, money.since_on) == (
        "lost_home",
        3_000_00,
        LOST["lost_on"],
    )
    assert account.dwelling.address.endswith(money.about) and money.person_id is None
    wang = signed_in(WANG)
    receive(account, 1_00)
    passes(days, 1)
    money.refresh_from_db()
    assert (money.person_id, money.amount_fen) == (wang.person_id, 3_001_00)
    assert Notice.objects.get(kind="unclaimed_fund_waits").person_id == wang.person_id
    assert list(queries.money_found(KEEPER, kind="lost_home")) == [money]

    refund = enter(account, reason=RefundReason.LOST)
    passes(days, 1)
    money.refresh_from_db()
    assert money.status == "under_way"
    fund.approve_refund(refund_id=refund.pk, by=CHECKER)
    bank_pays()
    fund_jobs.hear_of_refunds(0)
    passes(days, 1)
    money.refresh_from_db()
    assert money.status == "closed"
    receive(account, 7_00)
    passes(days, 100)
    money.refresh_from_db()
    assert (money.status, money.amount_fen, money.closed_on) == ("waiting", 7_00, None)
