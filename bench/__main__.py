"""`make bench`: everything that is measured, in one table, added to docs/performance.md.

    python -m bench [--short] [ledger] [payments] [settlement] [release] [interest] [fund] [pages] [lists] [works]
                              [desks]

`--short` only tries whether everything runs; its figures mean nothing and are not kept.
"""

import importlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bench import measure, report
from scripts import assets, postgres
from scripts.places import VENV_PYTHON, CannotGoOn, stop

PARTS = (
    "ledger",
    "payments",
    "settlement",
    "release",
    "interest",
    "fund",
    "pages",
    "lists",
    "works",
    "desks",
)


def main(words: Sequence[str]) -> None:
    short = "--short" in words
    parts = [part for part in PARTS if part in words] or list(PARTS)
    assets.make(with_postgres=postgres.own_binaries() is None)
    figures = []
    for part in parts:
        kept = part == "pages" and not short
        with measure.kept_cluster() if kept else measure.cluster() as server:
            figures += measured(server, part, short=short)
            machine = report.machine(server)
    print(report.table(figures, machine))
    if not short:
        report.keep(figures, machine)


def measured(server: postgres.Server, part: str, *, short: bool) -> list[measure.Figure]:
    measure.say(f"  {part}")
    prepare(measure.environment(server, postgres.DATABASE))
    environ = measure.environment(server, f"bench_{part}")
    if measure.has_city(server, f"bench_{part}"):
        prepare(environ)  # with the tables of today
    else:
        measure.make_database(server, f"bench_{part}")
    file = measure.WORK / f"{part}.json"
    subprocess.run(command(part, file, short=short), env=environ, check=True)
    return measure.load(file)


def prepare(environ: dict[str, str]) -> None:
    subprocess.run([VENV_PYTHON, "-m", "scripts.prepare", "tables"], env=environ, check=True)


def command(part: str, file: Path, *, short: bool) -> list[str | Path]:
    """Each part is a process of its own. That of the ledger loads two projects, each in a process of its own again."""
    options = ["--short"] if short else []
    if part == "ledger":
        return [VENV_PYTHON, "-m", "bench.ledger", file, *options]
    return [VENV_PYTHON, "-m", "bench", "--part", part, file, *options]


def one(part: str, file: Path, *, short: bool) -> None:
    import django

    django.setup()
    measure.save(importlib.import_module(f"bench.{part}").measured(short=short), file)


if __name__ == "__main__":
    if "--part" in sys.argv:
        at = sys.argv.index("--part")
        one(sys.argv[at + 1], Path(sys.argv[at + 2]), short="--short" in sys.argv)
        sys.exit()
    try:
        main(sys.argv[1:])
    except CannotGoOn as no:
        stop(str(no))
    except subprocess.CalledProcessError:
        stop(f"A benchmark failed; its words are above. Logs: {os.path.relpath(measure.WORK)}")
