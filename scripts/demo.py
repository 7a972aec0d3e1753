"""`make demo`: the whole of Anju on this machine, with the sandbox that plays the outside world.

PORT and SANDBOX_PORT choose other ports, DATABASE_URL another database, ANJU_WORK another folder
for what this stack keeps. Ctrl-C ends everything it started.
"""

import contextlib
import fcntl
import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import IO, NoReturn
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from scripts import assets, catalogues, configuration, keys, postgres
from scripts.places import ROOT, VENV_PYTHON, WORK, CannotGoOn, Step, say, stop
from scripts.processes import Child, ensure_port_is_free, port_named

PORT = port_named("PORT", 8000)
SANDBOX_PORT = port_named("SANDBOX_PORT", 8100)
LOGS = WORK / "logs"


class Asked(Exception):
    """Somebody asked the launcher to end: Ctrl-C or SIGTERM."""


def asked(_number: int, _frame: FrameType | None) -> NoReturn:
    raise Asked


def main() -> None:
    signal.signal(signal.SIGINT, asked)
    signal.signal(signal.SIGTERM, asked)
    try:
        with contextlib.ExitStack() as ending:
            # From here on nothing interrupts the ending itself.
            ending.callback(signal.signal, signal.SIGTERM, signal.SIG_IGN)
            ending.callback(signal.signal, signal.SIGINT, signal.SIG_IGN)
            start_all(ending)
    except Asked:
        say("\nEnded.")
    except CannotGoOn as no:
        stop(str(no))


def start_all(ending: contextlib.ExitStack) -> None:
    began = time.monotonic()
    ensure_port_is_free(PORT, "PORT", "Anju")
    ensure_port_is_free(SANDBOX_PORT, "SANDBOX_PORT", "the sandbox")
    ending.enter_context(alone())
    say("Setting up Anju")
    given = os.environ.get("DATABASE_URL")
    assets.make(with_postgres=not given and postgres.own_binaries() is None)
    catalogues.compile_changed()
    secret = keys.make(WORK)
    children: list[Child] = []
    address = WORK / "database-url"
    with Step("PostgreSQL"):
        url, server = postgres.given_or_own(lambda: own_server(secret["DATABASE_PASSWORD"]))
    if server:
        ending.callback(server.stop)
        children.append(server.child)
    keys.write(address, url.encode())
    ending.callback(address.unlink)
    product = {
        **os.environ,
        **configuration.of_product(WORK, PORT, SANDBOX_PORT),
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    sandbox = {**os.environ, **configuration.of_sandbox(WORK, PORT, SANDBOX_PORT)}
    prepare("tables", product)
    start(children, ending, "sandbox", [VENV_PYTHON, "-m", "sandbox"], sandbox)
    wait_until_it_answers(f"http://127.0.0.1:{SANDBOX_PORT}/", children)
    start(children, ending, "web", web_command(), product)
    start(children, ending, "worker", worker_command(), product)
    wait_until_it_answers(f"http://127.0.0.1:{PORT}/", children)
    prepare("world", product)
    pids = {child.name: child.pid for child in children}
    (WORK / "processes.json").write_text(json.dumps(pids))
    tell(time.monotonic() - began)
    watch(children)


@contextlib.contextmanager
def alone() -> Iterator[IO[str]]:
    """One stack per folder. The lock goes with the process, however that ends."""
    WORK.mkdir(parents=True, exist_ok=True)
    with (WORK / "running.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotGoOn(
                f"Anju already runs from {WORK}: end that one first, or give this one a folder of "
                "its own with ANJU_WORK."
            ) from None
        yield lock


def own_server(password: str) -> postgres.Server:
    return postgres.start(WORK / "postgres", LOGS / "postgres.log", password)


def prepare(what: str, environ: dict[str, str]) -> None:
    log = LOGS / f"prepare-{what}.log"
    child = Child("The set-up", [VENV_PYTHON, "-m", "scripts.prepare", what], log, env=environ)
    try:
        child.process.wait()
    finally:
        child.stop()
    if child.process.returncode != 0:
        raise CannotGoOn(f"{child.name} failed ({log}):\n{child.last_lines(25)}")
    sys.stdout.write(log.read_text())
    sys.stdout.flush()


def web_command(port: int = PORT) -> list[str | Path]:
    options = "--interface wsgi --host 127.0.0.1 --workers 2 --blocking-threads 4 --no-ws "
    options += "--workers-kill-timeout 3"
    static: list[str | Path] = [
        "--static-path-route",
        "/static",
        "--static-path-mount",
        ROOT / "static",
    ]
    program: list[str | Path] = [VENV_PYTHON, "-m", "granian", "config.wsgi:application"]
    return [*program, *options.split(), "--port", str(port), *static]


def worker_command() -> list[str | Path]:
    options = [
        *("--concurrency", "4"),
        # Retries and chains of locked jobs wait for the poll; all others are woken by PostgreSQL.
        *("--fetch-job-polling-interval", "0.5"),
        *("--delete-jobs", "successful"),
        *("--shutdown-graceful-timeout", "5"),
    ]
    return [VENV_PYTHON, "manage.py", "procrastinate", "worker", *options]


def start(
    children: list[Child],
    ending: contextlib.ExitStack,
    name: str,
    command: list[str | Path],
    environ: dict[str, str],
) -> None:
    child = Child(name, command, LOGS / f"{name}.log", env=environ)
    ending.callback(child.stop)
    children.append(child)


def wait_until_it_answers(address: str, children: list[Child]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        ensure_all_run(children)
        try:
            urlopen(address, timeout=5).close()  # noqa: S310 - our own address
            return
        except HTTPError:
            return  # it answers; what it says is its own affair
        except (URLError, OSError):
            time.sleep(0.1)
    raise CannotGoOn(f"Nothing answers at {address}; see the logs in {LOGS}.")


def ensure_all_run(children: list[Child]) -> None:
    for child in children:
        if child.has_ended():
            raise CannotGoOn(
                f"{child.name} ended with code {child.process.returncode}, so all of Anju ends. "
                f"Its last lines ({child.log}):\n{child.last_lines()}"
            )


def tell(seconds: float) -> None:
    signs = WORK / "sign-ins.txt"
    say(f"\nAnju runs ({seconds:.0f} s).\n")
    say(f"  Anju                http://127.0.0.1:{PORT}/")
    say(f"  Property companies  http://localhost:{PORT}/property/   (keys work at a name only)")
    say(f"  The outside world   http://127.0.0.1:{SANDBOX_PORT}/   (pay, transfer, move the clock)")
    say(f"  Logs                {LOGS}\n")
    if signs.exists():
        say(signs.read_text())
    say("Ctrl-C ends all of it.")


def watch(children: list[Child]) -> None:
    while True:
        ensure_all_run(children)
        time.sleep(0.3)


if __name__ == "__main__":
    main()
