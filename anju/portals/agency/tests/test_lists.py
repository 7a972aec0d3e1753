"""A list asks the database the same few questions, however many rows it has."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.portals.agency.tests.addresses import to
from anju.tests.pages import Pages
from anju.tests.walks.agency import LISTS, the_world

pytestmark = pytest.mark.django_db
MOST = 12
NO_LISTS = ("home", "own")


def test_a_list_asks_at_most_twelve_questions(settings):
    settings.MOVABLE_CLOCK = False  # which only the demo has, and asks the database for
    pages, asked = Pages(), {}
    pages.as_administrator(the_world().institution)
    pages.get(to("home"))  # where the session is renewed
    for name in [one for one in LISTS if one not in NO_LISTS]:
        with CaptureQueriesContext(
            connection,
        ) as questions:
            assert pages.get(to(name)).status_code == 200
        asked[name] = len(questions)
    assert {name: count for name, count in asked.items() if count > MOST} == {}
