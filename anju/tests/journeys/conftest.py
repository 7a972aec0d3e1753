import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.db.utils import ConnectionHandler

from anju.tests.journeys.city import City
from sample import sign_ins, story


@pytest.fixture(scope="session")
def city_of_the_run(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[City]:
    """One city for all journeys of a run: its banks are open, its people can sign in, no lease is filed yet."""
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
