"""`manage.py` with the configuration of the stack in `.work`: `python -m scripts.manage prove`.

DATABASE_URL names the database; without it, a running demo has left its address in `.work`.
"""

import os
import sys

from scripts import configuration
from scripts.demo import PORT, SANDBOX_PORT
from scripts.places import ROOT, VENV_PYTHON, WORK, CannotGoOn, stop

ADDRESS = WORK / "database-url"


def environment() -> dict[str, str]:
    url = os.environ.get("DATABASE_URL") or (ADDRESS.exists() and ADDRESS.read_text())
    if not url:
        raise CannotGoOn("No demo runs here: start one with 'make demo', or set DATABASE_URL.")
    own = configuration.of_product(WORK, PORT, SANDBOX_PORT)
    return {**own, **os.environ, "DATABASE_URL": url}


def main() -> None:
    try:
        environ = environment()
    except CannotGoOn as no:
        stop(str(no))
    os.chdir(ROOT)
    os.execve(VENV_PYTHON, [str(VENV_PYTHON), "manage.py", *sys.argv[1:]], environ)  # noqa: S606


if __name__ == "__main__":
    main()
