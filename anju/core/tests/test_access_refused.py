import pytest
from django.db import DatabaseError, connection, transaction

from anju.core.actions import advance_clock, record_refused_access
from anju.core.actors import CLOCK, Actor
from anju.core.models import AccessRefused
from anju.core.rules import ACCESS_REFUSED_KEPT_A_MINUTE

pytestmark = pytest.mark.django_db
SOMEBODY, ANOTHER = Actor("person 1", "tenant_web"), Actor("person 2", "tenant_web")


def refused(by: Actor = SOMEBODY, **changes) -> bool:
    facts = {"method": "GET", "path": "/tenant/orders/1", "view_name": "order", "ip": "10.0.0.1"}
    return record_refused_access(**(facts | changes), by=by)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE core_accessrefused SET actor = 'person 3'",
        "DELETE FROM core_accessrefused",
        "TRUNCATE core_accessrefused",
    ],
)
def test_what_was_refused_is_never_changed(change):
    refused()

    with pytest.raises(DatabaseError, match="what is written there stays"), transaction.atomic():
        connection.cursor().execute(change)

    assert AccessRefused.objects.get().actor == "person 1"


def test_nobody_can_fill_the_disk_by_asking(settings):
    settings.MOVABLE_CLOCK = True
    kept = [refused() for _ in range(ACCESS_REFUSED_KEPT_A_MINUTE + 5)]

    assert kept == [True] * ACCESS_REFUSED_KEPT_A_MINUTE + [False] * 5
    assert AccessRefused.objects.count() == ACCESS_REFUSED_KEPT_A_MINUTE
    assert refused(by=ANOTHER) is True
    advance_clock(seconds=61, by=CLOCK)
    assert refused() is True


def test_a_very_long_address_is_cut_and_an_unknown_ip_left_out():
    assert refused(path="/tenant/" + "x" * 5000, ip=None)

    assert len(AccessRefused.objects.get().path) == 300
