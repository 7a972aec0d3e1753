"""How tests are shared out among xdist's workers, and on which tables they work."""

import os

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


@pytest.mark.xdist_group("one_worker")
def test_a_group_of_tests_stays_on_one_worker(request):
    """xdist writes the group behind the name; without it, each worker would start every whole stack."""
    is_shared_out = "PYTEST_XDIST_WORKER" in os.environ

    assert request.node.nodeid.endswith("@one_worker") == is_shared_out


@pytest.mark.django_db
def test_a_database_that_was_copied_has_the_tables_of_today():
    executor = MigrationExecutor(connection)

    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
