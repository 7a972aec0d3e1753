"""A calendar was entered anew: deadlines that run are computed again, and none becomes shorter. (rule D1.7)"""

from datetime import date
from typing import Any

from anju.core import clock
from anju.core.actors import Actor
from anju.core.calendar import add_workdays
from anju.core.db import action
from anju.credit import queries
from anju.parameters import queries as parameters


@action
def compute_deadlines_again(*, by: Actor) -> int:
    """Move every deadline that a new calendar moves to a later day; how many they were."""
    moved = [
        _later(event, "object_until", event.effective_on, "credit.objection_workdays")
        for event in queries.events_objectable().select_for_update(of=("self",))
    ]
    moved += [
        _later(
            objection, "decide_until", clock.day_of(objection.made_at), "credit.decision_workdays"
        )
        for objection in queries.objections_open().select_for_update(of=("self",))
    ]
    moved += [
        _later(entry, "statement_until", entry.noticed_on, "credit.statement_workdays")
        for entry in queries.entries_awaiting_statement().select_for_update(of=("self",))
    ]
    return sum(moved)


def _later(record: Any, field: str, from_on: date | None, code: str) -> bool:
    if from_on is None:
        return False
    until = add_workdays(from_on, parameters.number(code, from_on)).on
    if until <= getattr(record, field):
        return False
    setattr(record, field, until)
    record.save(update_fields=[field])
    return True
