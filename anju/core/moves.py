"""Tables of moves: what a record with a status may do, as data."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.refusals import Refused


class Refusal(TextChoices):
    WRONG_STATUS = "wrong_status", _("当前状态为「{status}」，不能{move}")


@dataclass(frozen=True)
class Move:
    label: Any
    sources: tuple[Any, ...]
    target: Any


class Moves(dict[str, Move]):
    """The moves one kind of record may make: name → Move."""

    def check(self, name: str, record: Any) -> None:
        move = self[name]
        if record.status not in move.sources:
            raise Refused(Refusal.WRONG_STATUS, status=record.get_status_display(), move=move.label)

    def allows(self, name: str, status: str) -> bool:
        return status in self[name].sources

    def statuses(self) -> set[Any]:
        return {status for move in self.values() for status in (*move.sources, move.target)}


def as_picture(moves: Moves, statuses: Iterable[Any], first: Any) -> str:
    """The table as a Mermaid state diagram, for a package's README. A test keeps the two alike."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {first.value}"]
    lines += [f"    {status.value}: {status.value} {status.label}" for status in statuses]
    for name, move in moves.items():
        lines += [f"    {source.value} --> {move.target.value}: {name}" for source in move.sources]
    return "\n".join([*lines, "```"])


def picture_of(model: Any) -> str:
    """The moves of the records of one model, from its first status on."""
    first = model._meta.get_field("status").default
    known = model.MOVES.statuses() | {first}
    return as_picture(model.MOVES, [status for status in type(first) if status in known], first)
