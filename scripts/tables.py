"""A cluster with all tables in it, made once for each state of the migrations and copied for whoever tests on one.

To make the tables takes most of a minute, to copy them a moment.
"""

import contextlib
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from scripts import configuration, keys, postgres
from scripts.places import ROOT, SHARED_WORK, VENV_PYTHON, Stamp, fingerprint, run

TEST_WORK = SHARED_WORK / "test"
HOME = TEST_WORK / "tables"
PASSWORD = TEST_WORK / "tables.password"
# In the environment: the database that the tests' own are copied from. Where it is missing, they make their own.
COPIED_FROM = "TEST_DATABASES_ARE_COPIED_FROM"


def lay_out(home: Path) -> str:
    """Put them into the folder of a cluster that has not been started yet. The password of that cluster."""
    with alone():
        made, new = make(), postgres.reachable(home, postgres.unprivileged())
        run(["cp", "-a", "--reflink=auto", f"{made}/.", new], "Copying the tables")
        return PASSWORD.read_text()


def start(home: Path, log: Path) -> postgres.Server:
    """A cluster with them for one run of tests."""
    return postgres.start(home, log, lay_out(home), durable=False)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    TEST_WORK.mkdir(parents=True, exist_ok=True)
    with HOME.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make() -> Path:
    """The folder to copy, made anew if anything has changed that may have a say in it."""
    stamp, wanted = Stamp("tables"), fingerprint(str(postgres.binaries()), *sources())
    made = postgres.reachable(HOME, postgres.unprivileged())
    if stamp.says(wanted) and any(made.glob("*/PG_VERSION")) and PASSWORD.exists():
        return made
    stamp.write("")  # whoever ends us now leaves half of it
    for old in made.iterdir():
        shutil.rmtree(old)
    keys.write(PASSWORD, secrets.token_hex(16).encode())
    server = postgres.start(HOME, HOME.with_suffix(".log"), PASSWORD.read_text(), durable=False)
    environ = {
        **os.environ,
        **configuration.of_product(TEST_WORK, 8000, 8100),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": server.url(),
    }
    try:
        words: list[str | Path] = [VENV_PYTHON, "-m", "scripts.prepare", "tables_of_tests"]
        run(words, "Making the tables", env=environ)
    finally:
        server.stop()
    stamp.write(wanted)
    return made


def sources() -> list[Path]:
    """What has a say in them: migrations, their fields, models (for permissions), settings and packages."""
    kinds = ("**/migrations/*.py", "**/*.sql", "**/models.py", "**/models/*.py", "core/*.py")
    files = {
        file for kind in kinds for app in ("anju", "sample") for file in (ROOT / app).glob(kind)
    }
    ours = (
        ROOT / "requirements.lock",
        ROOT / "config" / "settings.py",
        ROOT / "scripts" / "prepare.py",
    )
    return [*ours, *sorted(files)]
