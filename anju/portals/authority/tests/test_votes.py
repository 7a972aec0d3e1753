"""表决异议: those first that are due first; upheld or dismissed with reason. (BEY-02)"""

import pytest
from django.urls import reverse

from anju.core.models import Look
from anju.people.rules import Power
from anju.tests.pages import Pages
from anju.votes import actions, queries
from anju.votes.tests.world import (
    LIU,
    WANG,
    ZHAO,
    a_scan,
    an_open_vote,
    company_of,
    fresh,
    signed_in,
    signed_paper,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("BEY-02")]


@pytest.fixture
def objections():
    vote = an_open_vote(WANG, ZHAO)
    voices = [
        signed_paper(vote, 1, file_id=a_scan(company_of(vote))),
        signed_paper(vote, 2),
    ]
    return [
        actions.object_to(voice_id=voice.pk, by=signed_in(owner))
        for voice, owner in zip(voices, (WANG, ZHAO), strict=True)
    ]


def to(name, *args):
    return reverse(f"authority:{name}", args=args)


def test_an_officer_upholds_one_and_dismisses_the_other(objections):
    pages = Pages()
    pages.as_staff(Power.VOTE_OBJECT, username="lin.fang", name="林芳")
    pages.get(to("vote_objections"))
    assert pages.page.text.count("更换1号电梯") == 2 and "王五" not in pages.page.text
    first, second = objections
    pages.get(to("vote_objection", first.pk))
    assert pages.get(to("vote_paper", first.pk)).status_code == 200
    assert Look.objects.get().purpose == "处理表决异议"
    assert pages.get(to("vote_paper", second.pk)).status_code == 404
    decide = to("decide_vote_objection", first.pk)
    pages.post(decide, {"decision": "approve", "because": ""})
    assert fresh(first).status == "open"
    pages.post(decide, {"decision": "approve", "because": "笔迹不符"}, follow=True)
    assert (fresh(first).status, fresh(first.voice).status) == ("upheld", "struck")
    other = to("decide_vote_objection", second.pk)
    pages.post(other, {"decision": "reject", "because": "系本人签名"}, follow=True)
    assert fresh(second.voice).status == "counted"
    assert queries.count_of(first.vote).taking_heads == 1
    pages.get(f"{to('vote_objections')}?status=upheld")
    assert pages.page.text.count("更换1号电梯") == 1
    pages.get(f"{to('vote_objections')}?status=open")
    assert "没有符合条件的异议" in pages.page.text
    assert LIU.name not in pages.page.text


def test_without_the_power_there_is_no_page(objections):
    pages = Pages()
    pages.as_staff(Power.WORKS_REVIEW, username="qi.ta", name="齐塔")
    assert pages.get(to("vote_objections")).status_code == 403
    assert pages.get(to("vote_objection", objections[0].pk)).status_code == 403
