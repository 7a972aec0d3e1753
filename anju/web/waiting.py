"""How much waits on a desk, counted as far as it matters to somebody who looks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import QuerySet

from anju.core import clock
from anju.core.actors import Actor
from anju.core.counting import Asked, First, Question, Told, counted_again, first_rows

MOST_COUNTED = 99


@dataclass(frozen=True)
class Waiting:
    """A number up to 99; what is more is told as 99+."""

    count: int

    def __str__(self) -> str:
        return str(self.count) if self.count <= MOST_COUNTED else f"{MOST_COUNTED}+"

    def __bool__(self) -> bool:
        return self.count > 0

    def __add__(self, other: "Waiting") -> "Waiting":
        return Waiting(self.count + other.count)


def waiting(rows: QuerySet[Any]) -> Waiting:
    """So many rows are read at the most, however many there are: a desk is opened all day long."""
    return Waiting(rows.order_by()[: MOST_COUNTED + 1].count())


@dataclass(frozen=True)
class Work:
    """One kind of work of a post: the power that it needs, what it is called, what waits, where it is done.

    `since` names the column that says since when a row waits, `due` that which says by when it must be done. Which rows
    wait depends on who asks and on the day, on nothing else: how it is asked is kept. `told` and `page` are of a desk
    that shows the first rows: what tells of a row, and the view of one.
    """

    power: str
    label: Any
    rows: Callable[[Actor], QuerySet[Any]]
    where: str
    asked: str = ""
    since: str = ""
    due: str = ""
    told: Told | None = None
    page: str = ""


@dataclass(frozen=True)
class WorkWaiting:
    """What waits of one kind for somebody: how much, since when, by when, and where to go."""

    work: Work
    count: Waiting
    since_on: date | None
    due_on: date | None
    days_late: int

    @property
    def label(self) -> str:
        return str(self.work.label)

    @property
    def is_late(self) -> bool:
        return self.days_late > 0


def work_of(actor: Actor, every: Sequence[Work]) -> list[WorkWaiting]:
    """The work of whoever has these powers, in one question: what is due first, then what waits longest.

    What has nothing waiting stands last, in the order of the list.
    """
    own = {str(at): work for at, work in enumerate(every) if work.power in actor.may}
    found = counted_again({at: asked(work, actor) for at, work in own.items()}, MOST_COUNTED + 1)
    today = clock.today()
    rows = [
        WorkWaiting(
            work,
            Waiting(found[at].count),
            found[at].since_on,
            found[at].due_on,
            max((today - (found[at].due_on or today)).days, 0),
        )
        for at, work in own.items()
    ]
    return sorted(rows, key=urgency)


def first_of(waiting: Sequence[WorkWaiting], actor: Actor, most: int) -> list[list[First]]:
    """The first rows of each kind of work that waits, in one question."""
    asked_for = {
        str(at): (asked(one.work, actor), one.work.told or Told()) for at, one in enumerate(waiting)
    }
    return list(first_rows(asked_for, most).values())


def asked(work: Work, actor: Actor) -> Asked:
    return (work.rows, work.since, work.due, actor), partial(question_of, work, actor)


def question_of(work: Work, actor: Actor) -> Question:
    return Question(work.rows(actor), work.since, work.due)


def urgency(one: WorkWaiting) -> tuple[bool, date, date]:
    return not one.count, one.due_on or date.max, one.since_on or date.max
