"""What a home owes, worked out by hand. (rules B2.2 to B2.15)"""

from datetime import date

import pytest

from anju.fund.rules import DepositKind, Due, Facts, what_is_due

TODAY = date(2026, 11, 29)


def owed(**changes):
    facts = {
        "area_hundredths": 90_00,
        "storeys": 12,
        "contract_on": date(2024, 5, 1),
        "price_fen": None,
        "is_sold_public": False,
        "completes": False,
        "first_fen": 0,
        "held_fen": 0,
    }
    return what_is_due(Facts(**(facts | changes)), TODAY)


@pytest.mark.covers("OWN-21")
@pytest.mark.parametrize(
    ("changes", "fen"),
    [
        ({"storeys": 12}, 18_000_00),
        ({"storeys": 6}, 9_000_00),
        ({"storeys": 7}, 18_000_00),
        ({"contract_on": date(2008, 2, 1)}, 18_000_00),
        ({"area_hundredths": 89_37}, 17_874_00),
        ({"area_hundredths": 8_01, "storeys": 6}, 801_00),
        ({"contract_on": date(2008, 1, 31), "price_fen": 1_000_000_00}, 20_000_00),
        ({"contract_on": date(2008, 1, 31), "price_fen": 1_000_000_25}, 20_000_01),
        ({"contract_on": date(2008, 1, 31), "price_fen": 1_000_000_24}, 20_000_00),
    ],
)
def test_the_first_deposit_follows_storeys_and_the_day_of_the_contract(changes, fen):
    assert owed(**changes) == Due(DepositKind.FIRST, fen)


@pytest.mark.covers("OWN-21")
@pytest.mark.parametrize(
    ("held_fen", "answer"),
    [
        (5_400_00, Due()),
        (5_399_99, Due(DepositKind.TOP_UP, 12_600_01)),
        (0, Due(DepositKind.TOP_UP, 18_000_00)),
    ],
)
def test_below_thirty_percent_of_the_first_a_home_is_topped_up_to_the_standard(held_fen, answer):
    assert owed(first_fen=18_000_00, held_fen=held_fen) == answer


@pytest.mark.covers("OWN-21")
def test_an_old_home_is_topped_up_to_the_standard_in_force_today():
    old = {"contract_on": date(2005, 1, 1), "price_fen": 500_000_00, "first_fen": 10_000_00}
    assert owed(**old, held_fen=2_999_99) == Due(DepositKind.TOP_UP, 15_000_01)


@pytest.mark.covers("OWN-21")
def test_another_area_is_paid_after_or_goes_back():
    assert owed(first_fen=17_000_00, held_fen=17_000_00) == Due(DepositKind.SUPPLEMENT, 1_000_00)
    assert owed(first_fen=18_400_00, held_fen=18_400_00) == Due(refund_fen=400_00)


def test_without_a_price_nothing_is_asked_of_a_home_that_deposits_by_price():
    by_price = {"contract_on": date(2005, 1, 1)}
    assert owed(**by_price) == Due()
    assert owed(**by_price, price_fen=24) == Due(), "not half a fen"
    assert owed(**by_price, price_fen=25) == Due(DepositKind.FIRST, 1)


def test_sold_public_housing_owes_online_only_what_completes_it_after_a_resale():
    assert owed(is_sold_public=True) == Due()
    resold = {"is_sold_public": True, "completes": True}
    assert owed(**resold, held_fen=3_000_00) == Due(DepositKind.COMPLETION, 15_000_00)
    assert owed(**resold, held_fen=18_000_00) == Due()


def test_another_area_and_a_low_balance_are_settled_in_this_order():
    """多退少补 comes before 续交: first the first deposit is made right, then the balance is looked at."""
    low = {"first_fen": 18_000_00, "held_fen": 1_00}
    assert owed(area_hundredths=91_00, **low) == Due(DepositKind.SUPPLEMENT, 200_00)
    assert owed(area_hundredths=89_00, **low) == Due(refund_fen=200_00)
