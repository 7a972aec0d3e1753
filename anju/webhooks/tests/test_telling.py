"""An event is written down for each who listens, in the transaction of what happened, and for nobody else."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from anju.core import clock
from anju.core.actors import CLOCK
from anju.people import actions as people
from anju.webhooks import actions
from anju.webhooks.models import Delivery, Subscription
from anju.webhooks.rules import Event

pytestmark = [pytest.mark.django_db, pytest.mark.covers("OPS-04", "BEY-11")]
FILED = {"filing_no": "京房租备2026110100001"}


def an_organisation(uscc: str = "91110105MA00TE5T2T") -> int:
    return people.record_organisation(name="安居租赁", uscc=uscc, by=CLOCK).pk


def listening(organisation_id: int, *events: Event, url: str = "https://a.example") -> Subscription:
    return Subscription.objects.create(
        organisation_id=organisation_id,
        url=url,
        events=[event.value for event in events],
        secret="secret",
        made_at=clock.now(),
        made_by="test",
    )


def tell_filed(organisation_id: int | None) -> None:
    actions.tell(
        organisation_id=organisation_id,
        event=Event.LEASE_FILED,
        about=FILED["filing_no"],
        facts=FILED,
        by=CLOCK,
    )


def ours(asked: CaptureQueriesContext) -> int:
    return sum("webhooks_" in query["sql"] for query in asked.captured_queries)


def test_each_who_listens_is_told_the_same_event_once():
    enterprise = an_organisation()
    first = listening(enterprise, Event.LEASE_FILED, Event.CASE_OPENED)
    second = listening(enterprise, Event.LEASE_FILED, url="https://b.example")
    listening(enterprise, Event.CASE_OPENED, url="https://c.example")

    tell_filed(enterprise)

    told = Delivery.objects.order_by("subscription")
    assert [each.subscription_id for each in told] == [first.pk, second.pk]
    assert {each.event for each in told} == {"lease.filed"}
    assert {each.about for each in told} == {FILED["filing_no"]}
    assert [each.facts for each in told] == [FILED, FILED]
    assert len({each.event_id for each in told}) == 1


def test_nothing_is_written_for_others_or_for_nobody():
    listening(an_organisation(), Event.LEASE_FILED)

    tell_filed(an_organisation("91110108MA01ABCD5T"))
    tell_filed(None)

    assert Delivery.objects.count() == 0


def test_what_did_not_happen_is_not_told():
    enterprise = an_organisation()
    listening(enterprise, Event.LEASE_FILED)

    with transaction.atomic():
        tell_filed(enterprise)
        transaction.set_rollback(True)

    assert Delivery.objects.count() == 0


def test_of_thousands_where_nobody_listens_nothing_is_asked():
    with CaptureQueriesContext(connection) as asked:
        actions.tell_many(
            event=Event.ORDER_SUPERVISED,
            rows="SELECT 1 / 0, NULL::bigint, '', ''",
            parameters=[],
            by=CLOCK,
        )

    assert ours(asked) == 1


def test_thousands_are_told_at_once():
    enterprise = an_organisation()
    listening(enterprise, Event.ORDER_SUPERVISED)

    with CaptureQueriesContext(connection) as asked:
        actions.tell_many(
            event=Event.ORDER_SUPERVISED,
            rows="""
                SELECT %s::bigint, NULL::bigint, 'A' || n, jsonb_build_object('order_no', 'A' || n)
                FROM generate_series(1, 2000) AS n
            """,
            parameters=[enterprise],
            by=CLOCK,
        )

    assert ours(asked) == 2
    assert Delivery.objects.count() == 2000
    assert Delivery.objects.values("event_id").distinct().count() == 2000
