"""The published examples of the open API: the very files in client/ that a test runs."""

import ast
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from anju.people.rules import Scope
from anju.webhooks.rules import EVENTS, OF_PLATFORMS, OFFERED, Event

HOME = Path(settings.BASE_DIR) / "client"
FILES = {
    "anju_client.py": "text/x-python",
    "examples.py": "text/x-python",
    "receiver.py": "text/x-python",
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


@dataclass(frozen=True)
class Operation:
    """One call: what it does, its address, and the scope that opens it ("" where any key will do, or none)."""

    summary: str
    method: str
    path: str
    scopes: str


@cache
def operations() -> list[Operation]:
    """Every call there is, as the published description names it."""
    paths = json.loads(content("openapi.json"))["paths"]
    return [
        Operation(
            operation["summary"],
            method.upper(),
            path,
            "、".join(scope for way in operation["security"] for scope in way["Key"]),
        )
        for path, methods in paths.items()
        for method, operation in methods.items()
    ]


@dataclass(frozen=True)
class EventShown:
    """What can be told: its code, what it means, to whom, and what stands in it."""

    code: str
    label: str
    whom: str
    facts: str


def events() -> list[EventShown]:
    return [
        EventShown(event.value, str(event.label), whom(event), ", ".join(EVENTS[event].facts))
        for event in Event
        if event is not Event.TEST
    ]


def whom(event: Event) -> str:
    told = [_("住房租赁企业")] if event in OFFERED else []
    for scope, of_scope in OF_PLATFORMS.items():
        if event in of_scope:
            told.append(_("银行") if scope is Scope.BANK_READ else _("租赁平台"))
    return "、".join(told)


def a_push() -> str:
    """One event as it arrives, word for word but for its numbers."""
    event = Event.ORDER_SUPERVISED
    facts = EVENTS[event].facts
    told = {
        "id": "0d4f6a1e-5b0c-4e0e-9d57-6a4c0f1b2c3d",
        "event": event.value,
        "at": "2026-11-02T01:30:00.000Z",
        "about": facts["order_no"],
        "facts": facts,
    }
    return json.dumps(told, ensure_ascii=False, indent=2)
