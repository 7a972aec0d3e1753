from collections.abc import Iterator

import pytest

from anju.clients.tests.outside import Outside, serve
from anju.core.actors import CLOCK, Actor
from anju.people import actions as people
from anju.people.models import ApiKey
from anju.people.rules import Power, Scope


@pytest.fixture
def receiver() -> Iterator[Outside]:
    """An enterprise's program, which accepts what it is told."""
    outside, server = serve()
    outside.says(204)
    yield outside
    server.shutdown()
    server.server_close()


@pytest.fixture
def other_receiver() -> Iterator[Outside]:
    outside, server = serve()
    outside.says(204)
    yield outside
    server.shutdown()
    server.server_close()


def enterprise_with(uscc: str, name: str) -> Actor:
    organisation = people.record_organisation(name=name, uscc=uscc, is_enterprise=True, by=CLOCK)
    return Actor(f"organisation {organisation.pk}", "enterprise", organisation_id=organisation.pk)


@pytest.fixture
def enterprise(db: None) -> Actor:
    return enterprise_with("91110105MA00TE5T2T", "安居租赁有限公司")


@pytest.fixture
def another(db: None) -> Actor:
    return enterprise_with("91110108MA01ABCD5T", "另一家租赁有限公司")


@pytest.fixture
def keeper() -> Actor:
    """Who keeps keys at the office."""
    return Actor("yunxing", "centre", frozenset({Power.API_KEEP}), staff_id=1)


@pytest.fixture
def platform(keeper: Actor, db: None) -> int:
    """The key of a platform that verifies homes, applies for filings and files leases."""
    scopes = [Scope.HOME_VERIFY, Scope.CONTRACT_FILE, Scope.LEASE_FILE]
    people.issue_platform_key(name="北京租房平台", scopes=scopes, by=keeper)
    return ApiKey.objects.get(name="北京租房平台").pk
