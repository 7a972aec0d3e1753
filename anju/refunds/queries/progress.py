"""流程: where a case stands, as steps with the moment and who took them; the same for both sides. (REF-04, ASC-03)"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.utils import translation
from django.utils.translation import gettext as _

from anju.core import queries as core
from anju.payments.rules import BankReason, bank_reason
from anju.refunds.models import Case, NameChange, Portion
from anju.refunds.rules import Because, Happening, Side


@dataclass(frozen=True)
class Step:
    """One thing that happened: what, when, by which side, and what is said about it."""

    at: datetime
    label: str
    side: str
    detail: str = ""


PORTALS = {
    "tenant_web": Side.TENANT,
    "tenant_mobile": Side.TENANT,
    "enterprise": Side.ENTERPRISE,
    "association": Side.ASSOCIATION,
    "centre": Side.CENTRE,
}
"""Through which door somebody came says on which side they stand; everything else is the system's."""


def progress(case: Case) -> list[Step]:
    """Every step of a case, its payments and applications among them, oldest first."""
    steps = [
        Step(
            case.registered_at,
            _said(Happening.REGISTERED, reason=case.get_reason_display()),
            str(Side(case.registered_by).label),
            _said(Happening.RETURNED_ON, day=case.returned_on),
        )
    ]
    if case.confirmed_at:
        steps.append(Step(case.confirmed_at, _said(Happening.CONFIRMED), _other(case)))
    if case.objected_at:
        steps.append(
            Step(case.objected_at, _said(Happening.OBJECTED), _other(case), case.objection)
        )
    if case.escalated_at:
        steps.append(Step(case.escalated_at, _said(Happening.ESCALATED), str(Side.CLOCK.label)))
    steps += _moves_of([case])
    portions = list(case.portions.order_by("pk"))
    steps += _moves_of(portions)
    steps += _moves_of(list(NameChange.objects.filter(portion__in=portions)))
    return sorted(steps, key=lambda step: step.at)


def _said(what: Happening, **facts: object) -> str:
    return str(what.label).format(**facts)


def _other(case: Case) -> str:
    side = Side.ENTERPRISE if case.registered_by == Side.TENANT else Side.TENANT
    return str(side.label)


def _moves_of(records: list[Case] | list[Portion] | list[NameChange]) -> list[Step]:
    histories = core.histories_of(records)
    steps = []
    for record in records:
        about = ""
        if isinstance(record, Portion):
            about = f"{record.get_side_display()} · {record.get_source_display()}"
        for event in histories[record.pk]:
            side = PORTALS.get(event.portal, Side.CLOCK)
            detail = " · ".join(filter(None, [about, in_words(event.because)]))
            steps.append(
                Step(event.at, str(record.MOVES[event.move].label), str(side.label), detail)
            )
    return steps


def in_words(because: str) -> str:
    """A reason as it is read: what the system or a bank said is translated, the words of people are theirs.

    It was kept in Chinese, a bank's as its code.
    """
    if because in BankReason:
        return bank_reason(because)
    for why, pattern in _patterns().items():
        if found := pattern.fullmatch(because):
            return str(why.label).format(**found.groupdict())
    return _(because) if because else ""


@cache
def _patterns() -> dict[Because, re.Pattern[str]]:
    """How the reasons of the system look in Chinese, whatever stands in them."""
    with translation.override("zh-hans"):
        texts = {why: str(why.label) for why in Because}
    return {
        why: re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(text)))
        for why, text in texts.items()
    }
