"""Child processes: each has a group of its own, and none outlives the launcher."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scripts.places import ROOT, CannotGoOn, Command

PR_SET_PDEATHSIG = 1


def dies_with_parent(number: int) -> Callable[[], None] | None:
    """Linux signals the child when its parent is gone, even by kill -9. Elsewhere: nothing."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(PR_SET_PDEATHSIG, number)


class Child:
    """One running program with its log. `stop` ends it and everything it started."""

    def __init__(
        self,
        name: str,
        command: Command,
        log: Path,
        *,
        ends_on: int = signal.SIGTERM,
        dies_on: int | None = None,
        **options: Any,
    ) -> None:
        self.name, self.log, self.ends_on = name, log, ends_on
        log.parent.mkdir(parents=True, exist_ok=True)
        options.setdefault("cwd", ROOT)
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [str(word) for word in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=dies_with_parent(dies_on or ends_on),
                **options,
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def last_lines(self, count: int = 15) -> str:
        lines = self.log.read_text(errors="replace").splitlines()[-count:]
        return "\n".join("  " + line for line in lines)

    def stop(self, patience: float = 10) -> None:
        """Ask the program, wait, then end what is left of its group."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(self.ends_on)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(patience)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def ensure_port_is_free(port: int, variable: str, whose: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CannotGoOn(
                f"Port {port} for {whose} cannot be used ({error.strerror}): "
                f"end the program that has it, or choose another port: {variable}={port + 10}"
            ) from None
