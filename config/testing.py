"""Early pytest plugin: the environment for tests, and a PostgreSQL when none is given.

It must be loaded with `-p`: by the time a conftest.py is read, the settings have been loaded.
"""

import atexit
import base64
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from scripts import configuration, postgres, stack, tables
from scripts.places import ROOT, SHARED_WORK

# The same in every run, so that a test can state exact ciphertexts and digests.
FIXED = {
    "ANJU_ENV": "test",
    "SECRET_KEY": "tests-only-secret-key-of-fifty-characters-or-more-0001",
    "FIELD_KEYS": "1:" + base64.b64encode(b"tests-only-key-1").decode(),
    "DIGEST_KEY": base64.b64encode(b"tests-only-digest-key-of-32-byte").decode(),
}
work = SHARED_WORK / "test"
for name, value in {**configuration.of_product(work, 8000, 8100), **FIXED}.items():
    os.environ.setdefault(name, value)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# How long an example takes says how busy the machine is, not whether the answer is right.
hypothesis.settings.register_profile("anju", deadline=None)
hypothesis.settings.load_profile("anju")


def start_postgres() -> postgres.Server:
    """A cluster for this run alone, gone afterwards. xdist's workers find it in DATABASE_URL."""
    home = work / f"postgres-{os.getpid()}"
    log = home.with_suffix(".log")
    server = tables.start(home, log)
    atexit.register(log.unlink)
    for folder in {home, postgres.reachable(home, postgres.unprivileged())}:
        atexit.register(shutil.rmtree, folder)
    atexit.register(server.stop)
    return server


if "DATABASE_URL" not in os.environ:
    os.environ |= {"DATABASE_URL": start_postgres().url(), tables.COPIED_FROM: postgres.DATABASE}


@pytest.fixture(scope="session", name="stack")
def whole_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[stack.Stack]:
    """Everything `make demo` starts, on ports and in a folder of its own."""
    one = stack.start(tmp_path_factory.mktemp("stack"))
    yield one
    one.stop()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-in",
        metavar="FOLDERS",
        help="leave out the tests that need the database everywhere else (with commas between)",
    )


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests on one whole stack go to one of xdist's workers; what takes longest begins first: groups, browser, slow.

    So the run ends with the shortest tests, and no worker waits for one that another has just begun.
    """
    for item in items:
        if "stack" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("stack"))
    items.sort(
        key=lambda item: (not is_grouped(item), not is_a(item, "browser"), not is_a(item, "slow"))
    )
    folders = config.getoption("--database-in")
    if folders is not None:
        within = [ROOT / folder for folder in folders.split(",") if folder]
        left = {item for item in items if needs_database(item) and not is_in(item, within)}
        config.hook.pytest_deselected(items=list(left))
        items[:] = [item for item in items if item not in left]


def needs_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures) or item.get_closest_marker("django_db") is not None


def is_in(item: pytest.Item, folders: list[Path]) -> bool:
    return any(item.path.is_relative_to(folder) for folder in folders)


def is_grouped(item: pytest.Item) -> bool:
    return is_a(item, "xdist_group")


def is_a(item: pytest.Item, mark: str) -> bool:
    return item.get_closest_marker(mark) is not None


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """The content of a file names no test: it may have a time in it, and xdist's workers must agree on the names."""
    return argname if isinstance(val, bytes) else None
