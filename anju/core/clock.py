"""The only clock. Moments are aware UTC; days are Beijing dates."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from anju.core.prepared import rows_prepared

BEIJING = ZoneInfo("Asia/Shanghai")
_ahead: ContextVar[list[int] | None] = ContextVar("ahead", default=None)


def now() -> datetime:
    """The present moment; where the clock is movable (demo, tests), as far ahead as moved."""
    if settings.MOVABLE_CLOCK:
        return datetime.now(UTC) + timedelta(seconds=_seconds_ahead())
    return datetime.now(UTC)


def outside() -> datetime:
    """What the clocks of others show, however far ours was moved: only for signatures that they check by their own."""
    return datetime.now(UTC)


@contextmanager
def asked_once() -> Iterator[None]:
    """For the length of a request, how far a movable clock is ahead is looked up once."""
    token = _ahead.set([])
    try:
        yield
    finally:
        _ahead.reset(token)


def _seconds_ahead() -> int:
    known = _ahead.get()
    if known is None:
        return _looked_up()
    if not known:
        known.append(_looked_up())
    return known[0]


def _looked_up() -> int:
    """Where the clock can be moved nothing is asked so often."""
    rows = rows_prepared("SELECT seconds FROM core_clockoffset", {})
    return rows[0][0] if rows else 0


def today() -> date:
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The Beijing date on which a moment falls."""
    return moment.astimezone(BEIJING).date()


def start_of(day: date) -> datetime:
    """The first moment of a Beijing day, in UTC."""
    return datetime.combine(day, time(), BEIJING).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The first moment that no longer belongs to a Beijing day."""
    return start_of(day + timedelta(days=1))
