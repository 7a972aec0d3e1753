"""`make coverage-of-requirements`: which requirements have tests, read from the `covers` marks."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from scripts.places import ROOT, say


def marks(file: Path) -> Iterator[str]:
    """Every requirement that a `pytest.mark.covers(...)` in the file names."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "covers":
            yield from (str(word.value) for word in node.args if isinstance(word, ast.Constant))


def tests_by_requirement() -> dict[str, dict[str, int]]:
    """Requirement → file → how many marks."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for top in ("anju", "sandbox", "config", "scripts"):
        for file in sorted((ROOT / top).rglob("test_*.py")):
            for requirement in marks(file):
                found[requirement][str(file.relative_to(ROOT))] += 1
    return found


def main() -> None:
    found = tests_by_requirement()
    for requirement in sorted(found):
        count = sum(found[requirement].values())
        say(f"{requirement:<8} {count:>4}  {'  '.join(sorted(found[requirement]))}")
    say(f"\n{len(found)} requirements are named by tests.")


if __name__ == "__main__":
    main()
