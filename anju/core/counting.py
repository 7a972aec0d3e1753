"""How much there is of several things, asked in one question, each counted only as far as it matters."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import F, QuerySet, Value

from anju.core import clock
from anju.core.prepared import rows_prepared

MOST_KEPT = 2_000


@dataclass(frozen=True)
class Counted:
    """How many rows (at most as many as were asked for), since when the first waits, when the first is due."""

    count: int = 0
    since_on: date | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Question:
    """Rows, and which of their columns says since when they wait, and by when they are due ("" where none does)."""

    rows: QuerySet[Any]
    since: str = ""
    due: str = ""


KEPT: dict[Hashable, str] = {}
"""Texts of questions that are asked again and again: to build one costs more than to answer it."""


def counted(questions: Mapping[str, Question], most: int) -> dict[str, Counted]:
    """All of them in one question to the database; of each the first `most` rows are read and no more.

    Which come first is the list's own order: what waits is asked for oldest first.
    """
    return answered({name: text_of(question, most)[0] for name, question in questions.items()})


def counted_again(
    questions: Mapping[str, tuple[Hashable, Callable[[], Question]]], most: int
) -> dict[str, Counted]:
    """The same of questions that every page of a desk asks, each with whatever decides how it reads beside the day.

    What is kept is the text, never an answer; and it is not kept where it took a question to write it, or where it
    names a moment.
    """
    today = clock.today()
    return answered(
        {name: kept((key, most, today), build, most) for name, (key, build) in questions.items()}
    )


def kept(key: Hashable, build: Callable[[], Question], most: int) -> str:
    if (text := KEPT.get(key)) is None:
        asked: list[str] = []

        def note(execute: Any, sql: Any, *rest: Any) -> Any:
            asked.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            text, names_moment = text_of(build(), most)
        if not asked and not names_moment:
            if len(KEPT) >= MOST_KEPT:
                KEPT.clear()
            KEPT[key] = text
    return text


def text_of(question: Question, most: int) -> tuple[str, bool]:
    """The question with its values in it ("" where nothing can be found), and whether one of them is a moment."""
    try:
        sql, values = limited(question, most).query.sql_with_params()
    except EmptyResultSet:
        return "", False
    text = connection.ops.compose_sql(sql, values)
    return text, any(isinstance(value, datetime) for value in values)


def answered(texts: Mapping[str, str]) -> dict[str, Counted]:
    """Names are texts of this program."""
    parts = [
        f"SELECT '{name}', count(*), min(since)::timestamptz, min(due)::date FROM ({text}) AS rows"  # noqa: S608
        for name, text in texts.items()
        if text
    ]
    found: dict[str, Counted] = dict.fromkeys(texts, Counted())
    if parts:
        for name, count, since, due in rows_prepared(" UNION ALL ".join(parts), None):
            found[name] = Counted(count, day_of(since), due)
    return found


def limited(question: Question, most: int) -> QuerySet[Any]:
    nothing = Value(None, models.DateTimeField())
    no_day = Value(None, models.DateField())
    rows = question.rows.annotate(
        since=F(question.since) if question.since else nothing,
        due=F(question.due) if question.due else no_day,
    )
    shown: QuerySet[Any] = rows.values("since", "due")[:most]
    return shown


def day_of(moment: datetime | None) -> date | None:
    return moment.astimezone(clock.BEIJING).date() if moment else None
