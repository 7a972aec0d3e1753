"""What the nightly run asks: from where on something is told, and how bad each enterprise's figures are."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db.models import Max

from anju.core import clock
from anju.custody.rules import HoldStatus
from anju.oversight.models import EarlyWarning, Indicator
from anju.oversight.rules import (
    CURRENT,
    MEASURES,
    PARAMETERS,
    WATCHED_DAYS,
    Code,
    Level,
    Threshold,
)
from anju.parameters import queries as parameters

__all__ = ["CURRENT", "Thresholds", "is_in_force", "levels_of", "thresholds"]


@dataclass(frozen=True)
class Thresholds:
    """The measures with the parameters that are in force on a day."""

    late_days: int
    prepaid_months: int
    overdue_refunds: int
    drop_percent: int

    def of(self, code: Code) -> dict[Level, Threshold]:
        measure = MEASURES[code]
        watch, serious = measure.watch, measure.serious
        if code == Code.OVERDUE_REFUNDS:
            watch = Threshold(self.overdue_refunds, days=watch.days)
        if code == Code.FALLING_OCCUPANCY:
            watch = Threshold(watch.count, percent=self.drop_percent)
            serious = Threshold(serious.count, percent=2 * self.drop_percent)
        return {Level.WATCH: watch, Level.SERIOUS: serious}

    def rows(self) -> list[tuple[str, int, int, int, int]]:
        """For SQL; one refund that is overdue for some days is told however few there are. (rule A13.2)"""
        bounds = [(code, level, bound) for code in Code for level, bound in self.of(code).items()]
        bounds.append((Code.OVERDUE_REFUNDS, Level.WATCH, Threshold(1, days=WATCHED_DAYS)))
        return [
            (code.value, level.value, bound.count, bound.percent, bound.days)
            for code, level, bound in bounds
        ]

    def says(self, code: Code) -> str:
        """What a figure counts, in words."""
        return str(MEASURES[code].says).format(days=self.late_days, months=self.prepaid_months)


def thresholds(day: date) -> Thresholds:
    """What is in force on a day; one question."""
    said = parameters.values(PARAMETERS, day)
    return Thresholds(*(int(cast(int, said[code])) for code in PARAMETERS))


def levels_of(day: date) -> dict[int, int]:
    """The enterprises that are to be watched by the figures of a day, and how bad it is."""
    told = Indicator.objects.filter(day=day, level__gt=0).values("enterprise_id")
    return dict(told.annotate(worst=Max("level")).values_list("enterprise_id", "worst"))


def is_in_force(warning: EarlyWarning) -> bool:
    """Whether the hold of a warning stops releases today: an officer may have lifted it, or its last day be over."""
    hold = warning.hold
    if hold is None or hold.status != HoldStatus.IN_FORCE:
        return False
    return hold.until_on is None or hold.until_on >= clock.today()
