"""`make test` and its fast part `make quick`: format, lint, types, imports, migrations, all tests.

The fast part leaves out the browser, the slow tests (other processes, large worlds), and those on the database of
packages in which neither the last commit nor anything since has changed a file.

Every step runs even when another has failed, so that one run tells everything; pytest comes last and its
closing line closes the output. The other steps need no database: they run while it gets its tables.
"""

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from scripts import assets, browser, catalogues, configuration, keys, postgres, tables
from scripts.places import ROOT, CannotGoOn, Step, say, stop

BIN = ROOT / ".venv" / "bin"
CODE = ("anju", "config", "sample", "sandbox", "scripts", "bench", "client", "manage.py")
HOME = tables.TEST_WORK / f"postgres-{os.getpid()}"
NO_DATABASE = "postgresql://127.0.0.1:1/none"


def main(*, quick: bool) -> int:
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    say("Setting up the tests")
    # The embedded PostgreSQL is under test too, so it is fetched even where there is another.
    assets.make(with_postgres=not quick or postgres.own_binaries() is None)
    catalogues.compile_changed()
    keys.make(tables.TEST_WORK)  # before several ask for them at once
    if not quick:
        environ["CHROMIUM"] = browser.make()
    own = None
    try:
        with ThreadPoolExecutor(2) as beside:
            verdicts = {
                name: beside.submit(passes, name, words, environ) for name, words in checks()
            }
            with Step("PostgreSQL with all tables"):
                url, own = postgres.given_or_own(start_postgres)
        environ |= {"DATABASE_URL": url} | ({tables.COPIED_FROM: postgres.DATABASE} if own else {})
        if failed := [name for name, well in verdicts.items() if not well.result()]:
            say(f"\nNot in order: {', '.join(failed)}")
        tests = subprocess.run(pytest(quick=quick), cwd=ROOT, env=environ, check=False)
        return tests.returncode or (1 if failed else 0)
    finally:
        if own:
            own.stop()
            shutil.rmtree(postgres.reachable(HOME, postgres.unprivileged()))


def start_postgres() -> postgres.Server:
    return tables.start(HOME, tables.TEST_WORK / "postgres.log")


def checks() -> list[tuple[str, list[str]]]:
    code = [name for name in CODE if any(ROOT.glob(f"{name}/**/*.py")) or (ROOT / name).is_file()]
    return [
        ("types", ["mypy", *code]),  # takes longest
        ("format", ["ruff", "format", "--check", "--quiet", "."]),
        ("lint", ["ruff", "check", "--quiet", "."]),
        ("imports", ["lint-imports", "--no-logo"]),
        ("migrations", ["python", "manage.py", "makemigrations", "--check", "--dry-run"]),
    ]


def passes(name: str, words: list[str], environ: dict[str, str]) -> bool:
    """Quiet when all is well, everything the tool said when not."""
    began = time.monotonic()
    product = configuration.of_product(tables.TEST_WORK, 8000, 8100)
    configured = {**product, "DATABASE_URL": NO_DATABASE, **environ, "ANJU_ENV": "test"}
    done = subprocess.run(
        [BIN / words[0], *words[1:]],
        cwd=ROOT,
        env=configured,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    well = done.returncode == 0
    verdict = "in order" if well else "NOT in order"
    say(f"  {name:<12} {verdict:<45} {time.monotonic() - began:5.1f} s")
    if not well:
        say(done.stdout)
    return well


def pytest(*, quick: bool) -> list[str]:
    """For two cores. A worker with a browser or a city of processes waits a third of its time, so there are three."""
    workers = ["-n", "2" if quick else "3", "--dist", "loadgroup"]
    words = [str(BIN / "python"), "-m", "pytest", "-q", "--durations=10", *workers]
    if not quick:
        return words
    return [*words, "-m", "not browser and not slow", "--database-in", ",".join(changed())]


def changed() -> list[str]:
    """The folders of all packages with a file, prose apart, that the last commit or whoever works since has changed."""
    since = ["git", "diff", "--name-only", "--no-renames", "-z", "HEAD~1"]
    new = ["git", "ls-files", "--others", "--exclude-standard", "-z"]
    said = [
        subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
        for words in (since, new)
    ]
    if any(one.returncode for one in said):  # no history to ask: everything counts as changed
        return ["."]
    names = [name for one in said for name in one.stdout.split("\0") if name]
    return sorted({package_of(name) for name in names if not name.endswith(".md")})


def package_of(name: str) -> str:
    """`anju/portals/owner` or `anju/fund`; what lies above all packages belongs to each of them."""
    *folders, _ = name.split("/")
    depth = 3 if folders[:2] == ["anju", "portals"] else 2
    return "/".join(folders[:depth]) or "."


if __name__ == "__main__":
    try:
        sys.exit(main(quick="--quick" in sys.argv[1:]))
    except CannotGoOn as no:
        stop(str(no))
