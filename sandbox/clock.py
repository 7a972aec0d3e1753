"""The sandbox's own clock: real time plus an offset that only grows."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sandbox.store import Store, remember, remembered

BEIJING = ZoneInfo("Asia/Shanghai")


class Clock:
    def __init__(self, store: Store):
        self._store = store
        with store.reading() as db:
            self._offset = timedelta(seconds=remembered(db, "clock_offset", 0))

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def today(self) -> date:
        return day_of(self.now())

    def forward(self, seconds: float) -> None:
        if seconds < 0:
            raise ValueError("the clock never goes back")
        self._set(self._offset.total_seconds() + seconds)

    def back_to_real_time(self) -> None:
        """Only for a reset, which forgets everything that happened."""
        self._set(0)

    def _set(self, seconds: float) -> None:
        with self._store.writing() as db:
            remember(db, "clock_offset", seconds)
        self._offset = timedelta(seconds=seconds)


def iso(moment: datetime) -> str:
    """The one form in which moments are stored and signed, so that text compares like time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment_of(text: str) -> datetime:
    """Read an ISO 8601 moment with a zone; raises ValueError otherwise."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a zone: {text}")
    return moment.astimezone(UTC)


def day_of(moment: datetime) -> date:
    return moment.astimezone(BEIJING).date()


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), BEIJING).astimezone(UTC)


def beijing_text(moment: datetime) -> str:
    """ "2026-11-20 17:30:00" in Beijing: how Alipay writes moments."""
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def read_beijing_text(text: str) -> datetime:
    read = datetime.strptime(text, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 the zone follows
    return read.replace(tzinfo=BEIJING).astimezone(UTC)
