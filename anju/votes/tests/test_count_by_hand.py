"""Whatever was entered, spoken, corrected, objected to and decided: the count is the one made by hand. (BEY-03)"""

import contextlib

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.core.refusals import Refused
from anju.votes import actions, queries
from anju.votes.models import Objection
from anju.votes.rules import Count
from anju.votes.tests.world import (
    CLERK,
    LIU,
    WANG,
    ZHAO,
    a_scan,
    an_open_vote,
    company_of,
    signed_in,
    signed_paper,
    spoken_online,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("BEY-03", "WDR-09")]
PEOPLE = (WANG, ZHAO, LIU)
owners = st.sets(st.integers(0, 2), max_size=3).map(frozenset)
homes = st.lists(st.tuples(owners, st.integers(20_00, 150_00)), min_size=1, max_size=6)
steps = st.lists(
    st.tuples(
        st.sampled_from(["paper", "proxy", "online", "object", "uphold", "dismiss"]),
        st.integers(0, 5),
        st.booleans(),
        st.integers(0, 2),
    ),
    max_size=14,
)


@given(homes=homes, steps=steps)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_count_is_the_one_made_by_hand(homes, steps):
    with transaction.atomic():
        Naive(homes).goes_through(steps)
        transaction.set_rollback(True)


class Naive:
    """The same rules with lists and sets: what each set of owners last said, and whether it is objected to."""

    def __init__(self, homes):
        self.homes = homes
        self.vote = an_open_vote(
            *(tuple(PEOPLE[one] for one in sorted(who)) or None for who, _ in homes),
            areas=[area for _, area in homes],
        )
        self.said, self.objected, self.spoke = {}, {}, {}
        self.by_owner, self.struck = set(), set()

    def goes_through(self, steps):
        assert self.counted() == queries.count_of(self.vote)
        for what, number, agrees, person in steps:
            getattr(self, what)(number % len(self.homes), agrees, person)
            assert self.counted() == queries.count_of(self.vote), what

    def counted(self):
        areas = {}
        for who, area in self.homes:
            areas[who] = areas.get(who, 0) + area
        taking, agreeing = set(self.said), {who for who, agrees in self.said.items() if agrees}
        return Count(
            len(areas),
            sum(areas.values()),
            len(taking),
            sum(areas[who] for who in taking),
            len(agreeing),
            sum(areas[who] for who in agreeing),
            len(self.objected),
        )

    def paper(self, number, agrees, _person, **terms):
        who = self.homes[number][0]
        needs_scan = who in self.struck and not terms
        with contextlib.suppress(Refused):
            signed_paper(self.vote, number + 1, agrees=agrees, **terms)
        if who not in self.by_owner and who not in self.objected and not needs_scan:
            self.said[who] = agrees

    def proxy(self, number, agrees, person):
        by = company_of(self.vote)
        named = {"proxy_name": "周八", "proxy_id_number": "11010519491231002X"}
        self.paper(number, agrees, person, file_id=a_scan(by), **named)

    def online(self, number, agrees, person):
        who = self.homes[number][0]
        if person not in who:
            return
        heads = queries.heads_of(signed_in(PEOPLE[person])).filter(vote=self.vote)
        seats = {seat.pk: seat for seat in queries.roll_of(self.vote)}
        seat = list(seats.values())[number]
        spoken_online(self.vote, PEOPLE[person], agrees=agrees, head=heads.get(pk=seat.head_id))
        same = who in self.by_owner and self.said.get(who) == agrees
        self.said[who] = agrees
        self.by_owner.add(who)
        if not (same and self.spoke.get(who) == person):
            self.objected.pop(who, None)
        self.spoke[who] = person

    def object(self, number, _agrees, person):
        who = self.homes[number][0]
        if person not in who or who not in self.said:
            return
        seat = list(queries.roll_of(self.vote))[number]
        voice = seat.head.counted[0]
        with contextlib.suppress(Refused):
            self.objected[who] = actions.object_to(
                voice_id=voice.pk, by=signed_in(PEOPLE[person])
            ).pk

    def uphold(self, number, _agrees, _person):
        who = self.homes[number][0]
        if who in self.objected:
            actions.uphold_objection(objection_id=self.objected.pop(who), opinion="成立", by=CLERK)
            del self.said[who]
            self.by_owner.discard(who)
            self.spoke.pop(who, None)
            self.struck.add(who)

    def dismiss(self, number, _agrees, _person):
        who = self.homes[number][0]
        if who in self.objected:
            actions.dismiss_objection(
                objection_id=self.objected.pop(who), opinion="不成立", by=CLERK
            )
            assert Objection.objects.filter(status="dismissed").exists()
