"""`move` and `move_many` on a record made for these tests."""

import threading

import pytest
from django.db import connection, connections, models, transaction
from django.db.models import TextChoices

from anju.core.actors import CLOCK, Actor
from anju.core.db import Staged, action, lock, lock_many, move, move_many
from anju.core.models import Event
from anju.core.moves import Move, Moves, Refusal, as_picture, picture_of
from anju.core.queries import history_of
from anju.core.refusals import Broken, Refused

TENANT = Actor("person 1", "tenant_web", person_id=1)


class Status(TextChoices):
    NEW = "new", "新建"
    OPEN = "open", "打开"
    SHUT = "shut", "关闭"


class Door(models.Model):
    status = models.CharField(max_length=20, choices=Status, default=Status.NEW)
    colour = models.CharField(max_length=20, default="")

    MOVES = Moves(
        open=Move("打开", (Status.NEW, Status.SHUT), Status.OPEN),
        shut=Move("关闭", (Status.OPEN,), Status.SHUT),
    )

    class Meta:
        app_label = "core_tests"


@pytest.fixture
def table(db):
    with connection.schema_editor() as editor:
        editor.create_model(Door)


def history() -> list[tuple[str, str, str, str, str, str]]:
    return list(
        Event.objects.order_by("id").values_list(
            "move", "old_status", "new_status", "actor", "portal", "because"
        )
    )


def test_a_move_writes_the_row_and_one_line_of_history(table):
    door = Door.objects.create()

    move(door, "open", by=TENANT, because="it is hot", colour="green")
    move(door, "shut", by=CLOCK)

    door.refresh_from_db()
    assert (door.status, door.colour) == ("shut", "green")
    assert history() == [
        ("open", "new", "open", "person 1", "tenant_web", "it is hot"),
        ("shut", "open", "shut", "clock", "clock", ""),
    ]
    assert [event.move for event in history_of(door)] == ["open", "shut"]
    assert not history_of(Door.objects.create()).exists()


def test_a_move_that_the_table_does_not_allow_is_refused_and_changes_nothing(table):
    door = Door.objects.create()

    with pytest.raises(Refused) as refused:
        move(door, "shut", by=CLOCK, colour="red")

    assert refused.value.code == Refusal.WRONG_STATUS
    assert refused.value.message == "当前状态为「新建」，不能关闭"
    door.refresh_from_db()
    assert (door.status, door.colour, history()) == ("new", "", [])


def test_many_move_at_once_each_with_its_own_history(table):
    new, shut = Door.objects.create(), Door.objects.create(status=Status.SHUT)
    other = Door.objects.create()

    move_many(Door, [new.pk, shut.pk], "open", by=CLOCK, because="morning", colour="blue")
    move_many(Door, [], "open", by=CLOCK)

    assert [d.status for d in Door.objects.order_by("pk")] == ["open", "open", "new"]
    assert set(Door.objects.filter(colour="blue")) == {new, shut}
    assert sorted(history()) == [
        ("open", "new", "open", "clock", "clock", "morning"),
        ("open", "shut", "open", "clock", "clock", "morning"),
    ]
    assert not Event.objects.filter(record_id=other.pk).exists()


def test_many_move_together_or_not_at_all(table):
    new, opened = Door.objects.create(), Door.objects.create(status=Status.OPEN)

    with pytest.raises(Broken, match="not every core_tests_door"), transaction.atomic():
        move_many(Door, [new.pk, opened.pk], "open", by=CLOCK)

    assert [d.status for d in Door.objects.order_by("pk")] == ["new", "open"]
    assert history() == []


def test_many_may_each_take_a_value_of_their_own(table):
    doors = [Door.objects.create() for _ in range(3)]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE paint (door bigint, shade text) ON COMMIT DROP")
        cursor.executemany(
            "INSERT INTO paint VALUES (%s, %s)", [(d.pk, f"shade {n}") for n, d in enumerate(doors)]
        )

    move_many(
        Door, [d.pk for d in doors], "open", by=CLOCK, colour=Staged("paint", "door", "shade")
    )

    assert list(Door.objects.order_by("pk").values_list("colour", flat=True)) == [
        "shade 0",
        "shade 1",
        "shade 2",
    ]
    assert len(history()) == 3


def test_an_action_takes_only_names_and_is_one_transaction(table):
    @action
    def open_and_fail(*, door_id: int, by: Actor) -> None:
        move(lock(Door, pk=door_id), "open", by=by)
        raise Broken("power cut")

    door = Door.objects.create()
    with pytest.raises(Broken, match="power cut"):
        open_and_fail(door_id=door.pk, by=CLOCK)

    door.refresh_from_db()
    assert (door.status, history()) == ("new", [])
    with pytest.raises(Broken, match="name every argument"):

        @action
        def positional(door_id: int) -> None: ...


def test_the_picture_shows_the_table():
    picture = as_picture(Door.MOVES, Status, Status.NEW)

    assert picture == picture_of(Door)
    assert picture.splitlines() == [
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> new",
        "    new: new 新建",
        "    open: open 打开",
        "    shut: shut 关闭",
        "    new --> open: open",
        "    shut --> open: open",
        "    open --> shut: shut",
        "```",
    ]
    assert Door.MOVES.allows("shut", "open") and not Door.MOVES.allows("shut", "new")


@pytest.mark.django_db(transaction=True)
def test_of_many_who_move_one_record_at_the_same_time_one_does():
    with connection.schema_editor() as editor:
        editor.create_model(Door)
    door, outcomes = Door.objects.create(), []
    gate = threading.Barrier(8)

    def visitor() -> None:
        gate.wait()
        try:
            with transaction.atomic():
                [locked] = lock_many(Door, [door.pk])
                move(locked, "open", by=CLOCK)
            outcomes.append("opened")
        except Refused as refused:
            outcomes.append(refused.code)
        connections.close_all()

    threads = [threading.Thread(target=visitor) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["opened", *[Refusal.WRONG_STATUS] * 7]
    assert len(history()) == 1
    with connection.schema_editor() as editor:
        editor.delete_model(Door)
