"""Fixtures of the tests of the API."""

from anju.portals.api.tests.listener import listener  # noqa: F401 - a fixture
