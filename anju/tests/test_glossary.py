"""One Chinese term, one English name, and every name that the glossary gives is there. (docs/glossary.md)"""

import re
from collections import Counter
from functools import cache
from pathlib import Path

from anju.tests.source import ROOT, is_test

GLOSSARY = ROOT / "docs" / "glossary.md"


def rows() -> list[list[str]]:
    """The cells of every row of every table, without headings and rules."""
    lines = [line for line in GLOSSARY.read_text().splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if row[0] != "中文" and not row[0].startswith("---")]


def twice(names: list[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def folder_of(package: str) -> Path:
    """`contracts` is a package of the domain, `tenant_web` one of the portals."""
    inside = ROOT / "anju" / package
    return inside if inside.is_dir() else ROOT / "anju" / "portals" / package


@cache
def words_of(package: str) -> set[str]:
    """Every word of a package's own source; its modules count as words too."""
    files = [
        path
        for path in folder_of(package).rglob("*")
        if path.suffix in (".py", ".sql") and not is_test(path) and "migrations" not in path.parts
    ]
    words = {path.stem for path in files}
    return words.union(*(re.findall(r"[A-Za-z_]\w*", path.read_text()) for path in files))


def test_the_glossary_is_read():
    assert len(rows()) > 100


def test_every_chinese_term_stands_once():
    assert twice([term.strip() for row in rows() for term in row[0].split(" / ")]) == []


def test_every_english_name_stands_once():
    assert twice([row[1].lower() for row in rows()]) == []


def test_every_name_of_the_glossary_is_in_the_code():
    named = [name for row in rows() for cell in row[2:] for name in re.findall("`(.+?)`", cell)]
    missing = [
        name
        for name in named
        for package, *words in [name.split(".")]
        if not words or not set(words) <= words_of(package)
    ]

    assert missing == []


def test_every_row_of_a_table_with_code_names_its_place():
    assert [row[0] for row in rows() if len(row) == 3 and "`" not in row[2]] == []
