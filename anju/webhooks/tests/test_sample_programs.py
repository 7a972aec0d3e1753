"""The sample world's enterprise has keys, hears of its leases, and has an address that fails."""

import pytest

from anju.core.actors import CLOCK
from anju.people import actions as outside
from anju.people import queries as people
from anju.tests.world import a_lease
from anju.webhooks import queries
from anju.webhooks.models import Delivery, Subscription
from sample import programs
from sample.people import ANXIN

pytestmark = pytest.mark.django_db


def test_its_system_is_connected_once():
    programs.are_connected()  # nobody is there yet
    a_lease(filing_no="BA-ANXIN-0001", enterprise=(ANXIN.name, ANXIN.uscc))

    programs.are_connected()
    programs.are_connected()
    a_lease(filing_no="BA-ANXIN-0002", enterprise=(ANXIN.name, ANXIN.uscc))

    programs.platforms_are_told()  # no platform has a key yet
    outside.record_api_key(key="k", name="租赁平台", scopes=["lease.file"], by=CLOCK)
    programs.platforms_are_told()
    programs.platforms_are_told()
    assert [one.whose for one in Subscription.objects.filter(client__isnull=False)] == ["租赁平台"]

    by = programs.enterprise()
    assert by is not None
    assert people.keys_of(by).count() == 2
    assert [one.url[-7:] for one in queries.subscriptions_of(by)] == ["/broken", "/events"]
    assert sorted(Delivery.objects.values_list("event", flat=True)) == [
        "lease.filed",
        "lease.filed",
        "test",
    ]
