"""Working days and periods (rules D1; Civil Code 201–203).

A day is a working day when the calendar of its year says so: the State Council's arrangement moves
holidays and makes Saturdays and Sundays into working days. A year that nobody entered is refused,
never guessed; a year not yet announced may be entered as provisional, and what is computed from it
says so.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.models import CalendarDay, CalendarYear
from anju.core.refusals import Refused, ensure


class Refusal(TextChoices):
    YEAR_UNKNOWN = "calendar_year_unknown", _("{year}年的工作日历还没有录入，无法计算期限")
    OFFICIAL_STAYS = (
        "calendar_official_stays",
        _("{year}年的正式工作日历已经录入，不能用暂定的日历代替"),
    )
    DAY_OUTSIDE = "calendar_day_outside", _("{day}不在{year}年，请核对日历")
    NOTHING_ARRANGED = "calendar_nothing_arranged", _("{year}年的日历没有任何放假安排，请核对")
    LINE_UNREADABLE = (
        "calendar_line_unreadable",
        _("第{line}行无法识别，请按「2026-10-01,休,国庆节」或「2026-10-10,班,国庆节调休」填写"),
    )


@dataclass(frozen=True)
class Deadline:
    """The last day of a period; provisional when a year that is not official went into it."""

    on: date
    provisional: bool


@dataclass(frozen=True)
class Arrangement:
    """One day that differs from its weekday: a holiday, or a weekend day made up for one."""

    day: date
    is_workday: bool
    name: str


def is_workday(day: date) -> bool:
    found = CalendarDay.objects.filter(day=day).values_list("is_workday", flat=True).first()
    if found is None:
        raise Refused(Refusal.YEAR_UNKNOWN, year=day.year)
    return found


def add_workdays(day: date, count: int) -> Deadline:
    """The last of so many working days; the day itself does not count (Civil Code 201)."""
    ensure(count > 0, "a period has at least one working day")
    return _nth_workday(day + timedelta(days=1), count)


def next_workday(day: date) -> Deadline:
    """The day itself where it is a working day, else the first one after it (Civil Code 203)."""
    return _nth_workday(day, 1)


def last_workday(day: date) -> date:
    """The day itself where it is a working day, else the last one before it."""
    found = CalendarDay.objects.filter(day__lte=day, is_workday=True).order_by("-day").first()
    if found is None:
        raise Refused(Refusal.YEAR_UNKNOWN, year=day.year)
    _is_provisional(found.day, day)
    return found.day


def workdays_between(after: date, until: date) -> int:
    """How many working days have passed: those after the first date, up to and with the second."""
    if until <= after:
        return 0
    _is_provisional(after + timedelta(days=1), until)
    return CalendarDay.objects.filter(day__gt=after, day__lte=until, is_workday=True).count()


def add_months(anchor: date, count: int) -> date:
    """The corresponding day so many months later, or the last day of that month (Civil Code 202).

    Add to the anchor, not to the last result: 31 January, 28 February, 31 March.
    """
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + count, 12)
    return date(year, month + 1, min(anchor.day, monthrange(year, month + 1)[1]))


def entered_at() -> datetime | None:
    """When a year was last entered, or entered anew: deadlines computed before may have moved. (rule D1.7)"""
    years = CalendarYear.objects.order_by("-imported_at")
    return years.values_list("imported_at", flat=True).first()


def years_entered() -> list[CalendarYear]:
    """The years that are entered, the latest first."""
    return list(CalendarYear.objects.order_by("-year"))


def arranged_in(year: int) -> list[Arrangement]:
    """The days of a year that differ from their weekday, as they were entered."""
    days = CalendarDay.objects.filter(day__year=year).order_by("day")
    return [
        Arrangement(one.day, one.is_workday, one.name)
        for one in days
        if one.is_workday != (one.day.isoweekday() <= 5)
    ]


def _nth_workday(first: date, count: int) -> Deadline:
    workdays = CalendarDay.objects.filter(day__gte=first, is_workday=True).order_by("day")
    on = workdays.values_list("day", flat=True)[count - 1 : count].first()
    if on is None:
        last = CalendarYear.objects.filter(year__gte=first.year).order_by("-year").first()
        raise Refused(Refusal.YEAR_UNKNOWN, year=last.year + 1 if last else first.year)
    return Deadline(on, provisional=_is_provisional(first, on))


def _is_provisional(first: date, last: date) -> bool:
    """Whether any year of the period is provisional. Refused when one of them is unknown."""
    years = range(first.year, last.year + 1)
    known = dict(CalendarYear.objects.filter(year__in=years).values_list("year", "official"))
    for year in years:
        if year not in known:
            raise Refused(Refusal.YEAR_UNKNOWN, year=year)
    return not all(known.values())


def days_of(year: int, arranged: Iterable[Arrangement]) -> dict[date, Arrangement]:
    """Every day of a year: by its weekday, except those arranged otherwise."""
    first = date(year, 1, 1)
    days = {}
    for day in (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)):
        weekday = day.isoweekday() <= 5
        days[day] = Arrangement(day, weekday, "" if weekday else "周末")
    for arrangement in arranged:
        if arrangement.day not in days:
            raise Refused(Refusal.DAY_OUTSIDE, day=arrangement.day.isoformat(), year=year)
        days[arrangement.day] = arrangement
    return days


def read_arrangements(text: str) -> list[Arrangement]:
    """Read the days of a year that differ from their weekday, one a line: date, 休 or 班, name.

    A line that cannot be read is refused with its number; nothing is skipped.
    """
    arranged = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        found = re.fullmatch(
            r"(\d{4}-\d{2}-\d{2})[,，](休|班)[,，](.{1,40})", line.strip(), re.ASCII
        )
        try:
            if found is None:
                raise ValueError
            arranged.append(Arrangement(date.fromisoformat(found[1]), found[2] == "班", found[3]))
        except ValueError:
            raise Refused(Refusal.LINE_UNREADABLE, line=number) from None
    return arranged
