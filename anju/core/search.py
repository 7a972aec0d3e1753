"""Words of two characters found by index: what a text is found by are its pairs of neighbouring characters.

PostgreSQL's own trigrams find no word of two characters, and most Chinese words are such. So the action that writes a
text keeps its pairs beside it, in an array with a GIN index; a text that contains a word has all of the word's pairs.
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import BooleanField, Func, Q, QuerySet
from django.db.models.expressions import RawSQL

from anju.core.identity_numbers import normalise

SHORTEST_WORD = 2
MOST_RARE = 1_000
"""What more rows than so many have is common, and found by going through the list."""


class PairsField(ArrayField):  # type: ignore[type-arg]
    """The pairs of one or several texts of a record."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("base_field", models.CharField(max_length=2))
        super().__init__(**kwargs)


def pairs_of(*texts: str) -> list[str]:
    """Every two neighbouring characters of the texts, each once: 「朝阳区」 → 朝阳, 阳区."""
    plain = [normalise(text) for text in texts]
    return sorted({text[at : at + 2] for text in plain for at in range(len(text) - 1)})


def words_in(field: str, text: str) -> Q:
    """The condition that a record's pairs hold all of every word of a search, divided by spaces.

    Words of one character are left out, half the city would be found by them; a search with no other finds nothing.
    """
    words = [word for word in text.split() if len(normalise(word)) >= SHORTEST_WORD]
    return Q(**{f"{field}__contains": pairs_of(*words)}) if words else Q(pk__in=[])


def found(rows: QuerySet[Any], condition: Q) -> QuerySet[Any]:
    """Those rows of a list that meet a condition on words, found the quicker way: by index, or along the list.

    Which is quicker depends on how many there are, and the database cannot guess it: it believes that 朝阳 and 阳区
    have nothing to do with each other. So up to a thousand of them are looked up first. If that is all, these rows are
    the answer; if there are more, so many of the list's rows meet the condition that a page is soon full. A list is
    narrowed by all else before.
    """
    some = some_ids(rows.filter(condition), MOST_RARE + 1)
    if len(some) <= MOST_RARE:
        return rows.filter(pk__in=some)
    return rows.filter(one_by_one(condition))


def one_by_one(condition: Q) -> Func:
    """A condition that is held against each row of a short list: in this form no index serves, and the database assumes
    that every other row meets it.
    """
    return Func(condition, template="COALESCE(%(expressions)s, false)", output_field=BooleanField())


def some_ids(rows: QuerySet[Any], most: int) -> list[int]:
    """The ids of some of these rows, in no order, by bitmaps of indexes and never by going through the table."""
    question = _question(rows, most)
    if question is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(BY_INDEX, [question])
        return [pk for (pk,) in cursor.fetchall()]


def by_index(rows: QuerySet[Any], most: int) -> RawSQL:
    """The same as a part of another question."""
    question = _question(rows, most)
    return RawSQL(NONE, []) if question is None else RawSQL(BY_INDEX, [question])  # noqa: S611 - texts of ours


BY_INDEX = "SELECT id FROM core_by_index(%s) AS id"
NONE = "SELECT 0 WHERE false"


def _question(rows: QuerySet[Any], most: int) -> str | None:
    """The question for ids as a text; None where nothing can meet it."""
    try:
        asked = rows.order_by().values("pk")[:most].query.sql_with_params()
    except EmptyResultSet:
        return None
    return str(connection.ops.compose_sql(*asked))  # type: ignore[attr-defined]


def pairs_index(field: str, name: str) -> GinIndex:
    """Written at once (`fastupdate` off): a search never has to go through what waits to be put in."""
    return GinIndex(fields=[field], name=name, fastupdate=False)
