"""The balance of a home's account over time as a curve, and its interest year by year. (OWN-91)"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from anju.core import clock
from anju.core.money import yuan

WIDTH, HEIGHT = 640, 200
"""Of the picture, in its own units."""


@dataclass(frozen=True)
class Curve:
    """A stepped line: a balance holds until the next movement. `summary` says in words what it shows."""

    line: str
    area: str
    first_on: date
    last_on: date
    most_fen: int
    summary: str


MOST_MOVEMENTS = 400
"""The curve begins so many movements ago: decades of a home's."""


@dataclass(frozen=True)
class YearShown:
    """`last_on` is the last day for which interest was counted."""

    from_on: date
    last_on: date
    opening_fen: int
    interest_fen: int


def years_shown(years: Sequence[Any]) -> list[YearShown]:
    return [
        YearShown(one.from_on, one.to_on - timedelta(days=1), one.opening_fen, one.interest_fen)
        for one in years
    ]


def curve_of(movements: Sequence[Any]) -> Curve | None:
    """From the first of these movements (newest first) until today; None where nothing has moved."""
    if not movements:
        return None
    steps = balances_by_day(movements)
    first_on, today = next(iter(steps)), clock.today()
    days, most = max((today - first_on).days, 1), max(*steps.values(), 1)

    def x(day: date) -> int:
        return WIDTH * (day - first_on).days // days

    def y(fen: int) -> int:
        return HEIGHT - HEIGHT * fen // most

    start, *rest = steps.items()
    line = f"M0 {y(start[1])}" + "".join(f"H{x(day)}V{y(fen)}" for day, fen in rest) + f"H{WIDTH}"
    now = list(steps.values())[-1]
    summary = _("{first}至{last}：最高 {most} 元，现在 {now} 元。").format(
        first=f"{first_on:%Y-%m-%d}",
        last=f"{today:%Y-%m-%d}",
        most=yuan(max(steps.values())),
        now=yuan(now),
    )
    return Curve(line, f"{line}V{HEIGHT}H0Z", first_on, today, max(steps.values()), summary)


def balances_by_day(movements: Sequence[Any]) -> dict[date, int]:
    """What the account held at the end of each day on which something was written, oldest first."""
    return {clock.day_of(one.recorded_at): one.balance_fen for one in reversed(movements)}
