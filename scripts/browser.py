"""Chromium for the browser tests: the machine's, else Debian's package."""

import os
import shutil

from scripts.places import CannotGoOn, Step, run, stop

# The first is the engine without the browser around it, whose own windows cost a quarter of a walk's time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def find() -> str | None:
    given = os.environ.get("CHROMIUM")
    if given:
        return shutil.which(given)
    return next((path for path in map(shutil.which, NAMES) if path), None)


def make() -> str:
    """The path of a Chromium. A Chinese font comes with it, for legible pictures of pages."""
    found = find()
    if found:
        return found
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise CannotGoOn(
            "The browser tests need Chromium: run 'sudo apt-get install chromium-headless-shell', "
            "or name one with CHROMIUM=/path/to/chromium, or run 'make quick' instead."
        )
    with Step("Chromium (Debian's package)"):
        environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", "update", "-q"], "apt-get update", env=environ)
        packages = [NAMES[0], "fonts-wqy-microhei"]
        command = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages]
        run(command, "apt-get install Chromium", env=environ)
    found = find()
    if not found:
        raise CannotGoOn("Debian's chromium package was installed, but no Chromium is on the PATH.")
    return found


if __name__ == "__main__":
    try:
        make()
    except CannotGoOn as no:
        stop(str(no))
