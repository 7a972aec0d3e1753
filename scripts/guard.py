"""Ends what a launcher started when the launcher is gone without having done so, as after kill -9.

It reads from the launcher, through a pipe, which process groups run ("+ group signal") and which have
ended ("- group"). When the pipe closes, it ends those that are left, the latest first.
"""

import os
import signal
import sys
import time
from pathlib import Path

PATIENCE_SECONDS = 10


def main() -> None:
    running: dict[int, int] = {}
    for line in sys.stdin:
        sign, group, *wish = line.split()
        if sign == "+":
            running[int(group)] = int(wish[0])
        else:
            running.pop(int(group), None)
    for left, wished in reversed(running.items()):
        end(left, wished)


def end(group: int, wish: int) -> None:
    try:
        os.kill(group, wish)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while is_alive(group) and time.monotonic() < deadline:
            time.sleep(0.1)
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def is_alive(pid: int) -> bool:
    """A process that has ended stays listed (as Z) until somebody looks."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return not Path("/proc").exists()  # a system that does not list its processes there


if __name__ == "__main__":
    main()
