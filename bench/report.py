"""The table, and its history in docs/performance.md."""

import os
import platform
import re
import statistics
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version

import psycopg

from bench.measure import SETTINGS, Figure
from scripts import postgres
from scripts.places import ROOT

HISTORY = ROOT / "docs" / "performance.md"
MARK = "<!-- The newest run comes first. -->\n"
HEAD = """\
| what | figure | against | its figure | ratio (lowest–highest) | target | |
|---|---:|---|---:|---:|---:|---|
"""


def machine(server: postgres.Server) -> str:
    """What it ran on, in one sentence: only figures of one run can be compared."""
    with psycopg.connect(server.url()) as connection:
        number = connection.info.server_version
    model = re.search(r"model name\s*: (.+)", read("/proc/cpuinfo"))
    memory = re.search(r"MemTotal: *(\d+)", read("/proc/meminfo"))
    parts = [
        f"{os.cpu_count()} × {model[1] if model else platform.machine()}",
        f"{int(memory[1]) // 1024 // 1024} GB" if memory else "",
        f"load {os.getloadavg()[0]:.1f} at the end",
        f"PostgreSQL {number // 10000}.{number % 10000}, fsync and synchronous_commit on, "
        + ", ".join(f"{name} {value}" for name, value in SETTINGS.items()),
        f"Python {platform.python_version()}",
        *(f"{name} {version(name)}" for name in ("Django", "psycopg", "granian", "procrastinate")),
    ]
    return ", ".join(part for part in parts if part)


def read(path: str) -> str:
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return ""


def table(figures: Sequence[Figure], where: str) -> str:
    return f"\n{datetime.now(UTC):%Y-%m-%d %H:%M} UTC. {where}.\n\n{HEAD}" + "".join(
        map(row, figures)
    )


def row(figure: Figure) -> str:
    sign = "≥" if figure.at_least else "≤"
    target = "" if figure.target is None else f"{sign} {figure.target:.2f}"
    verdict = {True: "reached", False: "missed", None: ""}[figure.reached]
    ratio = f"{figure.ratio:.2f} ({min(figure.ratios):.2f}–{max(figure.ratios):.2f})"
    cells = [
        figure.what,
        f"{number(figure.values)} {figure.unit}",
        figure.peer,
        number(figure.peer_values),
        ratio,
        target,
        verdict,
    ]
    return f"| {' | '.join(cells)} |\n"


def number(values: Sequence[float]) -> str:
    median = statistics.median(values)
    return f"{median:,.0f}" if median >= 100 else f"{median:.2f}"


def keep(figures: Sequence[Figure], where: str) -> None:
    before, after = HISTORY.read_text().split(MARK)
    HISTORY.write_text(f"{before}{MARK}{table(figures, where)}{after}")
