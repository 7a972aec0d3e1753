"""The two ways a rule says no.

Refused is expected and is told to the person; Broken rolls back and wakes someone.
"""

from typing import Any

from django.db.models import TextChoices


class Refused(Exception):
    """An expected no. `code` belongs to some package's `Refusal`; its label is what people read."""

    def __init__(self, code: TextChoices, **facts: Any) -> None:
        super().__init__(str(code.value), facts)
        self.code = code
        self.facts = facts

    @property
    def message(self) -> str:
        return str(self.code.label).format(**self.facts)


class Broken(Exception):
    """Something that must be true was not. Never caught: all rolls back and people are woken."""


def ensure(truth: bool, what: str) -> None:
    if not truth:
        raise Broken(what)
