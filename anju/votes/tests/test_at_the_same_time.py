"""The owner online and the company with paper at the same second: the owner's own voice counts. (BEY-02)"""

import pytest

from anju.core.actors import NOBODY
from anju.core.refusals import Refused
from anju.tests.together import together
from anju.votes import actions, queries
from anju.votes.actions import Paper
from anju.votes.models import Elector, Objection, Voice, VoiceCode
from anju.votes.queries.links import link_for
from anju.votes.rules import Count, Refusal
from anju.votes.tests.world import (
    CLERK,
    WANG,
    ZHAO,
    an_open_vote,
    code_sent,
    company_of,
    head_of,
    seat_of,
    signed_in,
    signed_paper,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.covers("BEY-02", "BEY-03")]


@pytest.mark.parametrize("turn", range(4))
def test_a_voice_online_and_paper_of_the_same_home_at_the_same_second(turn):
    vote = an_open_vote(WANG, ZHAO)
    said = {"head_id": head_of(vote, WANG).pk, "agrees": False, "by": signed_in(WANG)}
    actions.send_code(**said)
    code, seat_id = code_sent(), seat_of(vote).pk
    entered = {"vote_id": vote.pk, "seat_id": seat_id, "paper": Paper(True)}
    works = [
        lambda: actions.speak_online(code=code, **said),
        lambda: actions.enter_paper(by=company_of(vote), **entered),
    ]
    results = together(*(works if turn % 2 else works[::-1]))
    online, paper = results if turn % 2 else results[::-1]
    assert isinstance(online, Voice)
    if isinstance(paper, Refused):
        assert paper.code == Refusal.ONLINE_STANDS
    assert queries.count_of(vote) == Count(2, 180_00, 1, 90_00, 0, 0)


def test_a_code_typed_in_twice_at_the_same_second_is_one_voice():
    vote = an_open_vote(WANG)
    said = {"head_id": head_of(vote, WANG).pk, "agrees": True, "by": signed_in(WANG)}
    actions.send_code(**said)
    code = code_sent()
    together(*[lambda: actions.speak_online(code=code, **said)] * 6)
    assert Voice.objects.count() == 1
    assert VoiceCode.objects.get().spent_at is not None


def test_two_papers_of_one_owner_at_the_same_second_are_one_that_counts():
    vote = an_open_vote(WANG, WANG)
    by, seats = company_of(vote), [seat_of(vote, number).pk for number in (1, 2)]
    entered = [
        lambda seat_id=seat_id, agrees=agrees: actions.enter_paper(
            vote_id=vote.pk, seat_id=seat_id, paper=Paper(agrees), by=by
        )
        for seat_id in seats
        for agrees in (True, False)
    ]
    together(*entered)
    assert Voice.objects.filter(status="counted").count() == 1
    assert queries.count_of(vote).taking_heads == 1


def test_a_vote_opened_twice_at_the_same_second_is_one():
    vote = an_open_vote(WANG, ZHAO)
    asked = {
        "cause": "works:same",
        "community_id": vote.community_id,
        "title": "电梯",
        "dwelling_ids": [seat.dwelling_id for seat in queries.roll_of(vote)],
        "closes_on": vote.closes_on,
        "by": company_of(vote),
    }
    opened = together(*[lambda: actions.open_vote(**asked)] * 4)
    assert len({one.pk for one in opened}) == 1


def test_link_and_portal_tapped_at_the_same_second_are_one_objection():
    vote = an_open_vote(WANG)
    voice = signed_paper(vote)
    token = link_for(voice, Elector.objects.get()).rsplit("/", 1)[1]
    wang = signed_in(WANG)
    together(
        *[lambda: actions.object_by_link(token=token, by=NOBODY)] * 3,
        *[lambda: actions.object_to(voice_id=voice.pk, by=wang)] * 3,
    )
    assert Objection.objects.count() == 1


def test_an_objection_is_decided_once():
    vote = an_open_vote(WANG)
    objection = actions.object_to(voice_id=signed_paper(vote).pk, by=signed_in(WANG))
    decided = {"objection_id": objection.pk, "opinion": "核实", "by": CLERK}
    results = together(
        lambda: actions.uphold_objection(**decided), lambda: actions.dismiss_objection(**decided)
    )
    assert sum(isinstance(one, Refused) for one in results) == 1
