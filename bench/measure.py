"""How everything here is measured: a cluster of its own, the sides in turn, medians and spread."""

import contextlib
import hashlib
import json
import os
import queue
import re
import secrets
import shutil
import statistics
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from scripts import configuration, postgres, tables
from scripts.places import SHARED_WORK

WORK = SHARED_WORK / "bench"
BEIJING = ZoneInfo("Asia/Shanghai")
SCALE = 20
# What a production server would have; both sides of every ratio run with it. fsync, synchronous_commit and
# full_page_writes keep their defaults: on.
SETTINGS = {
    "shared_buffers": "1GB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
}


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was measured against what, in several rounds, and what it should be.

    `ratios` are the rounds' own, each of two sides measured one after the other.
    """

    what: str
    unit: str
    values: list[float]
    peer: str
    peer_values: list[float]
    ratios: list[float]
    target: float | None = None
    at_least: bool = True

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)

    @property
    def reached(self) -> bool | None:
        if self.target is None:
            return None
        return self.ratio >= self.target if self.at_least else self.ratio <= self.target


def against(
    what: str,
    unit: str,
    values: list[float],
    peer: str,
    peer_values: list[float],
    target: float | None = None,
    *,
    at_least: bool = True,
) -> Figure:
    """A figure whose rounds are compared one by one with the peer's of the same round."""
    ratios = [value / other for value, other in zip(values, peer_values, strict=True)]
    return Figure(what, unit, values, peer, peer_values, ratios, target, at_least)


def in_turn(sides: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Run every side once a round, so that a busy minute of the machine falls on all of them."""
    measured: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(1, rounds + 1):
        for name, side in sides.items():
            measured[name].append(side())
            say(f"    round {number}  {name:<44} {measured[name][-1]:>12,.0f}")
    return measured


def gather(parts: list[Any], answers: Any) -> list[Any]:
    """One answer of each process. Should one of them fail, so does the measurement."""
    found: list[Any] = []
    while len(found) < len(parts):
        with contextlib.suppress(queue.Empty):
            found.append(answers.get(timeout=1))
        assert not any(part.exitcode for part in parts), "a process of the measurement failed"
    for part in parts:
        part.join()
    return found


def say(text: str) -> None:
    print(text, flush=True)


# --- the cluster ----------------------------------------------------------------------------------


@contextlib.contextmanager
def cluster() -> Iterator[postgres.Server]:
    """A durable PostgreSQL for this run alone, gone afterwards."""
    home = WORK / f"postgres-{os.getpid()}"
    try:
        with server_in(home, tables.lay_out(home)) as server:
            yield server
    finally:
        for folder in {home, postgres.reachable(home, postgres.unprivileged())}:
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def kept_cluster() -> Iterator[postgres.Server]:
    """A durable PostgreSQL that stays for the next run: a large city takes minutes to write."""
    home, secret = WORK / "city", WORK / "city.password"
    home.mkdir(parents=True, exist_ok=True)
    if not secret.exists():
        secret.touch(0o600)
        secret.write_text(secrets.token_hex(16))
    with server_in(home, secret.read_text()) as server:
        yield server


@contextlib.contextmanager
def server_in(home: Path, password: str) -> Iterator[postgres.Server]:
    log = WORK / "postgres.log"
    server = postgres.start(home, log, password)
    try:
        with psycopg.connect(server.url(), autocommit=True) as connection:
            for name, value in SETTINGS.items():
                connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        server.stop()
        server = postgres.start(home, log, password)
        yield server
    finally:
        server.stop()


def environment(server: postgres.Server, database: str) -> dict[str, str]:
    """What the product's processes are told: as in the demo, but on the real clock."""
    product = configuration.of_product(WORK, 8000, 8100)
    return {
        **os.environ,
        **product,
        "MOVABLE_CLOCK": "",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": server.url(database),
        "BENCH_CLUSTER": server.url("postgres"),
    }


def make_database(server: postgres.Server, name: str) -> None:
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {postgres.DATABASE}")


def has_city(server: postgres.Server, name: str) -> bool:
    """Whether a database holds the whole city that `old_city.py` writes today."""
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        asked = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
        row = connection.execute(asked, [name]).fetchone()
    return row is not None and row[0] == mark_of_city()


def mark_of_city() -> str:
    """What a database is marked with once its city is complete; another `old_city.py` writes another city."""
    return hashlib.sha256(Path(__file__).with_name("old_city.py").read_bytes()).hexdigest()


def checkpoint() -> None:
    """Begin each measurement with nothing left to write from the one before."""
    with psycopg.connect(os.environ["BENCH_CLUSTER"], autocommit=True) as connection:
        connection.execute("CHECKPOINT")


# --- T: PostgreSQL's own benchmark ----------------------------------------------------------------


def pgbench() -> Path | None:
    """Debian installs it with the server; the embedded package has none."""
    beside = postgres.binaries() / "pgbench"
    found = beside if beside.exists() else shutil.which("pgbench")
    return Path(found) if found else None


def tpcb_url() -> str:
    return os.environ["BENCH_CLUSTER"].removesuffix("postgres") + "tpcb"


def prepare_tpcb(scale: int = SCALE) -> None:
    program = pgbench()
    if program is None:
        raise SystemExit(
            "The benchmarks need pgbench, which the embedded PostgreSQL does not have: install Debian's "
            "'postgresql' package or set PG_BIN."
        )
    with psycopg.connect(os.environ["BENCH_CLUSTER"], autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = 'tpcb'").fetchone():
            return
        connection.execute("CREATE DATABASE tpcb")
    subprocess.run(
        [program, "-i", "-q", "-s", str(scale), tpcb_url()], check=True, capture_output=True
    )


def tpcb(seconds: int) -> float:
    """T: TPC-B transactions a second, prepared, 8 clients."""
    program = pgbench()
    assert program is not None
    checkpoint()
    words: list[str | Path] = [program, "-M", "prepared", "-c", "8", "-j", "2", "-T", str(seconds)]
    said = subprocess.run(
        [*words, "-n", tpcb_url()], check=True, capture_output=True, text=True
    ).stdout
    found = re.search(r"tps = ([\d.]+)", said)
    assert found is not None, said
    return float(found[1])


# --- handing figures from a benchmark's own process to the table ----------------------------------


def save(figures: list[Figure], file: Path) -> None:
    file.write_text(json.dumps([asdict(figure) for figure in figures]))


def load(file: Path) -> list[Figure]:
    return [Figure(**fields) for fields in json.loads(file.read_text())]
