import pytest

from anju.core import actions, clock
from anju.core.actors import CLOCK

pytestmark = pytest.mark.django_db


def test_a_movable_clock_is_looked_up_once_for_a_request(django_assert_num_queries):
    with clock.asked_once(), django_assert_num_queries(1):
        first, second = clock.now(), clock.now()
    assert first <= second


def test_after_the_request_a_moved_clock_shows_its_new_time():
    with clock.asked_once():
        before = clock.now()
    actions.advance_clock(seconds=3600, days=0, by=CLOCK)
    assert (clock.now() - before).total_seconds() >= 3600
