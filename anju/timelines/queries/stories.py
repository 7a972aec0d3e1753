"""Everything that happened to something, in order: its history, its money, messages, papers and who looked. (CTR-07)"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.certificates.rules import Kind as Paper
from anju.core import clock
from anju.ledger import queries as ledger
from anju.ledger.rules import label_of_pot
from anju.notices.rules import TEMPLATES
from anju.notices.rules import Status as Delivery
from anju.people import queries as people
from anju.timelines.queries.related import Related
from anju.timelines.queries.subjects import DEFINITIONS, Subject
from anju.timelines.rules import Kind

MACHINES = ("clock", "gateway")
TOLD_OF = {Kind.LEASE: (Kind.CASE, Kind.FILING), Kind.CONTRACT: (Kind.FILING,)}
"""Whose history is told with that of something else."""


class Sort(TextChoices):
    EVENT = "event", _("经办")
    MONEY = "money", _("资金")
    MESSAGE = "message", _("消息")
    PAPER = "paper", _("凭证")
    LOOK = "look", _("查看")


@dataclass(frozen=True)
class Step:
    """One thing that happened. `transfer_id` is the booking of money that moved."""

    at: datetime
    sort: Sort
    what: str
    detail: str = ""
    who: str = ""
    in_fen: int = 0
    out_fen: int = 0
    transfer_id: int | None = None


@dataclass(frozen=True)
class Story:
    steps: list[Step]
    older: datetime | None = None


EVENTS = """
    SELECT 'event', at, id, kind, move, new_status, actor, portal, because FROM core_event
    WHERE kind = %(kind{n})s AND record_id = ANY (%(ids{n})s) AND at < %(before)s
    ORDER BY at DESC, id DESC LIMIT %(limit)s
"""
LOOKS = """
    SELECT 'look', at, id, kind, purpose, whose, actor, portal, '' FROM core_look
    WHERE kind = %(kind0)s AND record_id = %(id)s AND at < %(before)s ORDER BY at DESC, id DESC LIMIT %(limit)s
"""
PAPERS = """
    SELECT 'paper', issued_at, id, kind, no, '', '', '', '' FROM certificates_certificate
    WHERE {column} = %(paper_of)s AND issued_at < %(before)s ORDER BY issued_at DESC, id DESC LIMIT %(limit)s
"""
MESSAGES = """
    SELECT 'message', queued_at, id, kind, facts::text, status, '', '', '' FROM notices_notice
    WHERE {column} = ANY (%(recipients)s) AND queued_at < %(before)s {narrowed}
    ORDER BY queued_at DESC, id DESC LIMIT %(limit)s
