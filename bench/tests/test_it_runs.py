"""The benchmarks are no tests; that they run is."""

import os
import subprocess
import sys

import pytest

from bench import measure
from scripts.places import ROOT


@pytest.mark.slow
@pytest.mark.parametrize(
    "part", ["payments", "settlement", "release", "interest", "fund", "pages", "desks"]
)
def test_a_benchmark_runs_and_loses_no_payment(part):
    if measure.pgbench() is None:
        pytest.skip("there is no pgbench beside this PostgreSQL")
    environ = {name: text for name, text in os.environ.items() if name != "DATABASE_URL"}
    words = [sys.executable, "-m", "bench", "--short", part]
    done = subprocess.run(
        words, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| reached |" in done.stdout or "| missed |" in done.stdout
