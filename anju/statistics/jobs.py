"""What the clock does: every night the figures of the month are counted anew."""

from datetime import date, timedelta
from typing import Any

from anju.core.actors import CLOCK
from anju.core.calendar import add_months
from anju.core.days import daily
from anju.statistics import actions, queries


@daily("statistics.figures", rank=60)
def compute_figures(day: date) -> dict[str, Any]:
    """After everything else of the day, so that it is counted. A month that is over is counted to its last day."""
    months = queries.months_to_compute(day)
    for month in months:
        last = add_months(month, 1) - timedelta(days=1)
        actions.compute_month(month=month, as_of=min(day, last), by=CLOCK)
    return {"months": [month.isoformat() for month in months]}
