"""What docs/ says of files, functions and decisions is so: a name that went away is found here."""

import re
from pathlib import Path

import pytest

from anju.tests.source import ROOT

DOCS = ROOT / "docs"
PAGES = [*DOCS.glob("*.md"), *(DOCS / "decisions").glob("*.md"), ROOT / "README.md"]
WRITTEN = ("performance.md",)  # written by a program


def found(path: str) -> Path | None:
    """A path as documents give it: from the checkout, or from `anju/`."""
    return next((base / path for base in (ROOT, ROOT / "anju") if (base / path).exists()), None)


def spans(page: Path) -> list[str]:
    return [re.sub(r"\s+", " ", span) for span in re.findall(r"`([^`]+)`", page.read_text())]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_names_exists_and_has_what_the_page_says(page):
    wrong = []
    for span in spans(page):
        path, _, name = span.partition(": ")
        if not re.fullmatch(r"(\.?[\w-]+/)*[\w-]+(\.(py|sql|md)|/)", path) or "/" not in path:
            continue
        if path.endswith(WRITTEN):
            continue
        file = found(path)
        if file is None or (name and not re.search(rf"\b{re.escape(name)}\b", file.read_text())):
            wrong.append(span)

    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text())
    inside = [link for link in links if "://" not in link and not link.endswith(WRITTEN)]

    assert [link for link in inside if not (page.parent / link).exists()] == []


def test_decisions_are_numbered_without_a_number_twice():
    numbers = [path.name[:4] for path in sorted((DOCS / "decisions").glob("*.md"))]

    assert len(set(numbers)) == len(numbers)
    assert all(number.isdigit() for number in numbers)