"""


def story_of(
    subject: Subject, related: Sequence[Related], before: datetime | None = None, limit: int = 30
) -> Story:
    """What happened last, newest first; the next page is `before` the moment that this one ends with."""
    moment = before or datetime.max.replace(tzinfo=clock.BEIJING)
    rows = rows_of(subject, related, moment, limit + 1)
    names = people.names_of_staff({row[6] for row in rows if row[6]})
    steps = [step_of(row, names) for row in rows]
    steps += [moved(line) for line in ledger.moved_before(pots_of(subject), moment, limit + 1)]
    steps.sort(key=lambda step: step.at, reverse=True)
    shown = steps[:limit]
    # what happened at the same moment as the last one stands on the same page
    shown += [step for step in steps[limit:] if step.at == shown[-1].at]
    return Story(shown, shown[-1].at if len(steps) > len(shown) else None)


def rows_of(
    subject: Subject, related: Sequence[Related], before: datetime, limit: int
) -> list[Any]:
    """History, papers, messages and looks in one question, each by its own index."""
    asked: dict[str, Any] = {"id": subject.id, "before": before, "limit": limit}
    histories = [(DEFINITIONS[subject.kind].model, [subject.id])]
    for other in TOLD_OF.get(subject.kind, ()):
        ids = [one.id for one in related if one.kind == other]
        histories += [(DEFINITIONS[other].model, ids)] if ids else []
    if subject.row.get("company_id"):
        histories.append(("companies.company", [subject.row["company_id"]]))
    arms = [LOOKS]
    for n, (kind, ids) in enumerate(histories):
        arms.append(EVENTS.format(n=n))
        asked |= {f"kind{n}": kind, f"ids{n}": ids}
    paper = {Kind.LEASE: "lease_id", Kind.HOME: "account_id"}.get(subject.kind)
    if paper:
        arms.append(PAPERS.format(column=paper))
        asked["paper_of"] = subject.row["account_id"] if paper == "account_id" else subject.id
    arms += _messages(subject, related, asked)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"({arm})" for arm in arms), asked)
        return list(cursor.fetchall())


def _messages(subject: Subject, related: Sequence[Related], asked: dict[str, Any]) -> list[str]:
    """To a person or an organisation all; of a lease those that name it, to its tenants, people and organisations."""
    if subject.kind == Kind.PERSON:
        asked["recipients"] = [subject.id]
        return [MESSAGES.format(column="person_id", narrowed="")]
    if subject.kind == Kind.ORGANISATION:
        asked["recipients"] = [subject.id]
        return [MESSAGES.format(column="organisation_id", narrowed="")]
    if subject.kind == Kind.LEASE:
        asked["recipients"] = [one.id for one in related if one.kind == Kind.PERSON]
        asked["filing_no"] = subject.no
        asked["renting"] = [
            one.id
            for one in related
            if one.kind == Kind.ORGANISATION and one.id != subject.row["enterprise_id"]
        ]
        naming = "AND facts ->> 'filing_no' = %(filing_no)s"
        of_organisations = MESSAGES.replace("recipients", "renting")
        return [
            MESSAGES.format(column="person_id", narrowed=naming),
            of_organisations.format(column="organisation_id", narrowed=naming),
        ]
    return []


def pots_of(subject: Subject) -> list[str]:
    """Where something's money is."""
    if subject.kind == Kind.LEASE:
        return [
            f"lease:{subject.no}:{name}" for name in ("deposit", "rent", "interest", "disputed")
        ]
    if subject.kind == Kind.HOME:
        return [f"home:{subject.id}{part}" for part in ("", ":unit", ":frozen", ":unit:frozen")]
    return []


def moved(line: ledger.Movement) -> Step:
    return Step(
        line.recorded_at,
        Sort.MONEY,
        line.reason_label,
        f"{label_of_pot(line.other)} {line.other}",
        "",
        line.in_fen,
        line.out_fen,
        line.id,
    )


def step_of(row: Any, names: dict[str, str]) -> Step:
    sort, at, _id, kind, first, second, actor, portal, because = row
    who = str(_("系统")) if portal in MACHINES else names.get(actor, actor)
    if sort == Sort.EVENT:
        return Step(at, Sort.EVENT, *done(kind, first, second, because), who)
    if sort == Sort.LOOK:
        return Step(at, Sort.LOOK, first, "", who)
    if sort == Sort.PAPER:
        return Step(at, Sort.PAPER, str(Paper(kind).label), first)
    return Step(at, Sort.MESSAGE, str(Delivery(second).label), told(kind, first))


def done(kind: str, name: str, status: str, because: str) -> tuple[str, str]:
    """A move in the words of its table, and the status it led to with the reason."""
    model = apps.get_model(kind)
    labels = dict(model._meta.get_field("status").flatchoices)
    moves = model.MOVES  # type: ignore[attr-defined]
    what = str(moves[name].label) if name in moves else name
    reason = because if because and not because.isascii() else ""
    return what, " · ".join(filter(None, [str(labels.get(status, status)), reason]))


class Facts(dict[str, Any]):
    """What a message says; what is sealed of it stays hidden."""

    def __missing__(self, name: str) -> str:
        return "＊＊"


def told(kind: str, facts: str) -> str:
    """The words of a message as they were sent, in Chinese."""
    template = TEMPLATES.get(kind)
    return template.zh.format_map(Facts(json.loads(facts))) if template else ""
