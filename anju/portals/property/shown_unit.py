"""How a unit's data look to itself: core data, what changed, and how far a 质监校验 is."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from anju.companies.rules import AUXILIARY, CORE
from anju.companies.units import CheckStatus, Denied


def core_facts(company: Any) -> list[tuple[Any, Any]]:
    """单位核心信息, as it was kept at registration. (manual 004, 8.2 (1))"""
    told = {name: getattr(company, name) for name in CORE}
    told["nature"] = company.get_nature_display()
    return [(label, told[name] or "—") for name, label in CORE.items()]


@dataclass(frozen=True)
class LineRow:
    label: str
    before: str
    after: str


def line_rows(change: Any) -> list[LineRow]:
    """In the order of the form."""
    labels = {"name": CORE["name"], **AUXILIARY}
    lines = {one.field: one for one in change.lines.all()}
    return [
        LineRow(str(label), lines[name].before or "—", lines[name].after or "—")
        for name, label in labels.items()
        if name in lines
    ]


@dataclass(frozen=True)
class CheckShown:
    """`refreshed_every` so many seconds, while there is no answer."""

    name: str
    is_confirmed: bool
    is_silent: bool
    why_not: str
    refreshed_every: int
    url: str


def check_shown(check: Any) -> CheckShown:
    is_waiting = check.status == CheckStatus.WAITING
    return CheckShown(
        check.name,
        check.status == CheckStatus.CONFIRMED,
        is_waiting and bool(check.silence),
        str(Denied(check.denied).label) if check.denied else "",
        0 if not is_waiting else 5 if check.silence else 1,
        reverse("property:name_check", args=[check.pk]),
    )
