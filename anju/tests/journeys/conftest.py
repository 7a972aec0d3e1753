import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.db.utils import ConnectionHandler
from playwright.sync_api import Browser

from anju.refunds.tests.conftest import days  # noqa: F401 - a fixture
from anju.refunds.tests.endings import Days
from anju.tests.browser import window
from anju.tests.journeys.city import City
from anju.tests.journeys.tenant import Tenant
from anju.tests.journeys.town import Town
from anju.tests.journeys.walking import Walk
from sample import sign_ins, story
from sample.people import OTHERS, SamplePerson

ME, FLATMATE = OTHERS[5:7]
"""Whose walks through manual 001 go on from chapter to chapter."""


@pytest.fixture(scope="package")
def city_of_the_run(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[City]:
    """One city for all journeys of a run: its banks are open, its people can sign in, no lease is filed yet.

    It ends with them: a worker that has nothing to do still asks the database twice a second.
    """
    one = City(tmp_path_factory.mktemp("city"))
    try:
        one.start()
        with database_of(one, django_db_blocker):
            story.open_banks()
            sign_ins.register()
        yield one
    finally:
        one.stop()


@pytest.fixture
def city(city_of_the_run: City, django_db_blocker: Any) -> Iterator[City]:
    """The running city; within the test, the product's own actions and queries work on its database."""
    with database_of(city_of_the_run, django_db_blocker):
        yield city_of_the_run
        city_of_the_run.mend()


@contextmanager
def database_of(city: City, blocker: Any) -> Iterator[None]:
    """Point Django at a city's database, and the sample world at its sandbox, for a while."""
    url = connections.settings["default"] | {
        "NAME": "anju",
        "USER": "anju",
        "PASSWORD": city.database.password,
        "HOST": "127.0.0.1",
        "PORT": str(city.database.port),
        "OPTIONS": {},
        "CONN_MAX_AGE": 0,
    }
    theirs, sandbox, public = connections["default"], os.environ["SANDBOX_URL"], settings.PUBLIC_URL
    with blocker.unblock():
        ours = ConnectionHandler({"default": url}).create_connection("default")
        connections["default"] = ours
        os.environ["SANDBOX_URL"], settings.PUBLIC_URL = city.sandbox_url, city.url
        try:
            yield
        finally:
            ours.close()
            connections["default"] = theirs
            os.environ["SANDBOX_URL"], settings.PUBLIC_URL = sandbox, public


@pytest.fixture(scope="package")
def me(
    city_of_the_run: City, chromium: Browser, django_db_blocker: Any, kept: Tenant
) -> Iterator[Walk]:
    """A tenant at a window, signed in."""
    yield from signed_in(city_of_the_run, chromium, ME)


@pytest.fixture(scope="package")
def flatmate(
    city_of_the_run: City, chromium: Browser, django_db_blocker: Any, kept: Tenant
) -> Iterator[Walk]:
    """Who rents a flat together with this tenant, at another window."""
    yield from signed_in(city_of_the_run, chromium, FLATMATE)


def signed_in(city: City, chromium: Browser, who: SamplePerson) -> Iterator[Walk]:
    with window(chromium) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=city.url)
        walk = Walk(city, page)
        walk.sign_in(who)
        yield walk


@pytest.fixture(scope="package")
def kept(city_of_the_run: City, django_db_blocker: Any) -> Tenant:
    """A lease of both, filed forty days ago, whose deposit and first rent came into custody; days may pass since."""
    with database_of(city_of_the_run, django_db_blocker):
        Tenant(city_of_the_run, FLATMATE, ME).has_agreed()
        return paid_today(city_of_the_run)


def paid_today(city: City) -> Tenant:
    """A lease of both, filed forty days ago, whose deposit and first rent have just come into custody."""
    tenant = Tenant(city, ME, FLATMATE, filed_days_ago=40)
    tenant.has_agreed()
    tenant.starts_and_gets_a_code("bank_transfer")
    tenant.pays()
    tenant.comes_to("in_custody")
    return tenant


@pytest.fixture
def town(chromium: Browser, live_server: Any, days: Days) -> Iterator[Town]:  # noqa: F811
    """A lease that is about to end, and everybody at a window of their own."""
    one = Town(chromium, live_server.url, days)
    with one.windows:
        yield one
