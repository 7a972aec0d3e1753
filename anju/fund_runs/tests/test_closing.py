"""销户结息: what a home has earned up to the day on which it is given up, before all that it holds goes back. (B3.8)"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.refusals import Broken, Refused
from anju.fund import actions as fund
from anju.fund.rules import RefundReason
from anju.fund.tests.test_refunds import CARD
from anju.fund.tests.test_refunds import CHECKER as REFUND_CHECKER
from anju.fund.tests.test_refunds import MAKER as REFUND_MAKER
from anju.fund.tests.world import an_account
from anju.fund_runs import actions, jobs, queries
from anju.fund_runs.tests.things import (
    CHECKER,
    MAKER,
    booked,
    by_days,
    counted,
    deposit,
    fresh,
    the_bank_pays,
    wait_for_the_run,
)
from anju.ledger.queries import balance_fen
from anju.people import actions as people
from anju.people.rules import Power
from anju.refunds.tests.endings import bank_pays

pytestmark = pytest.mark.django_db
RATES = [(date(2015, 10, 24), 11000, 3500)]
DEMAND = [(date(2015, 10, 24), 3500, 3500)]


def a_home_of(days: int):
    """18,000.00, so many days ago."""
    account = an_account()
    deposit(account, 18_000_00, clock.today())
    go_on(days)
    return account, clock.today() - timedelta(days=days)


def go_on(days: int) -> None:
    advance_clock(days=days, by=CLOCK)


def closed(account):
    run = actions.close_interest(account_id=account.pk, by=MAKER)
    jobs.run_what_is_open(0)
    return fresh(run)


def test_what_goes_back_is_the_balance_with_its_interest_to_the_cent():
    account, since = a_home_of(100)
    run = closed(account)
    earned = by_days([(since, 18_000_00)], since, clock.today(), DEMAND)
    assert (earned, run.amount_fen) == (17_50, 17_50)
    assert queries.closing_is_missing(account)
    the_bank_pays(earned)
    booked(run)
    assert not queries.closing_is_missing(account)
    stated = {"payee_name": "王五", "payee_account": CARD, "payee_bank": "中国工商银行"}
    refund = fund.enter_refund(
        account_id=account.pk, reason=RefundReason.CANCELLED, **stated, by=REFUND_MAKER
    )
    fund.approve_refund(refund_id=refund.pk, by=REFUND_CHECKER)
    bank_pays()
    assert (refund.amount_fen, balance_fen(account.pot)) == (18_017_50, 0)
    wait_for_the_run()
    assert counted().homes == 0, "nothing is earned on the day on which it left, nor after it"


def test_what_was_given_up_later_than_meant_has_the_days_between_in_a_second_run():
    account, since = a_home_of(100)
    first = closed(account)
    the_bank_pays(first.amount_fen)
    booked(first)
    go_on(30)
    assert queries.closing_is_missing(account)
    second = closed(account)
    held = 18_000_00 + first.amount_fen
    assert second.amount_fen == by_days([(since, held)], second.from_on, second.to_on, DEMAND)
    assert (second.from_on, second.to_on) == (first.to_on, clock.today())


def test_a_home_that_is_not_given_up_after_all_gains_nothing_by_its_closing():
    """What came in this year earns the current rate from the closing's day on, as it did before it."""
    account, since = a_home_of(100)
    closing = closed(account)
    the_bank_pays(closing.amount_fen)
    booked(closing)
    wait_for_the_run()
    yearly = counted()
    moves = [(since, 18_000_00), (closing.to_on - timedelta(days=1), closing.amount_fen)]
    assert yearly.from_on <= since, "the deposit is of this year"
    assert yearly.amount_fen == by_days(moves, closing.to_on, yearly.to_on, DEMAND)


def test_a_closing_cannot_be_sent_back_when_the_year_was_counted_from_its_day_on():
    account, since = a_home_of(20)
    run = closed(account)
    wait_for_the_run()
    yearly = counted()
    with pytest.raises(Refused) as no:
        actions.reject_run(run_id=run.pk, because="不退房了", by=CHECKER)
    assert (no.value.code, no.value.facts["no"]) == ("counted_on", yearly.no)
    actions.reject_run(run_id=yearly.pk, because="重新计算", by=CHECKER)
    actions.reject_run(run_id=run.pk, because="不退房了", by=CHECKER)
    again = counted()
    whole = by_days([(since, 18_000_00)], again.from_on, again.to_on, RATES)
    assert again.amount_fen == whole, "no day is lost, none counts twice"


def test_a_department_closes_homes_of_its_district_only():
    account, _ = a_home_of(20)
    keeper = replace(MAKER, may=frozenset({Power.USER_KEEP}))
    here, there = (
        people.record_staff(
            username=name,
            name=name,
            password="x",
            powers=[Power.FUND_PAY, Power.FUND_CHECK],
            by=CLOCK,
        )
        for name in ("zhao.yang", "hai.dian")
    )
    people.place_at_department(member_id=here.pk, district="110105", by=keeper)
    people.place_at_department(member_id=there.pk, district="110108", by=keeper)
    may = frozenset({Power.FUND_PAY, Power.FUND_CHECK})
    own, other = (replace(MAKER, may=may, staff_id=one.pk) for one in (here, there))
    with pytest.raises(Broken):
        actions.close_interest(account_id=account.pk, by=other)
    run = actions.close_interest(account_id=account.pk, by=own)
    assert list(queries.runs_seen_by(own)) == [run]
    assert not queries.runs_seen_by(other).exists()
