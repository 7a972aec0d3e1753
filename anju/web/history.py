"""What has happened to a record that has a status, as the desks of the offices show it (`web/steps.html`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from anju.core import queries as core
from anju.people import queries as people

MACHINES = ("clock", "gateway")


@dataclass(frozen=True)
class StepShown:
    at: datetime
    what: str
    status: str
    who: str
    why: str


def steps_of(record: Any, reasons: Mapping[str, Any] | None = None) -> list[StepShown]:
    """Every move, oldest first; staff by their names. `reasons` are the words for reasons that are kept as codes."""
    events = list(core.history_of(record))
    names = people.names_of_staff(event.actor for event in events)
    return [step_of(record, one, names.get(one.actor, one.actor), reasons) for one in events]


def step_of(
    record: Any, event: Any, who: str, reasons: Mapping[str, Any] | None = None
) -> StepShown:
    labels = dict(record._meta.get_field("status").flatchoices)
    return StepShown(
        event.at,
        str(record.MOVES[event.move].label),
        str(labels[event.new_status]),
        _("系统") if event.portal in MACHINES else who,
        str((reasons or {}).get(event.because, event.because)),
    )
