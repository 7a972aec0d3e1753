"""Whoever is shown a work card can check it. (AGY-03)"""

import pytest
from django.core.cache import cache

from anju.agencies import actions
from anju.agencies.models import WorkCard
from anju.agencies.tests.offices import ENTERING, a_practitioner, an_institution
from anju.core import clock
from anju.core.numbers import certificate_no
from anju.credit.tests.scoring import Days, a_black_entry
from anju.portals.public import guesses

pytestmark = pytest.mark.django_db


def a_card():
    return WorkCard.objects.get(practitioner=a_practitioner(an_institution()))


@pytest.mark.covers("AGY-03")
def test_a_card_in_force_tells_the_institution_and_the_ends_of_the_name(pages):
    card = a_card()
    assert pages.get(f"/public/work-cards/{card.no}").status_code == 200
    text = pages.page.text
    assert "现在有效" in text and "张*国" in text
    assert "北京安家住房租赁有限公司" in text and "房地产经纪人" in text
    assert "张建国" not in text and "110101199003078013" not in text


@pytest.mark.covers("AGY-03")
def test_a_card_that_was_withdrawn_is_said_to_count_no_longer(pages):
    card = a_card()
    actions.remove_practitioner(practitioner_id=card.practitioner_id, because="离职", by=ENTERING)
    pages.get(f"/public/work-cards/{card.no}")
    assert "不再有效" in pages.page.text and "请不要通过此人看房、签约、付款" in pages.page.text


@pytest.mark.covers("CRD-04")
def test_the_card_of_a_blacklisted_institution_says_so(pages, monkeypatch):
    days = Days(monkeypatch)
    card = a_card()
    a_black_entry(days, card.practitioner.institution)
    pages.get(f"/public/work-cards/{card.no}")
    assert "该机构在住房租赁黑名单上" in pages.page.text


def test_an_unknown_card_is_not_genuine_and_who_guesses_has_to_wait(pages, monkeypatch):
    cache.clear()
    monkeypatch.setattr(guesses, "LIMIT", 1)
    assert pages.get("/public/work-cards", {"no": "GP1"}).status_code == 200
    assert "工作牌编号有误" in pages.page.text
    unknown = certificate_no("GP", clock.now())
    assert pages.get("/public/work-cards", {"no": unknown.lower()})["Location"].endswith(unknown)
    assert pages.get(f"/public/work-cards/{unknown}").status_code == 404
    assert "这张工作牌不是真的" in pages.page.text
    assert pages.get(f"/public/work-cards/{unknown}").status_code == 429
    cache.clear()
