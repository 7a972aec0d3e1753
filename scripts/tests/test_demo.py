"""One command brings everything up, ends it cleanly, and says in one sentence why it cannot."""

import os
import re
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest
from django.db import connection

from scripts import stack
from scripts.processes import free_port

pytestmark = [
    pytest.mark.covers("OPS-01"),
    pytest.mark.slow,
    pytest.mark.xdist_group("demo"),
]
COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable, column_default, is_generated
FROM information_schema.columns WHERE table_schema = 'public'
"""
OTHERS = """
SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT conrelid::regclass || conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'trigger', pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'permission', codename FROM auth_permission
"""


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for the module: the first start makes the city, the others find it."""
    return tmp_path_factory.mktemp("stack")


@pytest.fixture(scope="module")
def last(work: Path) -> Iterator[list[stack.Stack]]:
    """The stack that was started last: a start is slow, so one that still runs is used again."""
    started: list[stack.Stack] = []
    yield started
    for one in started:
        one.stop()


@pytest.fixture
def running(work: Path, last: list[stack.Stack]) -> stack.Stack:
    if not last or last[0].launcher.poll() is not None:
        last[:] = [stack.start(work)]
    return last[0]


def runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def all_gone(pids: list[int], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while any(map(runs, pids)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not any(map(runs, pids))


def pids(one: stack.Stack) -> list[int]:
    return [one.pid_of(name) for name in ("PostgreSQL", "sandbox", "web", "worker")]


def test_everything_comes_up_and_is_told(running: stack.Stack) -> None:
    with urlopen(f"{running.url}/static/htmx/htmx.min.js") as answer:
        assert answer.status == 200
    assert running.url in running.said
    assert running.sandbox_url in running.said
    assert all(map(runs, pids(running)))


@pytest.mark.django_db
def test_the_tables_of_tests_are_those_of_a_stack(running: stack.Stack) -> None:
    """Those of tests are made with less work: see `scripts/prepare.py`. Each month of a stack has parts of its own."""
    for question in (COLUMNS, OTHERS):
        with connection.cursor() as ours, psycopg.connect(running.database_url) as theirs:
            ours.execute(question)
            found = whole(ours.fetchall())
            assert len(found) > 500
            assert found == whole(theirs.execute(question).fetchall())


def whole(rows: list[tuple[str, ...]]) -> set[tuple[str, ...]]:
    return {row for row in rows if not re.search(r"_20\d\d_\d\d", " ".join(map(str, row)))}


def test_a_folder_in_use_is_told(running: stack.Stack) -> None:
    other = stack.launch(running.work)

    assert other.launcher.wait(30) == 1
    other.stop()
    assert other.said.startswith(f"\nAnju already runs from {running.work}: end that one first")


def test_ctrl_c_ends_everything_and_the_next_start_finds_what_was_there(
    running: stack.Stack, last: list[stack.Stack]
) -> None:
    with psycopg.connect(running.database_url, autocommit=True) as database:
        database.execute("CREATE TABLE kept AS SELECT '押金' AS what")
    children = pids(running)

    assert running.stop(signal.SIGINT) == 0
    assert running.said.endswith("\nEnded.\n")
    assert all_gone(children, 0)
    assert not (running.work / "database-url").exists()

    last[:] = [stack.start(running.work)]
    with psycopg.connect(last[0].database_url) as database:
        assert database.execute("SELECT what FROM kept").fetchone() == ("押金",)
    assert "Front-end files" not in last[0].said


def test_a_dead_child_ends_all_with_its_last_words(running: stack.Stack) -> None:
    children = pids(running)
    os.kill(running.pid_of("worker"), signal.SIGKILL)

    assert running.launcher.wait(30) == 1
    running.stop()
    assert "worker ended with code -9, so all of Anju ends. Its last lines (" in running.said
    assert all_gone(children, 0)


def test_it_starts_again_after_kill_9_of_everything(
    running: stack.Stack, last: list[stack.Stack]
) -> None:
    for pid in [running.launcher.pid, *pids(running)]:
        os.kill(pid, signal.SIGKILL)
    running.stop()

    last[:] = [stack.start(running.work)]

    assert all(map(runs, pids(last[0])))


def test_children_do_not_outlive_a_killed_launcher(running: stack.Stack) -> None:
    children = pids(running)
    running.launcher.kill()

    assert all_gone(children)


@pytest.mark.parametrize("name", ["PORT", "SANDBOX_PORT"])
def test_a_taken_port_is_told_before_anything_starts(name: str, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        one = stack.launch(tmp_path / "none", **{name.lower(): port})
        assert one.launcher.wait(30) == 1

    one.stop()
    whose = {"PORT": "Anju", "SANDBOX_PORT": "the sandbox"}[name]
    assert one.said == (
        f"\nPort {port} for {whose} cannot be used (Address already in use): end the program that "
        f"has it, or choose another port: {name}={port + 10}\n"
    )
    assert not (tmp_path / "none").exists()


def test_a_port_that_is_no_number_is_told(tmp_path: Path) -> None:
    one = stack.launch(tmp_path, PORT="http")

    assert one.launcher.wait(30) == 1
    one.stop()
    assert one.said == "\nPORT=http is not a port: give a number from 1 to 65535.\n"


def test_an_unusable_database_is_told(tmp_path: Path) -> None:
    url = f"postgresql://anju@127.0.0.1:{free_port()}/anju"
    one = stack.launch(tmp_path, DATABASE_URL=url)

    assert one.launcher.wait(60) == 1
    one.stop()
    assert "\nThe database cannot be reached: " in one.said
    assert "Traceback" not in one.said
