"""How much there is of several things, asked in one question, each counted only as far as it matters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import F, QuerySet, Value

from anju.core import clock


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


def counted(questions: Mapping[str, Question], most: int) -> dict[str, Counted]:
    """All of them in one question to the database; of each the first `most` rows are read and no more.

    Which come first is the list's own order: what waits is asked for oldest first.
    """
    parts, parameters = [], []
    for name, question in questions.items():
        try:
            sql, values = limited(question, most).query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(
            f"SELECT %s::text, count(*), min(since)::timestamptz, min(due)::date FROM ({sql}) AS rows"  # noqa: S608
        )
        parameters += [name, *values]
    found: dict[str, Counted] = dict.fromkeys(questions, Counted())
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), parameters)
            for name, count, since, due in cursor.fetchall():
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
