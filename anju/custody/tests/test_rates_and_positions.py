"""The table of rates, and the bank's interest held against what our lots earned. (rules A6.3, A6.5)"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from anju.core import clock
from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.custody import actions, queries
from anju.custody.interest import Rate, in_fen, pieces
from anju.custody.models import InterestRate, Lot, LotDay
from anju.custody.rules import DAYS_WITHOUT_INTEREST, Refusal
from anju.parameters.rules import Refusal as OfParameters
from anju.parameters.tests.settling import APPROVER, PROPOSER
from anju.tests.custody_world import (
    an_account,
    released,
    t_1,
    the_bank_paid_interest,
    the_bank_pays,
    the_bank_refuses,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("ENT-03")]

Q2 = (date(2025, 3, 31), date(2025, 6, 20))


def a_rate(from_on, rate_ppm):
    """Proposed by one, approved by another."""
    terms = {"from_on": from_on, "rate_ppm": rate_ppm, "because": "公告"}
    proposed = actions.propose_interest_rate(**terms, by=PROPOSER)
    actions.approve_interest_rate(value_id=proposed, by=APPROVER)


def position(lease, first, last):
    return queries.interest_position(lease.bank_account_id, "ccb", first, last)


def test_the_first_rate_comes_with_the_platform():
    assert queries.rates() == [Rate(date(2024, 10, 1), 500)]


def test_a_rate_is_entered_for_a_day_to_come_and_only_once():
    tomorrow = clock.today() + timedelta(days=1)
    terms = {"from_on": tomorrow, "rate_ppm": 1000, "because": "公告"}
    proposed, again = (actions.propose_interest_rate(**terms, by=PROPOSER) for _ in range(2))
    assert again == proposed and queries.rates() == [Rate(date(2024, 10, 1), 500)]
    with pytest.raises(Refused) as refused, transaction.atomic():
        actions.approve_interest_rate(value_id=proposed, by=replace(APPROVER, name=PROPOSER.name))
    assert refused.value.code == OfParameters.OWN_PROPOSAL

    for _ in range(2):
        actions.approve_interest_rate(value_id=proposed, by=APPROVER)

    assert queries.rates() == [Rate(date(2024, 10, 1), 500), Rate(tomorrow, 1000)]


@pytest.mark.parametrize(
    ("days", "code"), [(0, Refusal.RATE_IN_PAST), (8, Refusal.RATE_OUT_OF_ORDER)]
)
def test_a_rate_for_a_day_that_has_begun_or_before_another_is_refused(days, code):
    a_rate(clock.today() + timedelta(days=9), 1000)

    with pytest.raises(Refused) as refused, transaction.atomic():
        a_rate(clock.today() + timedelta(days=days), 900)

    assert refused.value.code == code
    assert InterestRate.objects.count() == 2


def test_the_database_refuses_to_change_a_rate():
    with pytest.raises(IntegrityError), transaction.atomic():
        InterestRate.objects.update(rate_ppm=1)


def test_what_lots_earned_in_a_quarter_is_held_against_what_the_bank_paid():
    """31 March to 20 June are 82 days. The deposit and months 4 to 6 stay: 16,000.00 × 82 days at 0.05 %: 182.22 fen.

    Months 1 to 3 leave after a day and earn nothing.
    """
    lease = t_1()
    an_account(lease.enterprise_id)
    the_bank_pays(*released(date(2025, 4, 1)))

    was = position(lease, *Q2)

    assert (was.received_fen, was.earned_fen, was.difference_fen) == (0, 182, -182)
    assert (was.credited_fen, was.unpaid_fen, was.held_fen) == (0, 182, 0)


def test_what_left_in_the_middle_earned_up_to_the_day_before():
    """Up to 30 September, 184 days: the deposit 102.22 fen, and the months 50.56, 67.78 and 85: 305.56 together."""
    lease = t_1()
    an_account(lease.enterprise_id)
    the_bank_paid_interest("10.00")
    for day in (date(2025, 4, 1), date(2025, 6, 30), date(2025, 7, 31), date(2025, 8, 31)):
        the_bank_pays(*released(day))

    was = position(lease, date(2025, 3, 31), date(2025, 9, 30))

    assert was.earned_fen == 306
    assert was.unpaid_fen == 102
    assert was.held_fen == 10_00 - 51 - 68 - 85


def test_interest_that_was_paid_and_came_back_was_not_credited():
    lease = t_1()
    account = an_account(lease.enterprise_id)
    the_bank_paid_interest("100.00")
    today = clock.today()
    (failed,) = released(date(2025, 6, 30))
    the_bank_refuses(failed)

    was = position(lease, today, today)
    assert (was.received_fen, was.credited_fen, was.held_fen) == (100_00, 0, 100_00)

    account.refresh_from_db()
    (again,) = released(account.not_before)
    was = position(lease, today, today)
    assert was.credited_fen == again.interest_fen > 0
    assert was.held_fen == 100_00 - again.interest_fen


def test_a_change_of_rate_counts_from_its_day():
    lease = t_1()
    today = clock.today()
    change = today + timedelta(days=10)
    a_rate(change, 1000)

    was = position(lease, today, change + timedelta(days=9))

    # 28,000.00 × (10 days at 500 + 10 days at 1,000) = 2,800,000 × 15,000 / 360,000,000
    assert was.earned_fen == 117


def test_what_is_kept_by_day_says_what_all_lots_say_for_any_time():
    """Released, failed, left within a day, with a change of rate: fen times days of every lot, added up here."""
    lease = t_1()
    today = clock.today()
    a_rate(today + timedelta(days=40), 1000)
    account = an_account(lease.enterprise_id)
    the_bank_paid_interest("100.00")
    days = [date(2025, 4, 1), date(2025, 6, 30), date(2025, 7, 31)]
    (paid, *_), (failed,), (again,) = (released(day) for day in days)
    the_bank_pays(paid)
    the_bank_refuses(failed)
    for first, last in [
        (date(2025, 3, 31), date(2025, 6, 20)),
        (date(2025, 1, 1), today + timedelta(days=100)),
        (days[1], days[2]),
        (days[2], days[2]),
        (days[0], days[0]),
    ]:
        was = position(lease, first, last)
        table = queries.rates()
        lots = list(Lot.objects.all())
        assert lots and was.in_lots_fen == sum(one.amount_fen for one in lots if not one.left_on)
        assert was.earned_fen == in_fen(sum(made(one, first, last, table) for one in lots))
        still = [one for one in lots if one.left_on is None or one.left_on > last]
        assert was.unpaid_fen == in_fen(sum(made(one, one.value_on, last, table) for one in still))
    assert account.pk and again.pk and queries.days_that_differ() == []
    rows = LotDay.objects.count()
    before = position(lease, *Q2)
    assert actions.fold_days(by=CLOCK) and LotDay.objects.count() < rows
    assert actions.fold_days(by=CLOCK) == 0 and queries.days_that_differ() == []
    assert position(lease, *Q2) == before
    LotDay.objects.update(came_fen=1)
    assert queries.days_that_differ()
    actions.count_days(by=CLOCK)
    assert queries.days_that_differ() == [] and position(lease, *Q2) == before


def made(lot, first, last, table):
    """What a lot earned between two days, both included, unrounded."""
    if lot.left_on and (lot.left_on - lot.value_on).days <= DAYS_WITHOUT_INTEREST:
        return 0
    since, upto = max(first, lot.value_on), last + timedelta(days=1)
    upto = min(upto, lot.left_on or upto)
    return sum(lot.amount_fen * piece.rate_ppm * piece.days for piece in pieces(since, upto, table))
