"""Who is being written down stands in nobody's way who only refers to them."""

import pytest
from django.db import connection, transaction

from anju.core.actors import CLOCK, Actor
from anju.people import actions
from anju.people.models import ApiKey
from anju.people.rules import Scope
from anju.tests.together import together

NAMES = {"name": "北京安心住房租赁有限公司", "uscc": "91110108MA01ABCD5T"}


@pytest.mark.django_db(transaction=True)
def test_what_refers_to_an_organisation_does_not_wait_for_who_writes_it_down():
    """Two batches that each write one down and refer to the other's would wait for each other for ever."""
    known = actions.record_organisation(**NAMES, by=CLOCK)
    its = Actor("erp", "enterprise", organisation_id=known.pk)

    def refers() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '5s'")
        actions.issue_key_for_organisation(name="租务系统", scopes=[Scope.LEASE_READ], by=its)

    with transaction.atomic():
        actions.record_organisation(**NAMES, phone="01088886666", by=CLOCK)
        assert together(refers) == [None]

    assert ApiKey.objects.get().organisation_id == known.pk
