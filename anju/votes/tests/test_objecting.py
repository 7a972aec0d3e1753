"""“不是我签的”: who is counted is told, objects with one tap, and the authority decides. (BEY-02)"""

import re

import pytest

from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, NOBODY, Actor
from anju.core.refusals import Broken, Refused
from anju.notices.models import Notice
from anju.notices.queries import message
from anju.people.rules import Power
from anju.people.rules import Refusal as PeopleRefusal
from anju.votes import actions, jobs, queries
from anju.votes.actions import Paper
from anju.votes.models import Objection, Voice
from anju.votes.rules import Count, Refusal
from anju.votes.tests.world import (
    CLERK,
    LIU,
    WANG,
    ZHAO,
    a_passed_vote,
    a_scan,
    an_open_vote,
    company_of,
    fresh,
    seat_of,
    signed_in,
    signed_paper,
    spoken_online,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("BEY-02", "WDR-09")]


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def refused(code, work, **arguments):
    before = list(Objection.objects.order_by("pk").values())
    with pytest.raises(Refused) as raised:
        work(**arguments)
    assert raised.value.code == code
    assert list(Objection.objects.order_by("pk").values()) == before


def told(kind):
    return [message(one.pk) for one in Notice.objects.filter(kind=kind).order_by("pk")]


def link_in(text):
    return re.findall(r"/public/objection/(\S+)", text)[0]


# Everybody who is counted is told


def test_every_owner_is_told_of_the_vote_once():
    signed_in(WANG), signed_in(ZHAO)
    an_open_vote((WANG, ZHAO), WANG, None)
    for _ in range(2):
        jobs.tell_of_votes(0)
    assert Notice.objects.filter(kind="vote_opened").count() == 3
    assert "更换1号电梯" in told("vote_opened")[0].text


def test_all_owners_of_a_home_are_told_of_paper_in_their_name_with_a_link():
    signed_in(WANG), signed_in(ZHAO)
    vote = an_open_vote((WANG, ZHAO), LIU)
    signed_paper(vote, 1)
    signed_paper(vote, 2)  # nobody knows a phone of 刘七
    letters = told("vote_on_paper")
    assert len(letters) == 2
    assert all("意见为同意" in one.text for one in letters)
    assert len({link_in(one.text) for one in letters}) == 2
    stored = str(list(Notice.objects.values_list("facts", flat=True)))
    assert link_in(letters[0].text) not in stored


def test_co_owners_are_told_when_one_of_them_speaks_online():
    signed_in(WANG), signed_in(ZHAO)
    vote = an_open_vote((WANG, ZHAO))
    spoken_online(vote, WANG)
    assert len(told("vote_online")) == len(told("vote_by_co_owner")) == 1


# Objecting


def test_one_tap_stops_the_count_and_the_authority_strikes_the_voice_out():
    vote = an_open_vote(WANG, ZHAO)
    voice = signed_paper(vote)
    objection = actions.object_to(voice_id=voice.pk, by=signed_in(WANG))
    assert queries.count_of(vote) == Count(2, 180_00, 1, 90_00, 1, 90_00, open_objections=1)
    actions.uphold_objection(objection_id=objection.pk, opinion="笔迹不符", by=CLERK)
    assert queries.count_of(vote) == Count(2, 180_00)
    assert (fresh(voice).status, fresh(objection).status) == ("struck", "upheld")
    assert "笔迹不符" in told("vote_objection_upheld")[0].text


def test_a_dismissed_objection_leaves_the_voice_and_says_why():
    vote = an_open_vote(WANG, ZHAO)
    voice = signed_paper(vote)
    objection = actions.object_to(voice_id=voice.pk, by=signed_in(WANG))
    refused(
        Refusal.OPINION_MISSING,
        actions.dismiss_objection,
        objection_id=objection.pk,
        opinion=" ",
        by=CLERK,
    )
    actions.dismiss_objection(objection_id=objection.pk, opinion="系本人签名", by=CLERK)
    assert queries.count_of(vote) == Count(2, 180_00, 1, 90_00, 1, 90_00)
    assert "系本人签名" in told("vote_objection_dismissed")[0].text
    with pytest.raises(Refused):
        actions.uphold_objection(objection_id=objection.pk, opinion="改判", by=CLERK)


def test_the_link_objects_without_signing_in_for_seven_days():
    signed_in(WANG)
    vote = an_open_vote(WANG, ZHAO)
    signed_paper(vote)
    token = link_in(told("vote_on_paper")[0].text)
    for forged in (token[:-1] + ("A" if token[-1] != "A" else "B"), "x", ""):
        refused(Refusal.LINK_DEAD, actions.object_by_link, token=forged, by=NOBODY)
    objection = actions.object_by_link(token=token, by=NOBODY)
    assert (objection.by_link, queries.count_of(vote).open_objections) == (True, 1)
    refused(Refusal.OBJECTED_ALREADY, actions.object_by_link, token=token, by=NOBODY)
    actions.take_back_objection(objection_id=objection.pk, by=signed_in(WANG))
    assert queries.count_of(vote).open_objections == 0
    advance_clock(days=7, seconds=1, by=CLOCK)
    refused(Refusal.LINK_DEAD, actions.object_by_link, token=token, by=NOBODY)


