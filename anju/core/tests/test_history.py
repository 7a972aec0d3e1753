from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from anju.core.models import Event

pytestmark = pytest.mark.django_db


def an_event(at: datetime = datetime(2026, 3, 1, tzinfo=UTC)) -> Event:
    return Event.objects.create(
        kind="test.thing",
        record_id=1,
        move="open",
        old_status="new",
        new_status="open",
        actor="clock",
        portal="clock",
        because="",
        at=at,
    )


def partition_of(event: Event) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM core_event WHERE id = %s", [event.pk])
        return str(cursor.fetchone()[0])


def make_partitions(from_day: date, months: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT core_make_month_partitions('core_event', %s, %s)", [from_day, months]
        )
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE core_event SET because = 'another reason'",
        "DELETE FROM core_event",
        "TRUNCATE core_event",
        "TRUNCATE core_event_default",
        "DELETE FROM core_event_default",
    ],
)
def test_history_is_never_changed(change):
    an_event()

    with pytest.raises(DatabaseError, match="what is written there stays"), transaction.atomic():
        connection.cursor().execute(change)

    assert Event.objects.get().because == ""


def test_history_stands_in_the_month_of_beijing_in_which_it_happened():
    assert make_partitions(date(2031, 2, 14), 2) == 2
    assert make_partitions(date(2031, 2, 14), 3) == 1

    last_of_february = an_event(datetime(2031, 2, 28, 15, 59, 59, tzinfo=UTC))
    first_of_march = an_event(datetime(2031, 2, 28, 16, 0, 0, tzinfo=UTC))
    before_all = an_event(datetime(2019, 1, 1, tzinfo=UTC))

    assert partition_of(last_of_february) == "core_event_2031_02"
    assert partition_of(first_of_march) == "core_event_2031_03"
    assert partition_of(before_all) == "core_event_default"


def test_a_month_with_rows_in_the_default_partition_stays_there():
    event = an_event(datetime(2033, 5, 5, tzinfo=UTC))

    assert make_partitions(date(2033, 5, 1), 2) == 1
    assert partition_of(event) == "core_event_default"
    assert partition_of(an_event(datetime(2033, 6, 5, tzinfo=UTC))) == "core_event_2033_06"


def test_a_new_partition_cannot_be_truncated_either():
    make_partitions(date(2034, 1, 1), 1)

    with pytest.raises(DatabaseError, match="what is written there stays"), transaction.atomic():
        connection.cursor().execute("TRUNCATE core_event_2034_01")
