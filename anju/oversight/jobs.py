"""What the clock does: every night each enterprise is looked at."""

from datetime import date
from typing import Any

from anju.core.actors import CLOCK
from anju.core.days import daily
from anju.oversight import actions


@daily("oversight.assess", rank=70)
def assess(day: date) -> dict[str, Any]:
    """After everything else of the day has been done. In one transaction: it has happened for a day, or not."""
    return actions.assess(day=day, by=CLOCK)


@daily("oversight.reviews", rank=73)
def remind_departments(day: date) -> dict[str, Any]:
    """Reviews of departments whose three working days are over. (CTR-05)"""
    return {"overdue": actions.remind_departments(day=day, by=CLOCK)}
