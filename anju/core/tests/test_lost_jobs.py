"""Jobs that a living worker never heard of, because the database died as it gave them out."""

import asyncio
import time
from collections.abc import Iterator

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job

from anju.core import jobs
from anju.core.jobs import OwnJobs


@pytest.fixture(autouse=True)
def no_other_loop() -> Iterator[None]:
    """A browser of earlier tests keeps its event loop running in this thread; for the test it is out of sight.

    Django has a connection of its own for code that a loop runs. So the loop must be gone before the database's
    transaction begins (`db`, not the mark): or that would begin on the one, and the test commit on the other.
    """
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)


def told(sql: str, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        row = cursor.fetchone()
        return row[0] if row else None


@pytest.fixture
def worker_id(db: None) -> int:
    return told("SELECT procrastinate_register_worker_v1()")


@pytest.fixture
def own(monkeypatch) -> OwnJobs:
    own = OwnJobs()
    monkeypatch.setattr(jobs, "own_jobs", own)
    return own


def a_job_given_to(worker_id: int, task: str) -> int:
    return told(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, status, worker_id) "
        "VALUES ('notices', %s, %s, 'doing', %s) RETURNING id",
        task,
        task,
        worker_id,
    )


def status_of(job_id: int) -> str | None:
    return told("SELECT status FROM procrastinate_jobs WHERE id = %s", job_id)


def the_worker_looks(worker_id: int) -> None:
    itself = Job(id=0, queue="", lock=None, queueing_lock=None, task_name="", worker_id=worker_id)
    context = JobContext(app=app, job=itself, start_timestamp=0, abort_reason=lambda: None)
    async_to_sync(jobs.take_over_stalled.func)(context, 0)


def the_worker_looks_again_later(worker_id: int, monkeypatch, seconds: float) -> None:
    later = time.monotonic() + seconds
    monkeypatch.setattr(jobs.time, "monotonic", lambda: later)
    the_worker_looks(worker_id)


@pytest.mark.covers("OPS-02")
@pytest.mark.parametrize(("task", "then"), [("core.days", None), ("core.other", "todo")])
def test_a_lost_turn_of_the_clock_is_forgotten_and_another_lost_job_done_again(
    worker_id, own, monkeypatch, task, then
):
    job_id = a_job_given_to(worker_id, task)
    the_worker_looks(worker_id)
    assert status_of(job_id) == "doing"
    the_worker_looks_again_later(worker_id, monkeypatch, 4)
    assert status_of(job_id) == "doing"
    the_worker_looks_again_later(worker_id, monkeypatch, 6)
    assert status_of(job_id) == then


@pytest.mark.covers("OPS-02")
def test_a_job_that_takes_long_is_not_lost(worker_id, own, monkeypatch):
    job_id = a_job_given_to(worker_id, "core.other")
    own.running.add(job_id)
    the_worker_looks(worker_id)
    the_worker_looks_again_later(worker_id, monkeypatch, 3600)
    assert status_of(job_id) == "doing"


@pytest.mark.covers("OPS-02")
def test_another_workers_jobs_are_its_own_business(worker_id, own, monkeypatch):
    another = told("SELECT procrastinate_register_worker_v1()")
    job_id = a_job_given_to(another, "core.other")
    the_worker_looks(worker_id)
    the_worker_looks_again_later(worker_id, monkeypatch, 3600)
    assert status_of(job_id) == "doing"


@pytest.mark.covers("OPS-02")
def test_a_worker_knows_what_it_works_on_until_it_is_done():
    own = OwnJobs()
    job = Job(id=7, queue="", lock=None, queueing_lock=None, task_name="")
    context = JobContext(app=app, job=job, start_timestamp=0, abort_reason=lambda: None)

    async def works() -> set[int | None]:
        return set(own.running)

    async def breaks() -> None:
        raise ValueError("broken")

    assert asyncio.run(own(works, context, None)) == {7}
    assert own.running == set()
    with pytest.raises(ValueError, match="broken"):
        asyncio.run(own(breaks, context, None))
    assert own.running == set()


def test_every_worker_is_watched():
    assert app.worker_defaults["worker_middleware"] == [jobs.own_jobs]
