"""Money of a home that is frozen for repairs: still the home's, but not at its disposal. (WDR-08; rules B7.7, B9)"""

import pytest

from anju.core.refusals import Refused
from anju.fund import actions, queries
from anju.fund.rules import RefundReason
from anju.fund.tests.test_refunds import CHECKER, enter
from anju.fund.tests.world import (
    DEPARTMENT,
    WANG,
    ZHAO,
    a_sold_public_home,
    an_account,
    books_balance,
    first_deposited,
    freeze,
    fresh,
    receive,
    release,
    signed_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("WDR-08")]


@pytest.fixture
def account():
    """18,000.00 deposited, 170.48 of it frozen."""
    account = an_account()
    first_deposited(account, signed_in(WANG))
    freeze(account, 170_48)
    return fresh(account)


def test_what_is_frozen_is_still_the_homes_and_is_told_apart(account):
    [holding] = queries.holdings_of([account]).values()
    assert (holding.balance_fen, holding.frozen_fen) == (18_000_00, 170_48)
    assert holding.available_fen == 17_829_52
    standing = queries.standings_of([account])[account.pk]
    assert (standing.balance_fen, standing.frozen_fen) == (18_000_00, 170_48)
    assert (queries.balance_fen(account), queries.frozen_fen(account)) == (18_000_00, 170_48)
    assert queries.building_book(account.dwelling.building).homes == 1


def test_freezing_and_releasing_are_lines_on_which_the_balance_stays(account):
    release(account, 70_48)
    lines = queries.movements(account)
    assert [(one.in_fen, one.out_fen, one.balance_fen) for one in lines] == [
        (70_48, 70_48, 18_000_00),
        (170_48, 170_48, 18_000_00),
        (18_000_00, 0, 18_000_00),
    ]
    assert queries.frozen_fen(account) == 100_00


def test_each_part_of_sold_public_housing_is_frozen_for_itself():
    account = a_sold_public_home()
    receive(account, 2_000_00)
    receive(account, 8_000_00, ":unit")
    freeze(account, 50_00)
    freeze(account, 200_00, ":unit")
    assert queries.parts_of(account) == (1_950_00, 7_800_00)
    assert queries.frozen_parts_of(account) == (50_00, 200_00)
    assert queries.balance_fen(account) == 10_000_00


def test_frozen_money_counts_until_it_is_paid_so_nothing_is_asked_for_twice(account):
    freeze(account, 17_000_00)
    assert queries.due_of(account).kind is None


def test_a_home_is_not_given_up_while_money_of_it_is_frozen(account):
    with pytest.raises(Refused) as no:
        enter(account, reason=RefundReason.LOST)
    assert (no.value.code, no.value.facts["amount"]) == ("frozen", "170.48")
    assert not account.refunds.exists()

    release(account, 170_48)
    refund = enter(account, reason=RefundReason.LOST)
    freeze(account, 100_00)
    with pytest.raises(Refused) as no:
        actions.approve_refund(refund_id=refund.pk, by=CHECKER)
    assert no.value.code == "frozen"
    assert queries.balance_fen(account) == 18_000_00


def test_no_refund_takes_what_is_frozen(account):
    freeze(account, 17_000_00)
    deposit = account.deposits.get()
    with pytest.raises(Refused) as no:
        enter(account, reason=RefundReason.DUPLICATE, deposit_id=deposit.pk, amount_fen=1_000_00)
    assert (no.value.code, no.value.facts["most"]) == ("too_much", "829.52")
    refund = enter(account, reason=RefundReason.DUPLICATE, deposit_id=deposit.pk, amount_fen=829_52)
    assert actions.approve_refund(refund_id=refund.pk, by=CHECKER).amount_fen == 829_52
    assert queries.holdings_of([account])[account.pk] == queries.Holding(17_170_48, 17_170_48)


@pytest.mark.covers("OWN-11")
def test_what_is_frozen_goes_with_the_home_when_it_is_sold(account):
    actions.sell_home(account_id=account.pk, owners=[ZHAO], by=DEPARTMENT)
    [theirs] = queries.homes_of(signed_in(ZHAO))
    assert queries.holdings_of([theirs])[theirs.pk].frozen_fen == 170_48
    assert not queries.homes_of(signed_in(WANG)).exists()
    assert books_balance()
