"""Child processes: each has a group of its own, and none outlives the launcher."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from scripts.places import ROOT, CannotGoOn, Command, stop


class Guard:
    """Knows what this process has started, and ends it if this process is killed (`guard.py`)."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None

    def tell(self, line: str) -> None:
        if self.process is None:
            command = [sys.executable, "-S", str(ROOT / "scripts" / "guard.py")]
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                text=True,
            )
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()


guard = Guard()


class Child:
    """One running program with its log. `stop` ends it and everything it started."""

    def __init__(
        self,
        name: str,
        command: Command,
        log: Path,
        *,
        ends_on: int = signal.SIGTERM,
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
                **options,
            )
        guard.tell(f"+ {self.process.pid} {int(ends_on)}")

    @property
    def pid(self) -> int:
        return self.process.pid

    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def last_lines(self, count: int = 15) -> str:
        lines = self.log.read_text(errors="replace").splitlines()[-count:]
        return "\n".join("  " + line for line in lines)

    def kill(self) -> None:
        """End the program and its group at once, as kill -9 does."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        guard.tell(f"- {self.process.pid}")

    def stop(self, patience: float = 10) -> None:
        """Ask the program, wait, then end what is left of its group."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(self.ends_on)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(patience)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        guard.tell(f"- {self.process.pid}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def port_named(variable: str, usual: int) -> int:
    given = os.environ.get(variable, str(usual))
    if not (given.isdecimal() and 0 < int(given) < 65536):
        stop(f"{variable}={given} is not a port: give a number from 1 to 65535.")
    return int(given)


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
