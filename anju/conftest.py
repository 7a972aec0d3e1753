"""Fixtures of all packages' tests."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from anju.tests.browser import chromium, screen  # noqa: F401 - fixtures
from anju.tests.pages import Pages
from anju.tests.sandbox import product, sandbox, sandbox_program  # noqa: F401 - fixtures
from scripts import catalogues


@pytest.fixture
def pages(db: None) -> Pages:
    """Loads pages and checks every one of them."""
    return Pages()


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """What a page spoke last is no matter of the next test."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True, scope="session")
def compiled_messages() -> None:
    """Translations as they stand now, whether or not they have been compiled."""
    catalogues.compile_changed()
