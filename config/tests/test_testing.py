"""How tests are shared out among xdist's workers."""

import os

import pytest


@pytest.mark.xdist_group("one_worker")
def test_a_group_of_tests_stays_on_one_worker(request):
    """xdist writes the group behind the name; without it, each worker would start every whole stack."""
    is_shared_out = "PYTEST_XDIST_WORKER" in os.environ

    assert request.node.nodeid.endswith("@one_worker") == is_shared_out
