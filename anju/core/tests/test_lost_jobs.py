"""Jobs that were fetched and never begun, because the database died while a worker asked for work."""

from types import SimpleNamespace

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from anju.core.jobs import forget_lost

pytestmark = pytest.mark.django_db


def a_job_begun(task: str, seconds_ago: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock) VALUES ('payments', %s, %s) RETURNING id",
            [task, task],
        )
        job_id: int = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job_id])
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - make_interval(secs => %s) WHERE job_id = %s",
            [seconds_ago, job_id],
        )
    return job_id


@pytest.mark.covers("OPS-02")
@pytest.mark.parametrize(
    ("task", "seconds_ago", "is_there"),
    [
        ("payments.offer", 20, True),
        ("payments.offer", 40, False),
        ("orders.settle", 40, True),
        ("orders.settle", 700, False),
    ],
)
def test_a_turn_of_the_clock_that_nobody_works_on_is_forgotten(task, seconds_ago, is_there):
    job_id = a_job_begun(task, seconds_ago)
    forget_lost(SimpleNamespace(app=app, job=None))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE id = %s", [job_id])
        assert cursor.fetchone()[0] == int(is_there)