def test_only_who_is_counted_with_a_voice_objects_to_it_or_takes_that_back():
    vote = an_open_vote(WANG, ZHAO)
    voice = signed_paper(vote)
    with pytest.raises(Broken):
        actions.object_to(voice_id=voice.pk, by=signed_in(ZHAO))
    with pytest.raises(Broken):
        actions.object_to(voice_id=voice.pk, by=company_of(vote))
    objection = actions.object_to(voice_id=voice.pk, by=signed_in(WANG))
    with pytest.raises(Broken):
        actions.take_back_objection(objection_id=objection.pk, by=signed_in(ZHAO))


def test_after_the_end_there_are_thirty_days_to_object():
    vote = a_passed_vote()
    voice = Voice.objects.filter(head__vote=vote).first()
    by = signed_in(WANG)
    advance_clock(days=30, by=CLOCK)
    objection = actions.object_to(voice_id=voice.pk, by=by)
    actions.take_back_objection(objection_id=objection.pk, by=by)
    advance_clock(days=1, by=CLOCK)
    refused(Refusal.TERM_OVER, actions.object_to, voice_id=voice.pk, by=by)


def test_an_upheld_objection_after_the_end_overturns_the_result():
    vote = a_passed_vote()
    voice = queries.heads_of(signed_in(WANG))[0].counted[0]
    objection = actions.object_to(voice_id=voice.pk, by=signed_in(WANG))
    assert queries.count_of(vote).passes
    actions.uphold_objection(objection_id=objection.pk, opinion="伪造", by=CLERK)
    assert not queries.count_of(vote).passes


def test_a_voice_that_counts_no_more_needs_no_objection():
    vote = an_open_vote(WANG)
    voice = signed_paper(vote)
    spoken_online(vote, WANG)
    refused(Refusal.NOT_COUNTED, actions.object_to, voice_id=voice.pk, by=signed_in(WANG))


def test_the_owner_who_votes_online_settles_what_was_objected_to():
    vote = an_open_vote(WANG, ZHAO)
    voice = signed_paper(vote)
    objection = actions.object_to(voice_id=voice.pk, by=signed_in(WANG))
    spoken_online(vote, WANG, agrees=False)
    assert queries.count_of(vote) == Count(2, 180_00, 1, 90_00, 0, 0)
    actions.uphold_objection(objection_id=objection.pk, opinion="伪造", by=CLERK)
    assert fresh(voice).status == "corrected"
    assert queries.count_of(vote) == Count(2, 180_00, 1, 90_00, 0, 0)


def test_the_company_cannot_cover_up_what_is_objected_to_and_after_it_was_struck_shows_the_paper():
    vote = an_open_vote(WANG, ZHAO)
    voice, by = signed_paper(vote), company_of(vote)
    objection = actions.object_to(voice_id=voice.pk, by=signed_in(WANG))
    entered = {"vote_id": vote.pk, "seat_id": seat_of(vote).pk, "by": by}
    refused(Refusal.OBJECTED, actions.enter_paper, paper=Paper(False), **entered)
    actions.uphold_objection(objection_id=objection.pk, opinion="伪造", by=CLERK)
    refused(Refusal.PAPER_NEEDED, actions.enter_paper, paper=Paper(True), **entered)
    actions.enter_paper(paper=Paper(True, file_id=a_scan(by)), **entered)
    assert queries.count_of(vote) == Count(2, 180_00, 1, 90_00, 1, 90_00)


# Who decides


def test_who_has_no_power_or_entered_the_voice_themselves_does_not_decide():
    vote = an_open_vote(WANG)
    voice = signed_paper(vote)
    objection = actions.object_to(voice_id=voice.pk, by=signed_in(WANG))
    decided = {"objection_id": objection.pk, "opinion": "无"}
    nobody = Actor("other", "authority", frozenset({Power.WORKS_REVIEW}), staff_id=881)
    refused(PeopleRefusal.POWER_MISSING, actions.uphold_objection, by=nobody, **decided)
    for name in (voice.entered_by, objection.raised_by):
        same = Actor(name, "authority", CLERK.may, staff_id=882)
        refused(Refusal.OWN_ENTRY, actions.uphold_objection, by=same, **decided)
    assert list(queries.objections_to_decide(CLERK)) == [objection]
    assert not queries.objections_to_decide(nobody).exists()
