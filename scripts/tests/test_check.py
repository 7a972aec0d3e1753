"""What `make quick` leaves to `make test`."""

import subprocess
from pathlib import Path

import pytest

from scripts import check


@pytest.mark.parametrize(
    ("file", "package"),
    [
        ("anju/fund/tests/test_refunds.py", "anju/fund"),
        ("anju/fund/models.py", "anju/fund"),
        ("anju/portals/owner/views/homes.py", "anju/portals/owner"),
        ("sandbox/day.py", "sandbox"),
        ("anju/conftest.py", "anju"),
        ("pyproject.toml", "."),
    ],
)
def test_a_change_touches_the_tests_of_its_package_or_of_all_below_it(
    file: str, package: str
) -> None:
    assert check.package_of(file) == package


def test_quick_asks_for_the_last_commit_and_the_work_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "ROOT", tmp_path)
    assert check.changed() == ["."]  # no history to ask

    git(tmp_path, "init")
    commit(tmp_path, "anju/core/clock.py")
    assert check.changed() == ["."]  # nothing before the first commit to compare with
    commit(tmp_path, "anju/fund/models.py")
    commit(tmp_path, "anju/portals/owner/urls.py")
    write(tmp_path, "anju/orders/rules.py")
    write(tmp_path, "README.md")

    assert check.changed() == ["anju/orders", "anju/portals/owner"]


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def write(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("")


def commit(folder: Path, name: str) -> None:
    write(folder, name)
    git(folder, "add", name)
    git(folder, "commit", "-m", name)
