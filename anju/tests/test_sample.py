"""The sample world's institutions: they come about through the product's actions, once, and every desk has work."""

import pytest
from django.urls import reverse

from anju.agencies.models import Institution, InstitutionFiling, Practitioner, Premises
from anju.core.actors import CLOCK
from anju.credit.models import CreditEvent, ListEntry
from anju.people import actions as people
from anju.tests.pages import Pages
from sample import institutions, offices
from sample.people import PASSWORD, STAFF

pytestmark = pytest.mark.django_db
DESKS = {
    "luru": ("home", "filings", "institutions", "practitioners", "places", "rules"),
    "shenhe": ("home", "filings", "institutions"),
    "xinyong": ("home", "events", "rules", "lists"),
    "pingshen": ("home", "events", "measures", "lists"),
    "fuyi": ("home", "events", "objections", "measures"),
}


@pytest.fixture
def city(db):
    offices.officer.cache_clear()
    for member in STAFF:
        people.record_staff(
            username=member.username,
            name=member.name,
            password=PASSWORD,
            powers=member.powers,
            by=CLOCK,
        )
    institutions.are_filed()


def counts():
    kinds = (Institution, InstitutionFiling, Practitioner, Premises, CreditEvent, ListEntry)
    return [kind.objects.count() for kind in kinds]


def test_an_interrupted_run_finds_what_is_there(city):
    before = counts()
    institutions.are_filed()
    assert counts() == before == [7, 11, 10, 12, 6, 2]
    assert set(InstitutionFiling.objects.values_list("status", flat=True)) == {
        "approved",
        "submitted",
        "returned",
        "draft",
    }


@pytest.mark.parametrize("username", DESKS)
def test_every_desk_has_something_to_show(city, username):
    [member] = [one for one in STAFF if one.username == username]
    pages = Pages()
    pages.as_staff(*member.powers, username=member.username, name=member.name)
    for name in DESKS[username]:
        assert pages.get(reverse(f"authority:{name}")).status_code == 200, name
        assert not [one for one in pages.page.all("div") if one.get("class") == "empty-state"], name


def test_who_enters_does_not_review():
    for one, other in (
        ("agency.enter", "agency.review"),
        ("home.verify", "home.object"),
        ("filing.enter", "filing.review"),
        ("credit.apply", "credit.review"),
    ):
        assert not [who for who in STAFF if {one, other} <= set(who.powers)]
