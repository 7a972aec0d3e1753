"""Where things are in a checkout, and how the launcher speaks and runs programs."""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
# What every stack of this checkout shares: tools, front-end files, fonts.
SHARED_WORK = ROOT / ".work"
# What belongs to one running stack: keys, database, logs. Tests give each stack its own.
WORK = Path(os.environ.get("ANJU_WORK", SHARED_WORK)).resolve()
VENV_PYTHON = ROOT / ".venv" / "bin" / "python"
ASSETS = SHARED_WORK / "assets"


Command = Sequence[str | Path]


class CannotGoOn(Exception):
    """Something a person has to put right. Its text is the one sentence they are told."""


def say(text: str) -> None:
    print(text, flush=True)


def stop(sentence: str) -> NoReturn:
    print(f"\n{sentence}", file=sys.stderr, flush=True)
    raise SystemExit(1)


def run(command: Command, what: str, **options: object) -> None:
    """Run a program quietly. When it fails, its last lines are shown under one sentence."""
    try:
        done = subprocess.run(  # type: ignore[call-overload]
            [str(word) for word in command],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            **options,
        )
    except FileNotFoundError as error:
        raise CannotGoOn(f"{what} needs {error.filename}, which is not there.") from None
    if done.returncode != 0:
        last = "\n".join("  " + line for line in done.stdout.splitlines()[-15:])
        raise CannotGoOn(f"{what} failed:\n{last}")


class Step:
    """`with Step("…"):` says what is being done and how long it took, if it took any time."""

    def __init__(self, what: str) -> None:
        self.what = what

    def __enter__(self) -> None:
        self.began = time.monotonic()

    def __exit__(self, kind: object, *_rest: object) -> None:
        if kind is None:
            say(f"  {self.what:<58} {time.monotonic() - self.began:5.1f} s")


def fingerprint(*parts: Path | str) -> str:
    """One digest over files and words: what a stamp remembers."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.read_bytes() if isinstance(part, Path) else part.encode())
        digest.update(b"\0")
    return digest.hexdigest()


class Stamp:
    """Remembers that a slow step has been done, and from what."""

    def __init__(self, name: str) -> None:
        self.file = SHARED_WORK / "stamps" / name

    def says(self, *values: str) -> bool:
        return self.file.exists() and self.file.read_text() in values

    def write(self, value: str) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(value)
