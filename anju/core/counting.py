"""How much there is of several things, and which come first, each asked in one question; how it is asked is kept."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import F, QuerySet, Value
from django.db.models.expressions import Combinable

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


Asked = tuple[Hashable, Callable[[], Question]]
"""How a question is built, and whatever decides how it reads beside the day."""


def counted(questions: Mapping[str, Question], most: int) -> dict[str, Counted]:
    """All of them in one question to the database; of each the first `most` rows are read and no more.

    Which come first is the list's own order: what waits is asked for oldest first.
    """
    texts = {name: text_of(limited(one, most))[0] for name, one in questions.items()}
    return answered(texts, asked_once)


def counted_again(questions: Mapping[str, Asked], most: int) -> dict[str, Counted]:
    """The same of questions that every page of a desk asks."""
    return answered(
        {
            name: kept(("count", key, most), partial(built, build, most))
            for name, (key, build) in questions.items()
        },
        asked_again,
    )


def asked_once(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def asked_again(sql: str) -> list[Any]:
    """Planned once for each connection, too."""
    return rows_prepared(sql, None)


def answered(texts: Mapping[str, str], ask: Callable[[str], list[Any]]) -> dict[str, Counted]:
    """Names are texts of this program."""
    parts = [
        f"SELECT '{name}', count(*), min(since)::timestamptz, min(due)::date FROM ({text}) AS rows"  # noqa: S608
        for name, text in texts.items()
        if text
    ]
    found: dict[str, Counted] = dict.fromkeys(texts, Counted())
    if parts:
        for name, count, since, due in ask(" UNION ALL ".join(parts)):
            found[name] = Counted(count, day_of(since), due)
    return found


@dataclass(frozen=True)
class Told:
    """Which columns tell of a row how it is numbered, what it is about and how much it is ("" where none does)."""

    no: str = "no"
    about: str | Combinable = ""
    fen: str = ""


@dataclass(frozen=True)
class First:
    """One of the first rows of something, as a list of many kinds shows it."""

    pk: int
    no: str
    about: str
    fen: int | None
    since_on: date | None
    due_on: date | None


def first_rows(questions: Mapping[str, tuple[Asked, Told]], most: int) -> dict[str, list[First]]:
    """The first rows of each of several lists, in one question, each in its own order."""
    parts = []
    for name, ((key, build), told) in questions.items():
        text = kept(("first", key, told, most), partial(told_of, build, told, most))
        if text:
            parts.append(
                f"SELECT '{name}', row_number() OVER (), told_pk, told_no::text, told_about::text, told_fen::bigint,"  # noqa: S608
                f" since::timestamptz, due::date FROM ({text}) AS rows"
            )
    found: dict[str, list[First]] = {name: [] for name in questions}
    if parts:
        rows = asked_again(" UNION ALL ".join(parts))
        for name, _at, pk, no, about, fen, since, due in sorted(rows, key=lambda row: row[:2]):
            found[name].append(First(pk, no or "", about or "", fen, day_of(since), due))
    return found


def told_of(build: Callable[[], Question], told: Told, most: int) -> QuerySet[Any]:
    columns = {"pk": "pk", "no": told.no, "about": told.about, "fen": told.fen}
    rows = with_days(build()).annotate(
        **{f"told_{name}": column_of(one, models.TextField()) for name, one in columns.items()}
    )
    shown: QuerySet[Any] = rows.values(*(f"told_{name}" for name in columns), "since", "due")[:most]
    return shown


def built(build: Callable[[], Question], most: int) -> QuerySet[Any]:
    return limited(build(), most)


def limited(question: Question, most: int) -> QuerySet[Any]:
    shown: QuerySet[Any] = with_days(question).values("since", "due")[:most]
    return shown


def with_days(question: Question) -> QuerySet[Any]:
    rows: QuerySet[Any] = question.rows.annotate(
        since=column_of(question.since, models.DateTimeField()),
        due=column_of(question.due, models.DateField()),
    )
    return rows


def column_of(name: str | Combinable, otherwise: Any) -> Any:
    """A column by its name, or what is worked out from some; nothing where there is none."""
    if not name:
        return Value(None, otherwise)
    return F(name) if isinstance(name, str) else name


def day_of(moment: datetime | None) -> date | None:
    return moment.astimezone(clock.BEIJING).date() if moment else None


# --- how a question is asked ------------------------------------------------------------------------

KEPT: dict[Hashable, str] = {}
"""Texts of questions that are asked again and again: to write one costs more than to answer it."""


def kept(key: Hashable, build: Callable[[], QuerySet[Any]]) -> str:
    """The text of a question, written once a day for each key; what it finds is asked anew each time.

    It is not kept where it took a question to write it, or where it names a moment.
    """
    of_today = (key, clock.today())
    if (text := KEPT.get(of_today)) is not None:
        return text
    asked: list[str] = []

    def note(execute: Any, sql: Any, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        text, names_moment = text_of(build())
    if not asked and not names_moment:
        if len(KEPT) >= MOST_KEPT:
            KEPT.clear()
        KEPT[of_today] = text
    return text


def text_of(rows: QuerySet[Any]) -> tuple[str, bool]:
    """A question with its values in it ("" where nothing can be found), and whether one of them is a moment."""
    try:
        sql, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return "", False
    text: str = connection.ops.compose_sql(sql, values)  # type: ignore[attr-defined]
    return text, any(isinstance(value, datetime) for value in values)
