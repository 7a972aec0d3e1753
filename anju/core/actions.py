"""What can be done in core: enter a calendar, keep a file, note a refused access, move the clock of a demo."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import F, TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core import calendar, clock
from anju.core import days as days_of_jobs
from anju.core.actors import Actor
from anju.core.calendar import Arrangement
from anju.core.db import action, action_of_one_statement
from anju.core.files import Allowance, check_file
from anju.core.models import (
    AccessRefused,
    CalendarDay,
    CalendarYear,
    ClockOffset,
    DayRun,
    Look,
    RunAttempt,
    StoredFile,
)
from anju.core.refusals import Refused
from anju.core.rules import ACCESS_REFUSED_KEPT_A_MINUTE


class Refusal(TextChoices):
    CLOCK_IS_FIXED = "clock_is_fixed", _("系统使用真实时间，不能调整")
    CLOCK_NEVER_BACK = "clock_never_back", _("系统时间只能向前调整")
    NO_SUCH_RUN = "no_such_run", _("没有这个自动任务，请从列表中选择")
    DAY_NOT_OVER = "day_not_over", _("{day}还没有结束，结束后才能执行当天的任务")
    RUN_IS_DONE = "run_is_done", _("{day}的任务已经完成，不需要重新执行")


@dataclass(frozen=True)
class ChangedDay:
    day: date
    was_workday: bool
    is_workday: bool


@action
def import_calendar_year(
    *, year: int, days: Iterable[Arrangement], official: bool, source: str, by: Actor
) -> list[ChangedDay]:
    """Enter the working days of a year: `days` are those that differ from their weekday.

    Returns the days that are now other than before, for those who keep deadlines: they compute
    open ones again and never shorten one already told (rules D1.7). An official year is not
    replaced by a provisional one.
    """
    arranged = list(days)
    if not arranged:
        raise Refused(calendar.Refusal.NOTHING_ARRANGED, year=year)
    entered = calendar.days_of(year, arranged)
    known = CalendarYear.objects.select_for_update().filter(year=year).first()
    if known is not None and known.official and not official:
        raise Refused(calendar.Refusal.OFFICIAL_STAYS, year=year)
    before = dict(CalendarDay.objects.filter(day__year=year).values_list("day", "is_workday"))
    CalendarYear.objects.update_or_create(
        year=year,
        defaults={
            "official": official,
            "source": source,
            "imported_at": clock.now(),
            "imported_by": by.name,
        },
    )
    CalendarDay.objects.bulk_create(
        [CalendarDay(day=d.day, is_workday=d.is_workday, name=d.name) for d in entered.values()],
        update_conflicts=True,
        unique_fields=["day"],
        update_fields=["is_workday", "name"],
    )
    return [
        ChangedDay(day, was, entered[day].is_workday)
        for day, was in sorted(before.items())
        if was != entered[day].is_workday
    ]


@action
def store_file(*, name: str, content: bytes, allowed: Allowance, by: Actor) -> int:
    """Keep a file after looking into it; returns its id. The same file twice from one is one."""
    checked = check_file(name, content, allowed)
    kept, _made = StoredFile.objects.get_or_create(
        digest=hashlib.sha256(checked.content).digest(),
        name=checked.name,
        by=by.name,
        defaults={
            "kind": checked.kind,
            "size": len(checked.content),
            "content": checked.content,
            "stored_at": clock.now(),
        },
    )
    return int(kept.pk)


@action
def record_refused_access(
    *, method: str, path: str, view_name: str, ip: str | None, by: Actor
) -> bool:
    """Write down that somebody was answered 404 for a record; False if they have filled their minute.

    Requests at the same moment may each take the last place: a row or two more, never a flood.
    """
    now = clock.now()
    last_minute = AccessRefused.objects.filter(actor=by.name, at__gt=now - timedelta(minutes=1))
    if last_minute.count() >= ACCESS_REFUSED_KEPT_A_MINUTE:
        return False
    AccessRefused.objects.create(
        at=now,
        actor=by.name,
        portal=by.portal,
        method=method[:10],
        path=path[:300],
        view_name=view_name[:100],
        ip=ip,
    )
    return True


@action_of_one_statement
def record_look(
    *,
    kind: str,
    record_id: int,
    whose: str,
    view_name: str,
    purpose: str,
    ip: str | None,
    by: Actor,
) -> None:
    """Write down that a member of staff saw personal data that is not masked. (PIPL Art. 51; SEC-01)"""
    Look.objects.create(
        at=clock.now(),
        actor=by.name,
        portal=by.portal,
        kind=kind,
        record_id=record_id,
        whose=whose[:120],
        view_name=view_name[:100],
        purpose=purpose[:120],
        ip=ip,
    )


@action
def advance_clock(*, days: int = 0, seconds: int = 0, by: Actor) -> datetime:
    """Move the clock of a demo forward, never back; returns the new present moment."""
    if not settings.MOVABLE_CLOCK:
        raise Refused(Refusal.CLOCK_IS_FIXED)
    ahead = days * 24 * 60 * 60 + seconds
    if days < 0 or seconds < 0:
        raise Refused(Refusal.CLOCK_NEVER_BACK)
    ClockOffset.objects.get_or_create(only=True)
    ClockOffset.objects.update(seconds=F("seconds") + ahead)
    return clock.now()


@action
def ask_for_run(*, job: str, day: date, by: Actor) -> None:
    """【重新执行】: have a daily job done for a day that is over and has not had it; a worker does it at once. (CTR-04)

    Asked twice it is done once.
    """
    if job not in days_of_jobs.JOBS:
        raise Refused(Refusal.NO_SUCH_RUN)
    if day >= clock.today():
        raise Refused(Refusal.DAY_NOT_OVER, day=day)
    if DayRun.objects.filter(job=job, day=day).exists():
        raise Refused(Refusal.RUN_IS_DONE, day=day)
    attempt, _made = RunAttempt.objects.get_or_create(job=job, day=day)
    RunAttempt.objects.filter(pk=attempt.pk).update(asked_at=clock.now(), asked_by=by.name)
