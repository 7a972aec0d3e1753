"""The published examples of the open API: the very files in client/ that a test runs."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

HOME = Path(settings.BASE_DIR) / "client"
FILES = {
    "anju_client.py": "text/x-python",
    "examples.py": "text/x-python",
    "examples.sh": "text/x-shellscript",
    "openapi.json": "application/json",
}


@dataclass(frozen=True)
class Example:
    """One thing a program does: what it is called, what to know of it, and how it is written."""

    name: str
    title: str
    advice: str
    text: str


def content(name: str) -> bytes:
    return (HOME / name).read_bytes()


@cache
def examples() -> list[Example]:
    """The functions of examples.py, each titled by the first words of its docstring."""
    source = content("examples.py").decode()
    made = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            title, _, advice = (ast.get_docstring(node) or "").partition("：")
            text = ast.get_source_segment(source, node) or ""
            made.append(Example(node.name, title, advice, without_docstring(text)))
    return made


def without_docstring(text: str) -> str:
    return re.sub(r'\n    """.*?"""', "", text, count=1, flags=re.S)


@cache
def by_curl() -> str:
    """The calls with curl, as examples.sh has them."""
    return content("examples.sh").decode().partition("set -eu\n")[2].strip()
