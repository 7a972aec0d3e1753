"""Every page of every portal, in every state, for everybody who reads it. What is looked at: `accessibility.py`."""

import pytest
from django.urls import resolve

from anju.tests.accessibility import faults_of
from anju.tests.patterns import all_patterns
from anju.tests.source import ROOT
from anju.tests.walks.entrance import pages_that_say_no, pages_that_say_no_on_the_phone
from anju.tests.walks.portals import WALKS


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def pages_of(portal: str) -> set[str]:
    """The views that show something, by name."""
    return {one.name for one in all_patterns() if one.portal == portal and "GET" in one.methods}


PORTALS = sorted(portal for portal in {one.portal for one in all_patterns()} if pages_of(portal))


@pytest.mark.django_db
@pytest.mark.parametrize("portal", PORTALS)
def test_no_page_is_left_out(portal):
    """A page that fails here needs a visit in `anju/tests/walks/`."""
    walked = {
        resolve(visit.address.partition("?")[0]).view_name
        for walk in WALKS[portal]()
        for visit in walk.visits
    }

    assert pages_of(portal) - walked == set()


@pytest.mark.browser
@pytest.mark.covers("TEN-92")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("portal", PORTALS)
def test_everybody_can_use_every_page(chromium, live_server, portal):
    faults = faults_in(chromium, live_server, WALKS[portal](), portal)

    assert not faults, "\n".join(faults)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("anju.web.tests.urls")
def test_everybody_can_use_the_components_and_the_pages_that_say_no(
    chromium, live_server, settings
):
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"DIRS": [ROOT / "anju" / "web" / "tests" / "templates"]}]
    faults = faults_in(chromium, live_server, pages_that_say_no(), "web")
    on_the_phone = pages_that_say_no_on_the_phone()
    faults += faults_in(chromium, live_server, on_the_phone, "tenant_mobile")

    assert not faults, "\n".join(faults)


def faults_in(chromium, live_server, walks, portal) -> list[str]:
    return [one for walk in walks for one in faults_of(chromium, walk, portal, live_server.url)]
