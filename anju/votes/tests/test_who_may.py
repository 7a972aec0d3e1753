"""Every action checks who does it; a new one fails here until the table names it. (SEC-02)"""

from types import SimpleNamespace

import pytest

from anju.core import clock
from anju.core.actors import CLOCK, NOBODY, Actor
from anju.core.refusals import Broken, Refused
from anju.people.rules import Power
from anju.people.rules import Refusal as PeopleRefusal
from anju.tests.source import ROOT
from anju.tests.test_strangers import everything
from anju.votes import actions
from anju.votes.actions import Paper
from anju.votes.rules import Refusal
from anju.votes.tests.test_lists import a_list, row
from anju.votes.tests.world import (
    WANG,
    ZHAO,
    an_open_vote,
    company_of,
    head_of,
    seat_of,
    signed_in,
    signed_paper,
    the_company,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("SEC-02")]
COMPANY = ("enter_paper", "close_vote", "publish_result", "receive_file", "ask_for_sheet")
OWNER = ("send_code", "try_code", "take_voice", "speak_online", "object_to", "take_back_objection")
AUTHORITY = ("uphold_objection", "dismiss_objection")
BY_LINK = ("object_by_link",)
# The package that asks the owners calls them, and has checked who does it.
BY_THE_CAUSE = ("open_vote", "withdraw_vote")
BY_JOBS = ("tell_of_vote", "start_file", "take_in_row", "finish_file", "keep_sheet")


@pytest.fixture
def world():
    vote = an_open_vote(WANG, ZHAO)
    voice = signed_paper(vote)
    objection = actions.object_to(voice_id=voice.pk, by=signed_in(WANG))
    return SimpleNamespace(vote=vote, voice=voice, objection=objection)


def arguments(world):
    vote = {"vote_id": world.vote.pk}
    said = {"head_id": head_of(world.vote, WANG).pk, "agrees": True}
    decided = {"objection_id": world.objection.pk, "opinion": "无"}
    return {
        "enter_paper": {**vote, "seat_id": seat_of(world.vote).pk, "paper": Paper(True)},
        "close_vote": {"cause": world.vote.cause},
        "publish_result": {**vote, "published_on": clock.today()},
        "receive_file": {**vote, "name": "签名.xlsx", "content": a_list(row(world.vote, 1))},
        "ask_for_sheet": vote,
        "send_code": said,
        "try_code": {**said, "code": "1"},
        "take_voice": said,
        "speak_online": {**said, "code": "1"},
        "object_to": {"voice_id": world.voice.pk},
        "take_back_objection": {"objection_id": world.objection.pk},
        "uphold_objection": decided,
        "dismiss_objection": decided,
    }


def test_every_action_stands_in_the_table():
    named = (*COMPANY, *OWNER, *AUTHORITY, *BY_LINK, *BY_THE_CAUSE, *BY_JOBS)
    assert sorted(named) == sorted(set(actions.__all__) - {"Paper"})


def test_what_is_anothers_is_refused_and_nothing_changes(world):
    clerk = Actor("clerk", "authority", frozenset({Power.WORKS_REVIEW}), staff_id=881)
    zhao, other = signed_in(ZHAO), the_company("别家物业", "91110108MA01ABCD5T")
    asked, before = arguments(world), everything()
    for name in COMPANY:
        for by in (other, zhao, clerk, NOBODY):
            with pytest.raises(Refused) as raised:
                getattr(actions, name)(**asked[name], by=by)
            assert raised.value.code == Refusal.NOT_THE_COMPANY, (name, by.name)
    for name in OWNER:
        for by in (zhao, other, clerk, company_of(world.vote), NOBODY, CLOCK):
            with pytest.raises(Broken):
                getattr(actions, name)(**asked[name], by=by)
    for name in AUTHORITY:
        for by in (clerk, zhao, company_of(world.vote), NOBODY):
            with pytest.raises(Refused) as raised:
                getattr(actions, name)(**asked[name], by=by)
            assert raised.value.code == PeopleRefusal.POWER_MISSING
    assert everything() == before


def test_no_portal_calls_what_is_for_jobs_or_for_the_package_that_asks():
    calls = [
        f"{path.name} {name}"
        for folder in ("portals", "web", "desks")
        for path in (ROOT / "anju" / folder).rglob("*.py")
        if "tests" not in path.parts
        for name in (*BY_JOBS, *BY_THE_CAUSE)
        if f"{name}(" in path.read_text() and "anju.votes" in path.read_text()
    ]
    assert calls == []
