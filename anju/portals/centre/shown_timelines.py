"""How what was found and its timelines look to the staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from anju.people.rules import Power
from anju.portals.centre.shown_ledger import day_and_time
from anju.timelines import queries as timelines
from anju.timelines.rules import Kind

TONES = {
    timelines.Sort.EVENT: "quiet",
    timelines.Sort.MONEY: "good",
    timelines.Sort.MESSAGE: "kept",
    timelines.Sort.PAPER: "kept",
    timelines.Sort.LOOK: "waiting",
}


@dataclass(frozen=True)
class SubjectShown:
    subject: Any
    kind: str
    title: str
    url: str


def subject_shown(subject: timelines.Subject) -> SubjectShown:
    title = subject.line if subject.kind in (Kind.ORGANISATION, Kind.HOME) else subject.no
    return SubjectShown(subject, str(subject.kind.label), title, timeline_url(subject))


def timeline_url(one: timelines.Subject | timelines.Related) -> str:
    return reverse("centre:timeline", args=[one.kind.value, one.id])


@dataclass(frozen=True)
class GroupShown:
    label: str
    kind: str
    rows: list[SubjectShown]
    last_id: int
    is_more: bool


def group_shown(group: timelines.Group) -> GroupShown:
    return GroupShown(
        str(group.kind.label),
        group.kind.value,
        [subject_shown(one) for one in group.found],
        group.found[-1].id if group.found else 0,
        group.is_more,
    )


@dataclass(frozen=True)
class RelatedShown:
    label: str
    rows: list[tuple[str, str]]


def related_shown(related: Sequence[timelines.Related]) -> list[RelatedShown]:
    """What belongs to something, by kind, each with the way there."""
    kinds = dict.fromkeys(one.kind for one in related)
    return [
        RelatedShown(
            str(kind.label), [(one.no, timeline_url(one)) for one in related if one.kind == kind]
        )
        for kind in kinds
    ]


@dataclass(frozen=True)
class StepShown:
    step: Any
    day: str
    time: str
    label: str
    tone: str
    url: str


def steps_shown(story: timelines.Story, may: frozenset[str]) -> list[StepShown]:
    """Each with the way to its booking, for who may look at bookings."""
    is_open = bool(may & {Power.LEDGER_READ.value, Power.FIGURES_READ.value})
    return [
        StepShown(
            step,
            day_and_time(step.at)[:10],
            day_and_time(step.at)[11:],
            str(step.sort.label),
            TONES[step.sort],
            reverse("centre:transfer", args=[step.transfer_id])
            if step.transfer_id and is_open
            else "",
        )
        for step in story.steps
    ]
