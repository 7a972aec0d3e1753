"""The test database itself: tests that commit leave it as migrations made it."""

import pytest
from django.db import DatabaseError, connection, transaction

from anju.core.models import Event
from anju.core.tests.test_history import an_event


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("again", [1, 2])
def test_a_test_that_commits_starts_from_what_migrations_wrote(again):
    assert Event.objects.count() == 0
    an_event()
    with pytest.raises(DatabaseError, match="what is written there stays"), transaction.atomic():
        connection.cursor().execute("TRUNCATE core_event")
