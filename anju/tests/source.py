"""The product's own source, read as trees: what the structural tests walk through."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent.parent
DOMAIN = (
    "core",
    "clients",
    "people",
    "notices",
    "ledger",
    "webhooks",
    "homes",
    "agencies",
    "votes",
    "credit",
    "payments",
    "contracts",
    "signings",
    "custody",
    "hand_overs",
    "receipts",
    "fund",
    "fund_runs",
    "fund_notices",
    "orders",
    "refunds",
    "filings",
    "certificates",
)
OURS: list[Any] = [m for m in apps.get_models() if m.__module__.startswith("anju.")]


def files(*folders: str, tests: bool = False) -> list[Path]:
    """Python files under these folders; those of tests only when asked for, migrations never."""
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts and (tests or not is_test(path))
    ]


def is_test(path: Path) -> bool:
    return "tests" in path.parts or path.name == "conftest.py"


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def nodes(paths: list[Path], *kinds: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    """Every node of these kinds with the place where it stands, as `path:line`."""
    for path in paths:
        for node in ast.walk(tree(path)):
            if isinstance(node, kinds):
                yield f"{name_of(path)}:{getattr(node, 'lineno', 0)}", node


def functions(paths: list[Path]) -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in paths:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef):
                yield f"{name_of(path)}:{node.name}", node


def length(node: ast.FunctionDef) -> int:
    """Lines from `def` to the end; decorators and what they say are not part of it."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def decorators(node: ast.FunctionDef) -> set[str]:
    """The last names of a function's decorators: `@doors.staff("x")` → staff."""
    plain = (each.func if isinstance(each, ast.Call) else each for each in node.decorator_list)
    return {
        each.attr if isinstance(each, ast.Attribute) else each.id
        for each in plain
        if isinstance(each, ast.Attribute | ast.Name)
    }
