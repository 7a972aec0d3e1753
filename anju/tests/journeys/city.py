"""All of Anju on this machine, as `make demo` runs it, with each of its processes in the test's hand.

`web`, `worker`, `sandbox` and `postgres` can be stopped, frozen or killed and started again. Nothing in the
product knows of it: a process is caught at a chosen step by a lock that a slow neighbour might hold, too.
"""

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import psycopg
from django.core.management import call_command
from django.db import connection

from scripts import assets, configuration, demo, postgres, tables
from scripts.places import VENV_PYTHON
from scripts.processes import Child, free_port

PATIENCE_SECONDS = 60
# The test reads and writes the city's database itself, so both must hold the same keys.
SHARED = ("SECRET_KEY", "FIELD_KEYS", "DIGEST_KEY")
# A new one for each question would read all certificates again. It keeps no connection: who answers is killed at will.
CALLS = httpx.Client(timeout=60, limits=httpx.Limits(max_keepalive_connections=0))


def until(done: Callable[[], Any], what: str, seconds: float = PATIENCE_SECONDS) -> Any:
    """Wait for something that others do; its value as soon as it is true."""
    deadline = time.monotonic() + seconds
    while not (value := done()):
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s in vain for {what}"
        time.sleep(0.05)
    return value


class City:
    def __init__(self, work: Path) -> None:
        self.work = work
        self.port, self.sandbox_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.sandbox_url = f"http://127.0.0.1:{self.sandbox_port}"
        self.starts = 0
        self.processes: dict[str, Child] = {}
        self.holds: list[Hold] = []

    # Up and down ------------------------------------------------------------------------------------------

    def start(self) -> None:
        assets.make(with_postgres=postgres.own_binaries() is None)
        home = self.work / "postgres"
        self.database = postgres.start(home, self.log("postgres"), tables.lay_out(home))
        self.processes["postgres"] = self.database.child
        product = configuration.of_product(self.work, self.port, self.sandbox_port)
        self.product = {
            **os.environ,
            **product,
            **{name: os.environ[name] for name in SHARED},
            "DATABASE_URL": self.database_url,
        }
        call_command("collectstatic", interactive=False, verbosity=0)
        self.start_sandbox()
        self.start_web()
        self.start_worker()

    def stop(self) -> None:
        for child in reversed(self.processes.values()):
            child.process.send_signal(signal.SIGCONT)
            child.stop()
        shutil.rmtree(postgres.reachable(self.work / "postgres", postgres.unprivileged()))

    def log(self, name: str) -> Path:
        self.starts += 1
        return self.work / "logs" / f"{self.starts:03}-{name}.log"

    @property
    def database_url(self) -> str:
        return self.database.url()

    def start_sandbox(self) -> None:
        environ = configuration.of_sandbox(self.work, self.port, self.sandbox_port)
        command = [VENV_PYTHON, "-m", "sandbox"]
        self._start("sandbox", command, {**os.environ, **environ})
        self._answers(f"{self.sandbox_url}/health")

    def start_web(self) -> None:
        self._start("web", demo.web_command(self.port), self.product)
        self._answers(f"{self.url}/")

    def start_worker(self, *queues: str) -> None:
        """A worker for all queues, or for some: then it leaves the rest of the work to others."""
        only = ["--queues", ",".join(queues)] if queues else []
        self._start("worker", [*demo.worker_command(), *only], self.product)

    def start_postgres(self) -> None:
        """Again on the same folder and port, as it stands after whatever has happened to it."""
        person = postgres.unprivileged()
        folder = postgres.reachable_binaries(postgres.binaries(), person)
        home = postgres.reachable(self.work / "postgres", person)
        data = home / str(postgres.version_of(folder))
        command = postgres.server_command(folder, data, self.database.port, durable=True)

        def up() -> bool:
            child = Child(
                "PostgreSQL",
                command,
                self.log("postgres"),
                ends_on=signal.SIGINT,
                cwd="/",
                **person,
            )
            self.processes["postgres"] = self.database.child = child
            return postgres.answers(self.database)

        until(up, "PostgreSQL to recover")

    def _start(self, name: str, command: list[str | Path], environ: dict[str, str]) -> None:
        before = self.processes.get(name)
        assert before is None or before.has_ended(), f"{name} runs already"
        self.processes[name] = Child(name, command, self.log(name), env=environ)

    def _answers(self, address: str) -> None:
        def asked() -> bool:
            with suppress(httpx.TransportError):
                return CALLS.get(address, timeout=5).status_code < 500
            return False

        until(asked, address)

    # Crashes ----------------------------------------------------------------------------------------------

    def kill(self, name: str) -> None:
        """kill -9, with everything it has started."""
        if name == "postgres":
            connection.close()  # the test's own, which would be dead
            for pid in descendants(self.processes[name].pid):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        self.processes[name].kill()

    @contextmanager
    def frozen(self, name: str) -> Iterator[None]:
        """For a while the process does nothing at all; unless killed meanwhile, it then goes on."""
        child = self.processes[name]
        os.killpg(child.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGCONT)

    def hold(self, sql: str, *parameters: Any) -> "Hold":
        """Take the locks of this statement, until they are released or the test ends."""
        neighbour = psycopg.connect(self.database_url)
        neighbour.execute("SET lock_timeout = '30s'")
        neighbour.execute(sql, parameters)
        self.holds.append(Hold(self, neighbour))
        return self.holds[-1]

    def mend(self) -> None:
        """What a test has left: no locks, and everything runs again."""
        for hold in self.holds:
            hold.release()
        self.holds.clear()
        if self.processes["postgres"].has_ended():
            self.start_postgres()
        self.restart_ended()

    def restart_ended(self) -> None:
        """What a supervisor does with processes that have ended."""
        starts = {"sandbox": self.start_sandbox, "web": self.start_web, "worker": self.start_worker}
        for name, start in starts.items():
            if self.processes[name].has_ended():
                start()

    def ask_database(self, sql: str, *parameters: Any) -> Any:
        """The first value of the first row, as it stands now."""
        with psycopg.connect(self.database_url, autocommit=True) as own:
            row = own.execute(sql, parameters).fetchone()
            return row[0] if row else None

    # The outside ------------------------------------------------------------------------------------------

    def control(self, path: str, json: dict[str, Any] | None = None) -> dict[str, Any]:
        """Do something on the sandbox's control page: `control("alipay/pay", {"out_trade_no": …})`."""
        return self._answer(CALLS.post(self._control(path), json=json or {}))

    def look(self, path: str, **query: str) -> dict[str, Any]:
        return self._answer(CALLS.get(self._control(path), params=query))

    def inbox(self, phone: str) -> list[str]:
        return [message["text"] for message in self.look(f"inbox/{phone}")["messages"]]

    def _control(self, path: str) -> str:
        return f"{self.sandbox_url}/control/{path if path == 'identities' else f'api/{path}'}"

    def _answer(self, response: httpx.Response) -> dict[str, Any]:
        assert response.is_success, f"{response.status_code} {response.text}"
        answer: dict[str, Any] = response.json()
        return answer


class Hold:
    """A lock that the test holds, as a slow neighbour might."""

    def __init__(self, city: City, neighbour: psycopg.Connection) -> None:
        self.city, self.neighbour = city, neighbour
        self.pid = neighbour.info.backend_pid

    def catches_somebody(self) -> None:
        """Wait until a process of the product stands before our lock, in the middle of its work."""
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE %s = ANY (pg_blocking_pids(pid))"
        until(lambda: self.city.ask_database(waiting, self.pid), "somebody to wait for our lock")

    def release(self) -> None:
        self.neighbour.close()


def descendants(pid: int) -> list[int]:
    """The processes that a process has started, and theirs."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parents[int(entry.name)] = int(
                (entry / "stat").read_text().rpartition(")")[2].split()[1]
            )
    found = [child for child, parent in parents.items() if parent == pid]
    return found + [below for child in found for below in descendants(child)]
