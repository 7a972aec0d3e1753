"""A whole stack of its own for a test: `scripts.demo` on free ports, in a folder of its own."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from scripts.places import ROOT
from scripts.processes import free_port

READY = "Ctrl-C ends all of it."


class NotReady(AssertionError):
    """The stack did not come up. The text is all that it said."""


@dataclass
class Stack:
    work: Path
    port: int
    sandbox_port: int
    launcher: subprocess.Popen[str]
    said: str = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def sandbox_url(self) -> str:
        return f"http://127.0.0.1:{self.sandbox_port}"

    @property
    def database_url(self) -> str:
        return (self.work / "database-url").read_text()

    def pid_of(self, name: str) -> int:
        """The process of `web`, `worker`, `sandbox` or `PostgreSQL`."""
        pids: dict[str, int] = json.loads((self.work / "processes.json").read_text())
        return pids[name]

    def read_until(self, words: str, seconds: float) -> None:
        """Follow what the launcher says until it says this, or ends."""
        assert self.launcher.stdout is not None
        deadline = time.monotonic() + seconds
        while words not in self.said:
            wait = max(0.0, deadline - time.monotonic())
            ready, _, _ = select.select([self.launcher.stdout], [], [], wait)
            more = os.read(self.launcher.stdout.fileno(), 65536).decode() if ready else ""
            if not more:
                self.stop()
                raise NotReady(f"{words!r} was not said in {seconds:.0f} s:\n{self.said}")
            self.said += more

    def stop(self, how: int = signal.SIGTERM) -> int:
        """End it and everything it started. Its exit code."""
        if self.launcher.poll() is None:
            self.launcher.send_signal(how)
        rest, _ = self.launcher.communicate(timeout=60)
        self.said += rest or ""
        return self.launcher.returncode


def launch(work: Path, *, port: int = 0, sandbox_port: int = 0, **environ: str) -> Stack:
    """Start it without waiting. DATABASE_URL is not handed on: the stack brings its own."""
    port, sandbox_port = port or free_port(), sandbox_port or free_port()
    own = {"ANJU_WORK": str(work), "PORT": str(port), "SANDBOX_PORT": str(sandbox_port)}
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    launcher = subprocess.Popen(
        [sys.executable, "-m", "scripts.demo"],
        cwd=ROOT,
        env={**inherited, **own, **environ},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Stack(work, port, sandbox_port, launcher)


def start(work: Path, *, seconds: float = 480) -> Stack:
    """Start it and wait until it is ready. Beside other tests on two cores it takes four times as long as alone."""
    stack = launch(work)
    stack.read_until(READY, seconds)
    return stack
