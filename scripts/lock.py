"""`make lock`: resolve the dependencies in pyproject.toml and write the two hashed locks.

`uv.lock` itself is not kept, because it carries the addresses of the registry that was asked.
"""

from pathlib import Path

from scripts import environment
from scripts.places import ROOT, CannotGoOn, Step, run, stop


def main() -> None:
    uv = environment.uv_program()
    export: list[str | Path] = [uv, "export", "--quiet", "--frozen", "--no-annotate", "--no-header"]
    with Step("Resolving and writing the locks"):
        run([uv, "lock", "--quiet", "--upgrade"], "uv lock")
        run([*export, "--no-default-groups", "-o", ROOT / "requirements.lock"], "uv export")
        run([*export, "--all-groups", "-o", ROOT / "requirements-dev.lock"], "uv export")
        run(["npm", "install", "--package-lock-only", "--ignore-scripts"], "npm install")


if __name__ == "__main__":
    try:
        main()
    except CannotGoOn as no:
        stop(str(no))
