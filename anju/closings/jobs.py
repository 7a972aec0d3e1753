"""What the clock does with days: opens those that are over, compares them when something has changed."""

from datetime import date
from typing import Any

from procrastinate.contrib.django import app

from anju.closings import actions, queries
from anju.core.actors import CLOCK
from anju.core.days import daily


@app.periodic(cron="* * * * * */5")
@app.task(
    queue="payments", name="closings.keep", lock="closings.keep", queueing_lock="closings.keep"
)
def keep_days(timestamp: int) -> None:
    """Open days, compare anew those on which something has changed, and hear of what was to appear later."""
    actions.open_days(by=CLOCK)
    for closing in queries.to_compare():
        actions.compare_day(closing_id=closing.pk, by=CLOCK)
    actions.hear_of_transit(by=CLOCK)


@daily("closings.days")
def report_days(day: date) -> dict[str, Any]:
    """What is left to be closed at the end of a day, and where releases stand still because of it."""
    return queries.left_to_close(day) | {"banks_without_releases": queries.blocked_banks(day)}
