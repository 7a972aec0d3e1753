"""Who bears how much: worked by hand, and whatever the homes are. (rule B6)"""

from cProfile import Profile
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.works.sharing import Home, at_least, part_of, shares, standard


def home(key, area, room="", seller=None, building="1号楼"):
    return Home(key, building, "1", room or f"{key}01", area, seller)


def fens(amount, homes, paid_in=None):
    portions = shares(amount, homes, paid_in or {})
    return {one.key: (one.owner_fen, one.unit_fen) for one in portions}


@pytest.mark.covers("WDR-05")
def test_the_worked_example_of_the_rules():
    homes = [home(n, area) for n, area in enumerate((89_35, 102_70, 89_35, 102_70, 140_02), 1)]
    assert [one.share_fen for one in shares(100_000_00, homes, {})] == [
        17_047_62,
        19_594_75,
        17_047_62,
        19_594_75,
        26_715_26,
    ]
    assert standard(100_000_00, 524_12) == "190.7960"


SELLER, OTHER = 7, 8


@pytest.mark.covers("WDR-05", "WDR-11")
@pytest.mark.parametrize(
    ("amount", "homes", "paid_in", "expected"),
    [
        pytest.param(100, [(1, 50_00), (2, 50_00)], {}, {1: (50, 0), 2: (50, 0)}, id="commercial"),
        pytest.param(
            100_00,
            [(1, 60_00, SELLER), (2, 40_00, SELLER)],
            {SELLER: (20_000_00, 60_000_00)},
            {1: (15_00, 45_00), 2: (10_00, 30_00)},
            id="sold public: the unit paid in three quarters, so it bears three quarters",
        ),
        pytest.param(
            200_00,
            [(1, 50_00), (2, 30_00, SELLER), (3, 20_00, SELLER)],
            {SELLER: (1_000_00, 1_000_00)},
            {1: (100_00, 0), 2: (30_00, 30_00), 3: (20_00, 20_00)},
            id="mixed: by area to each property, then by what was paid in",
        ),
        pytest.param(
            300_00,
            [(1, 10_00, SELLER), (2, 10_00, OTHER), (3, 10_00)],
            {SELLER: (1, 1), OTHER: (1, 3)},
            {1: (50_00, 50_00), 2: (25_00, 75_00), 3: (100_00, 0)},
            id="two selling units, each by its own ratio",
        ),
        pytest.param(
            100_00,
            [(1, 10_00, SELLER), (2, 10_00, SELLER)],
            {},
            {1: (50_00, 0), 2: (50_00, 0)},
            id="a unit that paid nothing in bears nothing",
        ),
        pytest.param(
            100,
            [(1, 10_00), (2, 10_00), (3, 10_00)],
            {},
            {1: (34, 0), 2: (33, 0), 3: (33, 0)},
            id="a tie: the fen left over goes to the first house number",
        ),
        pytest.param(1, [(1, 10_00), (2, 20_00)], {}, {1: (0, 0), 2: (1, 0)}, id="one fen"),
        pytest.param(
            99, [(1, 10_00, SELLER)], {SELLER: (1, 1)}, {1: (49, 50)}, id="a fen cannot be halved"
        ),
    ],
)
def test_shares_worked_by_hand(amount, homes, paid_in, expected):
    listed = [home(key, area, seller=seller[0] if seller else None) for key, area, *seller in homes]
    assert fens(amount, listed, paid_in) == expected


@pytest.mark.covers("WDR-05")
def test_a_tie_goes_by_house_number_as_people_count():
    """2号楼 comes before 10号楼, 201 before 1001: not as texts are sorted."""
    homes = [
        home(1, 10_00, "101", building="10号楼"),
        home(2, 10_00, "1001", building="2号楼"),
        home(3, 10_00, "201", building="2号楼"),
    ]
    assert [one.key for one in shares(100, homes, {})] == [3, 2, 1]
    assert fens(100, homes) == {3: (34, 0), 2: (33, 0), 1: (33, 0)}
    assert fens(101, homes) == {3: (34, 0), 2: (34, 0), 1: (33, 0)}


SOME = st.lists(
    st.tuples(st.integers(1, 300_00), st.sampled_from([None, None, 7, 8])), min_size=1, max_size=40
)
PAID_IN = st.fixed_dictionaries(
    {7: st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), 8: st.just((3, 1))}
)


@pytest.mark.covers("WDR-05")
@given(st.integers(0, 10**10), SOME, PAID_IN, st.randoms())
def test_shares_always_add_up_and_no_order_of_the_homes_matters(amount, listed, paid_in, random):
    homes = [home(n, area, seller=seller) for n, (area, seller) in enumerate(listed)]
    found = shares(amount, homes, paid_in)
    total_area = sum(area for area, _seller in listed)
    assert sum(one.share_fen for one in found) == amount
    for one in found:
        exact = Fraction(amount * listed[one.key][0], total_area)
        assert abs(one.share_fen - exact) < 1
        assert min(one.owner_fen, one.unit_fen) >= 0
        assert one.owner_fen + one.unit_fen == one.share_fen
    shuffled = list(homes)
    random.shuffle(shuffled)
    assert shares(amount, shuffled, paid_in) == found
    for seller in (7, 8):
        of_seller = [one for one in found if listed[one.key][1] == seller]
        owners, unit = paid_in[seller]
        whole = sum(one.share_fen for one in of_seller)
        if unit and whole:
            exact = Fraction(whole * unit, owners + unit)
            assert abs(sum(one.unit_fen for one in of_seller) - exact) < 1


@given(
    st.integers(0, 10**8),
    st.lists(st.integers(0, 10**7), min_size=1, max_size=30).filter(sum),
)
def test_what_is_taken_of_several_places_is_never_more_than_there_is(total, there):
    taken = part_of(min(total, sum(there)), there)
    assert sum(taken) == min(total, sum(there))
    assert all(0 <= fen <= most for fen, most in zip(taken, there, strict=True))


@given(st.lists(st.integers(1, 300_00), min_size=1, max_size=30), st.data())
def test_a_share_of_what_works_cost_is_never_less_than_what_was_paid_of_it(areas, data):
    approved = data.draw(st.integers(1, 10**9))
    first = part_of(data.draw(st.integers(0, approved)), part_of(approved, areas))
    settled = data.draw(st.integers(sum(first), approved))
    fens_settled = at_least(first, part_of(settled, areas))
    assert sum(fens_settled) == settled
    assert all(fen >= paid for fen, paid in zip(fens_settled, first, strict=True))


@pytest.mark.covers("WDR-10")
def test_what_sharing_does_for_each_home_does_not_grow_with_their_number():
    few, many = (calls_to_share(homes) for homes in (500, 5_000))
    assert many < 11 * few


def calls_to_share(number: int) -> int:
    homes = [home(n, 6_000 + n * 37 % 9_000, f"{n:05}") for n in range(number)]
    with Profile() as calls:
        found = shares(3_456_789_01, homes, {})
    assert sum(one.share_fen for one in found) == 3_456_789_01
    return sum(each.callcount for each in calls.getstats())
