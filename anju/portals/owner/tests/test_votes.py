"""待我表决: an owner reads, answers with a code, sees what counts, objects with one tap. (OWN-90, WDR-09, BEY-02)"""

import pytest
from django.urls import reverse

from anju.people.models import Organisation, Person
from anju.tests.pages import Pages
from anju.votes import actions, queries
from anju.votes.models import Objection, Voice
from anju.votes.rules import Count
from anju.votes.tests.world import (
    CLERK,
    LIU,
    WANG,
    ZHAO,
    a_passed_vote,
    an_open_vote,
    closes_on,
    code_sent,
    fresh,
    head_of,
    signed_in,
    signed_paper,
    some_homes,
    the_company,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("OWN-90", "WDR-09", "BEY-02")]


def to(name, *args):
    return reverse(f"owner:{name}", args=args)


def visitor(owner) -> Pages:
    pages = Pages()
    pages.sign_in_as(Person.objects.get(pk=signed_in(owner).person_id))
    return pages


def test_an_owner_answers_with_a_code_and_may_change_their_mind():
    vote = an_open_vote(WANG, ZHAO)
    pages, head = visitor(WANG), head_of(vote, WANG)
    pages.get(to("votes"))
    assert "更换1号电梯" in pages.page.text
    pages.get(to("vote", vote.pk))
    assert "还没有表决" in pages.page.text and "90.00" in pages.page.text
    said = {"head": str(head.pk), "answer": "yes"}
    pages.post(to("vote_code", vote.pk), said, follow=True)
    assert "确认表决" in pages.page.text
    pages.post(to("vote_confirm", vote.pk), {**said, "code": "abc"})
    assert "验证码不正确" in pages.page.text and not Voice.objects.exists()
    pages.post(to("vote_confirm", vote.pk), {**said, "code": code_sent()}, follow=True)
    assert "您的表决已计入" in pages.page.text
    assert queries.count_of(vote) == Count(2, 180_00, 1, 90_00, 1, 90_00)
    pages.post(to("vote_code", vote.pk), {**said, "answer": "no"}, follow=True)
    assert "秒后再获取" in pages.page.text


def test_one_tap_objects_to_paper_and_it_can_be_taken_back():
    vote = an_open_vote(WANG, ZHAO)
    voice, pages = signed_paper(vote), visitor(WANG)
    pages.get(to("vote", vote.pk))
    assert "不是我签的" in pages.page.text
    pages.post(to("vote_object", vote.pk), {"voice": voice.pk}, follow=True)
    assert "异议已提交" in pages.page.text and "收回异议" in pages.page.text
    assert queries.count_of(vote).open_objections == 1
    objection = Objection.objects.get()
    pages.post(to("vote_take_back", vote.pk), {"objection": objection.pk}, follow=True)
    assert fresh(objection).status == "taken_back"
    pages.post(to("vote_object", vote.pk), {"voice": voice.pk}, follow=True)
    again = Objection.objects.latest("id")
    actions.uphold_objection(objection_id=again.pk, opinion="笔迹不符", by=CLERK)
    pages.get(to("vote", vote.pk))
    assert "笔迹不符" in pages.page.text and "还没有表决" in pages.page.text


def test_nobody_answers_objects_or_takes_back_for_others():
    vote = an_open_vote(WANG, ZHAO)
    voice, pages = signed_paper(vote), visitor(ZHAO)
    others = head_of(vote, WANG)
    said = {"head": str(others.pk), "answer": "yes"}
    assert pages.post(to("vote_code", vote.pk), said).status_code == 404
    assert pages.get(to("vote_confirm", vote.pk), said).status_code == 404
    assert pages.post(to("vote_confirm", vote.pk), {**said, "code": "1"}).status_code == 404
    pages.post(to("vote_object", vote.pk), {"voice": voice.pk}, follow=True)
    objection = actions.object_to(voice_id=voice.pk, by=signed_in(WANG))
    taken = pages.post(to("vote_take_back", vote.pk), {"objection": objection.pk})
    assert (taken.status_code, Objection.objects.count()) == (404, 1)
    assert visitor(LIU).get(to("vote", vote.pk)).status_code == 404


def test_co_owners_read_that_the_last_of_them_counts():
    vote = an_open_vote((WANG, ZHAO))
    pages = visitor(WANG)
    pages.get(to("vote", vote.pk))
    assert "以共有人最后一次表决为准" in pages.page.text
    assert "赵六" not in pages.page.text and "赵*" in pages.page.text


def test_after_the_end_the_result_is_shown_and_nothing_can_be_answered():
    vote = a_passed_vote()
    pages = visitor(WANG)
    pages.get(to("vote", vote.pk))
    assert "已达到法定比例" in pages.page.text and "不同意 1" not in pages.page.text
    said = {"head": str(head_of(vote, WANG).pk), "answer": "no"}
    pages.post(to("vote_code", vote.pk), said, follow=True)
    assert "不能再表决" in pages.page.text


@pytest.mark.covers("WDR-11")
def test_a_developer_answers_for_its_unsold_homes():
    company, developer = the_company(), the_company("首开地产", "91110108MA01ABCD5T")
    home = some_homes(WANG, None)[0]
    community = home.building.community
    community.developer_id = developer.organisation_id
    community.save()
    Organisation.objects.filter(pk=developer.organisation_id).update(subject="s-1")
    organisation = Organisation.objects.get(pk=developer.organisation_id)
    organisation.phone = "13800000009"
    organisation.save()
    vote = actions.open_vote(
        cause="works:D",
        community_id=community.pk,
        title="屋面防水",
        dwelling_ids=[one.pk for one in home.building.dwellings.all()],
        closes_on=closes_on(),
        by=company,
    )
    pages = Pages()
    pages.sign_in_as(organisation)
    at = {
        name: reverse(f"developer:{name}", args=[vote.pk])
        for name in ("vote", "vote_code", "vote_confirm", "vote_object", "vote_take_back")
    }
    pages.get(reverse("developer:votes"))
    assert "屋面防水" in pages.page.text
    pages.get(at["vote"])
    said = {"head": str(vote.heads.get(is_developer=True).pk), "answer": "yes"}
    pages.post(at["vote_code"], said, follow=True)
    pages.get(at["vote_confirm"], said)
    pages.post(at["vote_confirm"], {**said, "code": code_sent()}, follow=True)
    assert queries.count_of(vote) == Count(2, 180_00, 1, 90_00, 1, 90_00)
    voice = Voice.objects.get()
    pages.post(at["vote_object"], {"voice": voice.pk}, follow=True)
    objection = Objection.objects.get()
    pages.post(at["vote_take_back"], {"objection": objection.pk}, follow=True)
    assert fresh(objection).status == "taken_back"
    stranger = Pages()
    stranger.sign_in_as(Organisation.objects.get(pk=company.organisation_id))
    for address in at.values():
        assert stranger.get(address, said).status_code in (404, 405), address
        assert stranger.post(address, said).status_code in (404, 405), address
