"""Names and accounts stand sealed; what is new is read once, and then found by its digest."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, Actor
from anju.people.models import Person
from anju.people.rules import Power
from anju.tests.world import LI_SI, a_lease, a_paying_order
from anju.timelines.clues import SOURCES, clue_digest, read_some
from anju.timelines.jobs import read_clues
from anju.timelines.models import Clue, ReadUpTo
from anju.timelines.queries import found
from anju.timelines.rules import Clue as What
from anju.timelines.rules import understood

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CTR-07")]
OFFICER = Actor("wang.min", "centre", frozenset({Power.SEARCH_ALL.value}))
[PEOPLE] = [source for source in SOURCES if source.name == "person"]


def test_what_is_new_is_read_once_and_what_is_old_never_looked_at_again():
    a_paying_order()
    assert read_some(PEOPLE) == 1 and read_some(PEOPLE) == 0
    assert bytes(Clue.objects.get().digest) == clue_digest(What.NAME, "张三")
    assert not ReadUpTo.objects.exists()  # one with a lower number may still be written

    advance_clock(seconds=11 * 60, by=CLOCK)
    a_lease(tenants=(LI_SI,))
    assert read_some(PEOPLE) == 1
    first, second = Person.objects.order_by("pk")
    assert ReadUpTo.objects.get().record_id == first.pk
    advance_clock(seconds=11 * 60, by=CLOCK)
    assert read_some(PEOPLE) == 0
    assert ReadUpTo.objects.get().record_id == second.pk


def test_a_name_is_found_once_the_clock_has_read_it():
    a_paying_order()
    assert found("张三", OFFICER).groups == []
    read_clues(0)
    [group] = found("张 三", OFFICER).groups
    assert [one.no for one in group.found] == ["张*"]


def test_a_turn_in_which_nothing_is_new_asks_little():
    read_clues(0)
    with CaptureQueriesContext(connection) as queries:
        read_clues(0)
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= 3 * len(SOURCES) + 1


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("BA110105202600000041", ["number"]),
        ("11010519491231002X", ["number", "id_number"]),
        ("13800000001", ["number", "id_number", "phone", "account"]),
        ("张三", ["name"]),
        ("朝阳区", ["name", "address"]),
        ("建国路88号", ["address"]),
        ("张", []),
        ("%", []),
        ("", []),
    ],
)
def test_what_is_typed_is_understood(text, typed):
    assert [one.value for one in understood(text)] == typed
