"""Words of two characters found by index: what a text is found by are its pairs of neighbouring characters.

PostgreSQL's own trigrams find no word of two characters, and most Chinese words are such. So the action that writes a
text keeps its pairs beside it, in an array with a GIN index; a text that contains a word has all of the word's pairs.
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from anju.core.identity_numbers import normalise

SHORTEST_WORD = 2


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


def pairs_index(field: str, name: str) -> GinIndex:
    """Written at once (`fastupdate` off): a search never has to go through what waits to be put in."""
    return GinIndex(fields=[field], name=name, fastupdate=False)
