"""The pages of a property company: for another company there are none, who has no key goes to sign in. (SEC-02)

The addresses come from the URL patterns; a new kind of record in them fails here until `KNOWN` names it.
"""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from anju.companies.models import Printing
from anju.companies.tests.world import a_company, come_in
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.models import AccessRefused, Event
from anju.people.models import Organisation
from anju.people.rules import OF_FUND
from anju.portals.property.urls_of_areas import urlpatterns
from anju.tests.pages import Pages
from anju.tests.patterns import Pattern, all_patterns
from anju.tests.walks.property_areas import the_world

pytestmark = [pytest.mark.django_db, pytest.mark.covers("SEC-02", "PRP-12", "PRP-13")]
KNOWN = {
    "application_id": "area_waiting",
    "document_id": "area_paper",
    "check_id": "name_check",
    "change_id": "unit_change",
    "record_id": "area_granted",
}
PRINTABLE = "areas"


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


@pytest.fixture
def ours() -> SimpleNamespace:
    company, actor = a_company()
    world = the_world(company, actor)
    return SimpleNamespace(company=company, actor=actor, world=world)


def addresses(world: SimpleNamespace) -> list[tuple[Pattern, str]]:
    """Every page of ours that names a record."""
    names = {f"property:{one.name}" for one in urlpatterns}
    asked = [one for one in all_patterns() if one.name in names and one.converters]
    return [(one, reverse(one.name, kwargs=known(one, world))) for one in asked]


def known(one: Pattern, world: SimpleNamespace) -> dict[str, Any]:
    return {
        name: PRINTABLE if name == "printable" else getattr(world, KNOWN[name])
        for name in one.converters
    }


def ask(client: Client, method: str, at: str) -> int:
    advance_clock(seconds=4, by=CLOCK)  # slowly enough that every one is written down
    response: Any = client.get(at) if method == "GET" else client.post(at, {"because": "x"})
    return int(response.status_code)


def test_for_another_company_no_record_is_there_and_it_is_written_down(ours):
    _, other = a_company(name="北京别家物业有限公司")
    stranger = come_in(Client(), other)
    moves, printed = Event.objects.count(), Printing.objects.count()
    asked = addresses(ours.world)
    for one, at in asked:
        for method in one.methods:
            assert ask(stranger, method, at) == 404, f"{method} {one.name}"
            last = AccessRefused.objects.last()
            assert last is not None and (last.actor, last.view_name) == (other.name, one.name)
    assert len(asked) > 10
    assert (Event.objects.count(), Printing.objects.count()) == (moves, printed)


def test_the_same_pages_are_there_for_the_company_itself(ours):
    """Otherwise the test above would prove nothing."""
    own = come_in(Client(), ours.actor)
    for one, at in addresses(ours.world):
        if "GET" in one.methods:
            assert ask(own, "GET", at) in (200, 302), one.name
    assert AccessRefused.objects.count() == 0


def test_nobody_staff_and_an_organisation_that_came_by_another_door_get_no_page(ours):
    officer, organisation = Pages(), Pages()
    officer.as_staff(*OF_FUND, username="quan.fund", name="全福")
    organisation.sign_in_as(Organisation.objects.get(pk=ours.company.organisation_id))
    plain = {"nobody": Client(), "staff": Client(), "the organisation": Client()}
    plain["staff"].cookies, plain["the organisation"].cookies = (
        officer.cookies,
        organisation.cookies,
    )
    moves = Event.objects.count()
    for one, at in addresses(ours.world):
        for who, client in plain.items():
            for method in one.methods:
                assert ask(client, method, at) in (302, 404), f"{who}: {method} {one.name}"
    assert Event.objects.count() == moves


def test_what_is_guessed_is_not_there(ours):
    own = come_in(Client(), ours.actor)
    for one, _at in addresses(ours.world):
        guessed = {name: PRINTABLE if name == "printable" else 999999999 for name in one.converters}
        for method in one.methods:
            at = reverse(one.name, kwargs=guessed)
            assert ask(own, method, at) == 404, f"{method} {one.name}"
