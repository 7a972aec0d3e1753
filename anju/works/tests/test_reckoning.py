"""Every share can be counted again from its steps, by hand. (BEY-04; rules B6.2, B6.9)"""

import random

import pytest

from anju.works import queries
from anju.works.models import Share
from anju.works.queries import Of
from anju.works.tests.world import T_2, a_community, a_submitted_order

pytestmark = [pytest.mark.django_db, pytest.mark.covers("BEY-04")]


def shares(order):
    return list(Share.objects.filter(order=order).select_related("dwelling").order_by("position"))


def test_the_worked_example_of_the_rules_is_told_step_by_step():
    order, _by = a_submitted_order(a_community(5, areas=T_2))
    steps = [queries.steps_of(one) for one in shares(order)]
    assert {(one.of, one.total_fen, one.whole, one.shared) for [one] in steps} == {
        (Of.HOME, 100_000_00, 524_12, 5)
    }
    assert sorted((one.cut_fen, one.part_fen) for [one] in steps) == [
        (17_047_62, 17_047_62),
        (17_047_62, 17_047_62),
        (19_594_74, 19_594_75),
        (19_594_74, 19_594_75),
        (26_715_25, 26_715_26),
    ]
    assert {one.left for [one] in steps} == {3}
    assert sorted(one.place for [one] in steps) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("seed", range(5))
def test_whatever_the_areas_each_share_is_what_its_steps_make(seed):
    dice = random.Random(seed)
    areas = [dice.choice([dice.randint(20_00, 300_00), 90_00]) for _ in range(23)]
    amount = dice.randint(1_000_00, 90_000_00)
    order, _by = a_submitted_order(
        a_community(23, areas=areas), amount_fen=f"{amount // 100}.{amount % 100:02}"
    )
    every = shares(order)
    steps = [queries.steps_of(one)[0] for one in every]
    assert [one.part_fen for one in steps] == [one.share_fen for one in every]
    assert sum(one.part_fen for one in steps) == amount
    assert sorted(one.place for one in steps) == list(range(1, 24))
    assert sum(one.gets_a_fen for one in steps) == steps[0].left
