"""A voice online is confirmed by a code sent to the owner's phone. (BEY-02)"""

import pytest

from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.votes import actions, queries
from anju.votes.models import Voice
from anju.votes.rules import CODES_A_DAY, Refusal
from anju.votes.tests.world import WANG, ZHAO, an_open_vote, code_sent, head_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.covers("BEY-02")]


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


@pytest.fixture
def asked():
    vote = an_open_vote(WANG, ZHAO)
    return {"head_id": head_of(vote, WANG).pk, "agrees": True, "by": signed_in(WANG)}


def refused(refusal, work, **arguments):
    with pytest.raises(Refused) as raised:
        work(**arguments)
    assert raised.value.code == refusal
    assert not Voice.objects.exists()
    return raised.value


def test_the_right_code_counts_and_serves_once(asked):
    actions.send_code(**asked)
    code = code_sent()
    voice = actions.speak_online(code=code, **asked)
    assert queries.count_of(voice.head.vote).agreeing_heads == 1
    with pytest.raises(Refused) as raised:
        actions.speak_online(code=code, **asked)
    assert raised.value.code == Refusal.CODE_OVER


def test_a_code_is_for_the_answer_it_was_asked_for(asked):
    actions.send_code(**asked)
    other = asked | {"agrees": False}
    refused(Refusal.CODE_OVER, actions.speak_online, code=code_sent(), **other)


def test_five_wrong_codes_end_it_and_without_a_code_nobody_speaks(asked):
    refused(Refusal.CODE_OVER, actions.take_voice, **asked)
    actions.send_code(**asked)
    code = code_sent()
    wrong = str((int(code) + 1) % 10**6).zfill(6)
    left = [
        refused(Refusal.CODE_WRONG, actions.speak_online, code=wrong, **asked).facts["left"]
        for _ in range(5)
    ]
    assert left == [4, 3, 2, 1, 0]
    refused(Refusal.CODE_OVER, actions.speak_online, code=code, **asked)


def test_a_code_holds_five_minutes_and_another_comes_after_one_ten_times_a_day(asked):
    actions.send_code(**asked)
    code = code_sent()
    refused(Refusal.CODE_TOO_SOON, actions.send_code, **asked)
    advance_clock(seconds=301, by=CLOCK)
    refused(Refusal.CODE_OVER, actions.speak_online, code=code, **asked)
    for _ in range(CODES_A_DAY - 1):
        actions.send_code(**asked)
        advance_clock(seconds=61, by=CLOCK)
    refused(Refusal.TOO_MANY_CODES, actions.send_code, **asked)
