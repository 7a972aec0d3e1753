"""Every fen is the tenant's, the enterprise's or disputed, deposit and rent apart: by hand, and for any plan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.core.refusals import Refused
from anju.refunds.rules import Part, Refusal
from anju.refunds.split import (
    Item,
    Parts,
    Split,
    agreed_as_said,
    agreed_of_items,
    check_plan,
    split_by_answer,
    split_finally,
    split_interest,
    split_item,
)

pytestmark = pytest.mark.covers("REF-11", "ENT-04")
HELD = Parts(4000_00, 12000_00)
ITEMS = [Item("deposit", 1000_00), Item("deposit", 500_01), Item("rent", 2000_00)]


def refused(work, *arguments):
    with pytest.raises(Refused) as refusal:
        work(*arguments)
    assert refusal.value.message
    return refusal.value.code


# By hand


def test_a_plan_that_adds_up_for_deposit_and_rent_and_its_items():
    check_plan(HELD, Parts(2499_99, 10000_00), Parts(1500_01, 2000_00), ITEMS)


@pytest.mark.parametrize(
    ("to_tenant", "deducted", "items", "code"),
    [
        # one fen too little, too much, and the right total with deposit and rent mixed up
        ((2499_98, 10000_00), (1500_01, 2000_00), ITEMS, Refusal.PARTS_DIFFER),
        ((2500_00, 10000_00), (1500_01, 2000_00), ITEMS, Refusal.PARTS_DIFFER),
        ((2499_99 + 100, 9999_00), (1500_01, 2000_00), ITEMS, Refusal.PARTS_DIFFER),
        # the items are one fen less, or of the other part
        ((2499_99, 10000_00), (1500_01, 2000_00), ITEMS[:1], Refusal.ITEMS_DIFFER),
        (
            (2499_99, 10000_00),
            (1500_01, 2000_00),
            [Item("rent", 3500_01)],
            Refusal.ITEMS_DIFFER,
        ),
        ((4000_01, 12000_00), (-1, 0), [], Refusal.AMOUNT_NEGATIVE),
        ((-1, 12000_00), (4000_01, 0), [], Refusal.AMOUNT_NEGATIVE),
        (
            (4000_00, 12000_00),
            (0, 0),
            [Item("deposit", 0)],
            Refusal.ITEM_EMPTY,
        ),
        (
            (4000_00, 12000_00),
            (0, 0),
            [Item("deposit", 100), Item("deposit", -100)],
            Refusal.ITEM_EMPTY,
        ),
    ],
)
def test_a_plan_that_does_not_add_up_is_refused(to_tenant, deducted, items, code):
    assert refused(check_plan, HELD, Parts(*to_tenant), Parts(*deducted), items) == code


@pytest.mark.parametrize(
    ("agreed", "of_items", "enterprise", "disputed"),
    [
        # 3,500.01 deducted: nothing, a third, a hundred yuan, one fen, all of it is agreed to
        (0, [0, 0, 0], (0, 0), (1500_01, 2000_00)),
        (1166_67, [333_33, 166_67, 666_67], (500_00, 666_67), (1000_01, 1333_33)),
        (100_00, [28_57, 14_29, 57_14], (42_86, 57_14), (1457_15, 1942_86)),
        (1, [0, 0, 1], (0, 1), (1500_01, 1999_99)),
        (3500_01, [1000_00, 500_01, 2000_00], (1500_01, 2000_00), (0, 0)),
    ],
)
def test_an_agreed_deduction_is_spread_over_the_items_in_proportion(
    agreed, of_items, enterprise, disputed
):
    assert agreed_of_items(ITEMS, agreed) == of_items
    split = split_by_answer(Parts(2499_99, 10000_00), ITEMS, of_items)
    assert split == Split(Parts(2499_99, 10000_00), Parts(*enterprise), Parts(*disputed))
    assert split.held == HELD


def test_it_can_be_said_item_by_item():
    assert agreed_as_said(ITEMS, 1500_00, {0: 1000_00, 2: 500_00}) == [1000_00, 0, 500_00]
    assert refused(agreed_as_said, ITEMS, 1500_00, {0: 1000_01}) == Refusal.AGREED_OUT_OF_RANGE
    assert refused(agreed_as_said, ITEMS, 1500_00, {0: -1}) == Refusal.AGREED_OUT_OF_RANGE
    assert refused(agreed_as_said, ITEMS, 1500_00, {0: 1000_00}) == Refusal.AGREED_DIFFERS


@pytest.mark.parametrize("agreed", [-1, 3500_02])
def test_an_agreed_deduction_lies_between_nothing_and_what_the_plan_deducts(agreed):
    assert refused(agreed_of_items, ITEMS, agreed) == Refusal.AGREED_OUT_OF_RANGE


def test_a_settled_item_is_the_enterprises_amount_and_the_tenants_rest():
    assert split_item("rent", 500_00, 123_45) == Split(Parts(0, 376_55), Parts(0, 123_45))
    for amount in (-1, 500_01):
        assert refused(split_item, "rent", 500_00, amount) == Refusal.OFFER_OUT_OF_RANGE


def test_a_final_plan_gives_away_what_is_disputed_and_not_a_fen_else():
    disputed = Parts(1000_00, 500_00)
    assert split_finally(disputed, Parts(400_00, 500_00), Parts(600_00, 0)).held == disputed
    wrong = Parts(400_00, 500_01), Parts(600_00, 0)
    assert refused(split_finally, disputed, *wrong) == Refusal.FINAL_DIFFERS
    mixed = Parts(900_00, 0), Parts(600_00, 0)
    assert refused(split_finally, disputed, *mixed) == Refusal.FINAL_DIFFERS
    negative = Parts(1000_01, 500_00), Parts(-1, 0)
    assert refused(split_finally, disputed, *negative) == Refusal.AMOUNT_NEGATIVE


@pytest.mark.parametrize(
    ("parts", "interest", "expected"),
    [
        # 2.03 over 3,000, 600 and 400 of 4,000: 1.5225, 0.3045, 0.203; the fen left over goes to the largest rest
        (((3000_00, 0), (600_00, 0), (400_00, 0)), (2_03, 0), ((1_52, 0), (31, 0), (20, 0))),
        # deposit and rent each by their own
        (((4000_00, 0), (0, 3000_00), (0, 9000_00)), (2_03, 1_00), ((2_03, 0), (0, 25), (0, 75))),
        # nobody disputes anything
        (((4000_00, 12000_00), (0, 0), (0, 0)), (2_03, 60), ((2_03, 60), (0, 0), (0, 0))),
    ],
)
def test_interest_follows_its_principal(parts, interest, expected):
    split = Split(*(Parts(*each) for each in parts))
    assert split_interest(split, Parts(*interest)) == Split(*(Parts(*each) for each in expected))


# For any plan and any answer

amounts = st.integers(1, 10**9)
items = st.lists(st.builds(Item, st.sampled_from(["deposit", "rent"]), amounts), max_size=8)
parts = st.builds(Parts, st.integers(0, 10**9), st.integers(0, 10**9))


@given(items, parts, parts, st.data())
def test_tenant_enterprise_and_disputed_are_all_that_is_held(deductions, to_tenant, interest, data):
    deducted = sum((Parts.of(item.part, item.amount_fen) for item in deductions), Parts())
    held = to_tenant + deducted
    check_plan(held, to_tenant, deducted, deductions)
    agreed_fen = data.draw(st.integers(0, deducted.total_fen))
    agreed = agreed_of_items(deductions, agreed_fen)
    split = split_by_answer(to_tenant, deductions, agreed)
    earned = split_interest(split, interest)

    assert sum(agreed) == agreed_fen == split.enterprise.total_fen
    assert all(0 <= fen <= item.amount_fen for fen, item in zip(agreed, deductions, strict=True))
    assert split.held == held
    assert not any(each.is_negative for each in (split.tenant, split.enterprise, split.disputed))
    assert not any(each.is_negative for each in (earned.tenant, earned.enterprise, earned.disputed))
    for part in Part:
        assert earned.held.fen_of(part) == (interest.fen_of(part) if held.fen_of(part) else 0)
        # nobody's interest is a fen or more away from their exact share
        if held.fen_of(part):
            exact = interest.fen_of(part) * split.tenant.fen_of(part)
            assert abs(earned.tenant.fen_of(part) * held.fen_of(part) - exact) < held.fen_of(part)


@given(items, st.data())
def test_items_settled_one_by_one_leave_nothing(deductions, data):
    agreed_fen = data.draw(st.integers(0, sum(item.amount_fen for item in deductions)))
    agreed = agreed_of_items(deductions, agreed_fen)
    left = split_by_answer(Parts(), deductions, agreed).disputed
    for item, fen in zip(deductions, agreed, strict=True):
        disputed_fen = item.amount_fen - fen
        settled = split_item(item.part, disputed_fen, data.draw(st.integers(0, disputed_fen)))
        left -= settled.held
        assert not left.is_negative
    assert left == Parts()
