"""The only clock. Moments are aware UTC; days are Beijing dates."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

BEIJING = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment; where the clock is movable (demo, tests), as far ahead as moved."""
    if settings.MOVABLE_CLOCK:
        from anju.core.models import ClockOffset

        return datetime.now(UTC) + timedelta(seconds=ClockOffset.seconds_ahead())
    return datetime.now(UTC)


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
