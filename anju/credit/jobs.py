"""What the clock does about credit: events and places on lists end, a finished cycle proposes, deadlines move."""

from collections.abc import Callable
from datetime import date
from typing import Any

from anju.core import calendar, clock
from anju.core.actors import CLOCK
from anju.core.days import daily
from anju.credit import actions, queries

BATCH = 1_000


@daily("credit.cycle")
def end_the_day(day: date) -> dict[str, Any]:
    """After a day: what it was the last one of ends; after a year, who was commended in it may come on the red list."""
    report = {
        "events_expired": _all(queries.events_to_expire, actions.expire_event, "event_id"),
        "entries_expired": _all(queries.entries_to_expire, actions.expire_entry, "entry_id"),
        "deadlines_moved": 0,
        "red_proposed": 0,
    }
    entered_at = calendar.entered_at()
    if entered_at is not None and clock.day_of(entered_at) >= day:
        report["deadlines_moved"] = actions.compute_deadlines_again(by=CLOCK)
    if (day.month, day.day) == (12, 31):
        report["red_proposed"] = sum(
            actions.propose_commended(organisation_id=organisation_id, year=day.year, by=CLOCK)
            for organisation_id in queries.commended_in(day.year)
        )
    return report


def _all(ids: Callable[[int], list[int]], act: Callable[..., bool], name: str) -> int:
    """Act on all that is due, so many at a time, until a round finds nothing to do."""
    done = 0
    while now := sum(act(**{name: each}, by=CLOCK) for each in ids(BATCH)):
        done += now
    return done
