"""Makes `.venv` from the hashed locks: `python3 -m scripts.environment`. Then instant."""

import os
import subprocess
import sys
from pathlib import Path

from scripts.places import (
    ROOT,
    SHARED_WORK,
    VENV_PYTHON,
    CannotGoOn,
    Stamp,
    Step,
    fingerprint,
    run,
    stop,
)

TOOLS = SHARED_WORK / "tools"
LOCK = ROOT / "requirements-dev.lock"
UV_LOCK = ROOT / "scripts" / "uv.lock"


def make() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - it is here that the version is made sure of
        raise CannotGoOn(
            "Anju needs Python 3.11 or newer; this is "
            f"{sys.version_info[0]}.{sys.version_info[1]}. "
            "Name a newer one: make PYTHON=python3.12 demo"
        )
    stamp, wanted = Stamp("environment"), fingerprint(LOCK, sys.version)
    if VENV_PYTHON.exists() and stamp.says(wanted):
        return
    with Step("Python environment (.venv, from hashed locks)"):
        uv = uv_program()
        if not VENV_PYTHON.exists():
            run([uv, "venv", "--quiet", "--python", sys.executable, ROOT / ".venv"], "Making .venv")
        sync(uv, LOCK, VENV_PYTHON)
        stamp.write(wanted)


def uv_program() -> Path:
    """uv itself, in a small environment of its own, installed by pip from a hashed lock."""
    home = TOOLS / "uv"
    stamp, wanted = Stamp("uv"), fingerprint(UV_LOCK, sys.version)
    if not ((home / "bin" / "uv").exists() and stamp.says(wanted)):
        if have_no_venv():
            raise CannotGoOn(
                "This Python has no venv or no ensurepip; "
                "on Debian, 'apt-get install python3-venv' adds both."
            )
        run([sys.executable, "-m", "venv", "--clear", home], "Making an environment for uv")
        pip: list[str | Path] = [
            home / "bin" / "python",
            "-m",
            "pip",
            "--quiet",
            "install",
            "--no-compile",
        ]
        run([*pip, "--require-hashes", "--only-binary=:all:", "-r", UV_LOCK], "Installing uv")
        stamp.write(wanted)
    return home / "bin" / "uv"


def have_no_venv() -> bool:
    test = [sys.executable, "-c", "import venv, ensurepip"]
    return subprocess.run(test, stderr=subprocess.DEVNULL, check=False).returncode != 0


def sync(uv: Path, lock: Path, python: Path) -> None:
    """Exactly what the lock says is installed afterwards, every file checked against its hash."""
    # Hard links fail, noisily, where uv's cache is on another disk.
    environment = {**os.environ, "UV_LINK_MODE": os.environ.get("UV_LINK_MODE", "copy")}
    command: list[str | Path] = [
        uv,
        "pip",
        "sync",
        "--quiet",
        "--require-hashes",
        "--python",
        python,
        lock,
    ]
    run(command, "Installing the Python packages", env=environment)


if __name__ == "__main__":
    try:
        make()
    except CannotGoOn as no:
        stop(str(no))
