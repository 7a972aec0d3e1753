"""Five thousand homes are counted by reading each once; every question of a vote goes by an index. (WDR-10, BEY-03)"""

import pytest
from django.db import connection

from anju.core.db import rehearse
from anju.homes import actions as homes
from anju.homes.actions import DwellingTerms
from anju.homes.models import Dwelling
from anju.tests import plans
from anju.votes import actions, queries
from anju.votes.queries.counting import COUNT
from anju.votes.rules import Count
from anju.votes.tests.world import (
    CLERK,
    DEPARTMENT,
    WANG,
    ZHAO,
    closes_on,
    signed_in,
    some_homes,
    the_company,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("BEY-03", "WDR-10")]
HOMES = 5_000


@pytest.fixture
def large():
    """A vote of 5,000 homes, three quarters of them with a voice."""
    [first] = some_homes(WANG)
    stated = [
        (
            DwellingTerms(number // 100, f"{number:04}", 80_00, first.contract_on, unit="2"),
            [ZHAO] if number % 500 == 0 else [_owner(number)],
        )
        for number in range(HOMES - 1)
    ]
    homes.record_dwellings(building_id=first.building_id, stated=stated, by=DEPARTMENT)
    vote = actions.open_vote(
        cause="works:large",
        community_id=first.building.community_id,
        title="外墙",
        dwelling_ids=Dwelling.objects.values_list("pk", flat=True),
        closes_on=closes_on(),
        by=the_company(),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """SET LOCAL enable_seqscan = off;
               INSERT INTO votes_voice (head_id, seat_id, channel, agrees, signed_on, entered_by, entered_at, status)
               SELECT DISTINCT ON (head_id) head_id, id, 'paper', id %% 3 > 0, now(), 'x', now(), 'counted'
               FROM votes_seat WHERE vote_id = %s AND id %% 4 > 0""",
            [vote.pk],
        )
        cursor.execute("ANALYZE")
    return vote


def _owner(number):
    body = (
        f"110101{1950 + number // 365:04}{1 + number % 12:02}{1 + number % 28:02}{number % 1000:03}"
    )
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = "10X98765432"[sum(int(a) * b for a, b in zip(body, weights, strict=True)) % 11]
    return type(WANG)(f"业{number}", body + check)


def test_five_thousand_homes_are_counted_by_one_question_and_no_page_reads_many_rows(large):
    count = queries.count_of(large)
    assert count.area == 90_00 + (HOMES - 1) * 80_00
    assert 4_900 < count.heads <= HOMES
    assert count != Count()
    [counting] = plans.questions_of(lambda: queries.count_of(large))
    assert plans.rows_read(plans.plan_of(counting, analyse=True) or {}) < 3 * HOMES
    read_few_rows(large)
    opens_set_based(large)


def read_few_rows(large):
    asked = {
        "roll": lambda: list(queries.roll_of(large)[:101]),
        "owner": lambda: list(queries.heads_of(signed_in(ZHAO))),
        "desk": lambda: list(queries.objections_to_decide(CLERK)),
    }
    for name, work in asked.items():
        for sql in plans.questions_of(work):
            plan = plans.plan_of(sql, analyse=True) or {}
            assert plans.rows_read(plan) < 1_500, f"{name}\n{sql}"
    assert "votes_head" in COUNT


def opens_set_based(large):
    """As many statements for thousands of homes as for one."""
    asked = plans.questions_of(
        lambda: rehearse(
            actions.open_vote,
            cause="works:again",
            community_id=large.community_id,
            title="屋面",
            dwelling_ids=[seat.dwelling_id for seat in large.seats.all()],
            closes_on=large.closes_on,
            by=the_company(),
        )
    )
    assert len(asked) < 25
