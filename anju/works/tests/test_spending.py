"""What was repaired, and what it cost for each m², against similar communities. (OWN-90, BEY-08)"""

import pytest

from anju.core import clock
from anju.works import queries
from anju.works.rules import Part
from anju.works.tests.world import REVIEWER, a_community, a_settled_order, an_approved_order

pytestmark = pytest.mark.django_db


@pytest.mark.covers("BEY-08")
def test_a_community_that_spends_far_more_than_similar_ones_is_flagged():
    for yuan in ("10000.00", "12000.00", "11000.00"):
        an_approved_order(a_community(5, areas=(20_00,)), amount_fen=yuan)
    order, _by = an_approved_order(a_community(5, areas=(20_00,)), amount_fen="30000.00")
    today = clock.today()
    found = queries.spending_of_communities(since=today, until=today, part=Part.ELEVATOR)
    assert [one.spent_fen for one in found] == [30_000_00, 12_000_00, 11_000_00, 10_000_00]
    first = found[0]
    assert (first.community, first.per_m2_fen, first.median_fen) == (
        order.community,
        300_00,
        110_00,
    )
    assert [one.is_outlier for one in found] == [True, False, False, False]
    assert queries.spending_of_communities(since=today, until=today, part=Part.ROOF) == []
    [own] = queries.spending_of(order.community, since=today, until=today)
    assert own == first


@pytest.mark.covers("OWN-90", "BEY-08")
def test_a_building_shows_what_its_homes_bear_together():
    order, by = a_settled_order(fen=80_000_00)
    building = order.community.buildings.get()
    [one] = queries.spent_on_building(building)
    assert (one.order, one.homes, one.share_fen, one.paid_fen) == (order, 5, 80_000_00, 0)
    assert order.company_id == by.organisation_id


def test_too_few_are_not_compared():
    order, _by = an_approved_order()
    today = clock.today()
    [own] = queries.spending_of_communities(since=today, until=today)
    assert (own.median_fen, own.is_outlier, own.compared) == (None, False, 0)
    assert order.approved_by == REVIEWER.name
