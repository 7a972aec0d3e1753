import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections

from anju.core import checks, clock, days
from anju.core.actions import Refusal, advance_clock, ask_for_run
from anju.core.actors import CLOCK, Actor
from anju.core.apps import CoreConfig
from anju.core.jobs import MONTHS_AHEAD
from anju.core.models import ClockOffset, DayRun, RunAttempt
from anju.core.refusals import Broken, Refused


@pytest.fixture
def registry():
    """Only the jobs of the test are registered while it runs."""
    kept = dict(days.JOBS)
    days.JOBS.clear()
    yield days.JOBS
    days.JOBS.clear()
    days.JOBS.update(kept)


def yesterday() -> date:
    return clock.today() - timedelta(days=1)


@pytest.mark.django_db
def test_every_job_runs_for_every_day_that_is_over_in_order(registry):
    ran = []
    days.daily("tests.second", rank=60)(lambda day: ran.append(("second", day)))
    days.daily("tests.first", rank=40)(lambda day: ran.append(("first", day)))
    start = yesterday()

    assert days.run_due_days() == 2
    assert days.run_due_days() == 0
    advance_clock(days=2, by=CLOCK)
    assert days.run_due_days() == 4

    assert ran == [
        (name, start + timedelta(days=n)) for n in range(3) for name in ("first", "second")
    ]
    assert DayRun.objects.count() == 6


@pytest.mark.django_db
def test_a_job_that_failed_is_run_again_from_the_day_it_failed(registry):
    broken, ran = [True], []

    @days.daily("tests.reports")
    def fails_once(day):
        ClockOffset.objects.update(seconds=10**6)
        if broken.pop() if broken else False:
            raise Broken("the disk is full")
        ran.append(day)
        return {"rows": 3}

    advance_clock(days=1, by=CLOCK)
    with pytest.raises(Broken, match="disk is full"):
        days.run_due_days()

    assert not DayRun.objects.exists()
    assert ClockOffset.objects.get().seconds == 24 * 60 * 60  # what the job wrote was rolled back
    assert days.run_due_days() == 1
    assert ran == [DayRun.objects.get().day]
    assert DayRun.objects.get().report == {"rows": 3}


def test_two_jobs_of_one_name_are_a_mistake_of_ours(registry):
    days.daily("tests.reports")(lambda day: None)
    with pytest.raises(Broken, match="two daily jobs"):
        days.daily("tests.reports")(lambda day: None)


@pytest.mark.django_db(transaction=True)
def test_processes_that_run_the_days_at_the_same_time_take_turns(registry):
    ran = []
    days.daily("tests.slow")(lambda day: ran.append(day))
    gate = threading.Barrier(4)

    def process() -> None:
        gate.wait()
        days.run_due_days()
        connections.close_all()

    threads = [threading.Thread(target=process) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ran == [yesterday()]


@pytest.mark.django_db
def test_the_months_to_come_have_their_partitions():
    from anju.core.jobs import make_month_partitions

    day = date(2040, 11, 30)

    assert make_month_partitions(day)["core_event"] == MONTHS_AHEAD
    assert make_month_partitions(day)["core_event"] == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('core_event_2041_12') IS NOT NULL")
        assert cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_clock_of_a_demo_moves_forward_only():
    before = clock.now()

    moved = advance_clock(days=1, seconds=30, by=CLOCK)

    assert timedelta(days=1, seconds=30) <= moved - before < timedelta(days=1, seconds=35)
    assert advance_clock(days=1, by=CLOCK) - moved >= timedelta(days=1)
    for back in ({"days": -1}, {"seconds": -1}, {"days": 2, "seconds": -1}):
        with pytest.raises(Refused) as refused:
            advance_clock(**back, by=CLOCK)
        assert refused.value.code == Refusal.CLOCK_NEVER_BACK
    assert ClockOffset.objects.get().seconds == 2 * 24 * 60 * 60 + 30


@pytest.mark.django_db
def test_a_real_clock_cannot_be_moved(settings):
    settings.MOVABLE_CLOCK = False
    with pytest.raises(Refused) as refused:
        advance_clock(days=1, by=CLOCK)

    assert refused.value.code == Refusal.CLOCK_IS_FIXED
    assert not ClockOffset.objects.exists()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=1)


