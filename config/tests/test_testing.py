"""How tests are shared out among xdist's workers, and on which tables they work."""

import os

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.testing import is_a, is_grouped, is_in, needs_database
from scripts.places import ROOT


@pytest.mark.xdist_group("one_worker")
def test_a_group_of_tests_stays_on_one_worker(request):
    """xdist writes the group behind the name; without it, each worker would start every whole stack."""
    is_shared_out = "PYTEST_XDIST_WORKER" in os.environ

    assert request.node.nodeid.endswith("@one_worker") == is_shared_out


@pytest.mark.django_db
def test_a_database_that_was_copied_has_the_tables_of_today():
    executor = MigrationExecutor(connection)

    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


@pytest.mark.django_db
def test_a_test_is_known_by_its_need_of_the_database(request):
    assert needs_database(request.node)
    assert is_in(request.node, [ROOT / "anju", ROOT / "config"])
    assert not is_in(request.node, [ROOT / "anju"])


def test_a_test_without_that_need_is_known_too(request):
    assert not needs_database(request.node)


def test_what_takes_longest_begins_first(request):
    """Groups, then what walks in a browser, then what is slow: as far as this run has any."""
    items = request.session.items
    turns = [
        (not is_grouped(one), not is_a(one, "browser"), not is_a(one, "slow")) for one in items
    ]

    assert turns == sorted(turns)
