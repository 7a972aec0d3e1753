"""The link of a message: what it shows is masked, POST objects, an old or forged one shows nothing. (BEY-02)"""

import pytest
from django.urls import reverse

from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.tests.pages import Pages
from anju.votes import queries
from anju.votes.models import Elector, Objection
from anju.votes.queries import link_for
from anju.votes.tests.world import WANG, ZHAO, an_open_vote, signed_paper, spoken_online

pytestmark = [pytest.mark.django_db, pytest.mark.covers("BEY-02")]


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def test_the_link_shows_the_voice_masked_and_one_tap_objects(pages: Pages):
    vote = an_open_vote(WANG, ZHAO)
    voice = signed_paper(vote)
    elector = Elector.objects.get(head=voice.head_id)
    at = reverse("public:objection", args=[link_for(voice, elector).rsplit("/", 1)[1]])
    for _ in range(2):
        answer = pages.get(at)
        assert answer["Cache-Control"] == "private, no-store"
    assert "王*" in pages.page.text and "更换1号电梯" in pages.page.text
    for secret in ("王五", WANG.id_number, "138", "单元"):
        assert secret not in pages.page.text
    assert not Objection.objects.exists()
    pages.post(at, follow=True)
    assert "异议正在处理" in pages.page.text
    assert queries.count_of(vote).open_objections == 1
    pages.post(at)
    assert Objection.objects.count() == 1
    spoken_online(vote, WANG)
    pages.get(at)
    assert "已更正" in pages.page.text
    advance_clock(days=8, by=CLOCK)
    assert pages.get(at).status_code == 404
    assert "链接已失效" in pages.page.text and "更换1号电梯" not in pages.page.text


def test_a_forged_link_shows_nothing(pages: Pages):
    assert pages.get(reverse("public:objection", args=["W10:1a:xyz"])).status_code == 404