def test_production_does_not_start_with_a_movable_clock(settings):
    import anju.core

    settings.ENVIRONMENT, settings.MOVABLE_CLOCK = "production", True

    assert [error.id for error in checks.clock_is_fixed_in_production()] == ["anju.E001"]
    with pytest.raises(ImproperlyConfigured, match="MOVABLE_CLOCK"):
        CoreConfig("anju.core", anju.core).ready()
    settings.MOVABLE_CLOCK = False
    assert checks.clock_is_fixed_in_production() == []


def test_missing_keys_are_told_by_the_checks(settings):
    assert checks.keys_are_usable() == []
    settings.FIELD_KEYS = ""
    assert [error.id for error in checks.keys_are_usable()] == ["anju.E002"]


def test_days_begin_and_end_at_midnight_in_beijing():
    assert clock.start_of(date(2026, 11, 21)) == datetime(2026, 11, 20, 16, tzinfo=UTC)
    assert clock.end_of(date(2026, 11, 21)) == datetime(2026, 11, 21, 16, tzinfo=UTC)
    assert clock.day_of(datetime(2026, 11, 20, 16, tzinfo=UTC)) == date(2026, 11, 21)
    assert clock.day_of(datetime(2026, 11, 20, 15, 59, tzinfo=UTC)) == date(2026, 11, 20)


@pytest.mark.covers("CTR-04")
@pytest.mark.django_db
def test_a_failed_attempt_is_written_down_with_its_reason_and_ends_well_when_it_is_run_again(
    registry,
):
    broken = [True, True]

    @days.daily("tests.reports")
    def fails_twice(day):
        if broken:
            broken.pop()
            raise Broken("the disk is full")

    for _ in range(2):
        with pytest.raises(Broken):
            days.run_due_days()
    failed = RunAttempt.objects.get()
    assert (failed.day, failed.attempts) == (yesterday(), 2)
    assert failed.error == "Broken: the disk is full" and failed.ended_at is not None

    assert days.run_due_days() == 1
    done = DayRun.objects.get()
    assert done.begun_at <= done.finished_at
    after = RunAttempt.objects.get()
    assert (after.attempts, after.error) == (3, "")


@pytest.mark.covers("CTR-04")
@pytest.mark.django_db
def test_a_killed_attempt_has_no_end_until_the_next_one(registry):
    killed = [True]

    @days.daily("tests.reports")
    def is_killed_once(day):
        if killed.pop() if killed else False:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        days.run_due_days()
    assert RunAttempt.objects.get().ended_at is None

    assert days.run_due_days() == 1
    assert RunAttempt.objects.get().ended_at is not None


@pytest.mark.covers("CTR-04")
@pytest.mark.django_db
def test_a_day_that_is_missing_is_done_when_somebody_asks_once_however_often_they_ask(registry):
    ran = []
    days.daily("tests.reports")(lambda day: ran.append(day))
    missing = yesterday() - timedelta(days=3)
    days.run_due_days()
    staff = Actor("yunxing", "centre")

    for _ in range(2):
        ask_for_run(job="tests.reports", day=missing, by=staff)
    assert days.run_what_was_asked() == 1
    assert days.run_what_was_asked() == 0

    assert ran == [yesterday(), missing]
    assert RunAttempt.objects.get(day=missing).asked_by == "yunxing"


@pytest.mark.covers("CTR-04")
@pytest.mark.django_db
def test_what_is_done_not_over_or_unknown_is_not_run_again(registry):
    days.daily("tests.reports")(lambda day: None)
    days.run_due_days()
    asked = [
        ("tests.reports", yesterday(), Refusal.RUN_IS_DONE),
        ("tests.reports", clock.today(), Refusal.DAY_NOT_OVER),
        ("tests.others", yesterday(), Refusal.NO_SUCH_RUN),
    ]
    for job, day, code in asked:
        with pytest.raises(Refused) as refused:
            ask_for_run(job=job, day=day, by=CLOCK)
        assert refused.value.code == code
    assert not RunAttempt.objects.filter(asked_at__isnull=False).exists()
