"""How scorings and places on the lists look. `portal` is the one whose pages the rows lead to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.credit.rules import (
    EntryStatus,
    EventStatus,
    ListKind,
    ObjectionStatus,
    Operation,
)
from anju.desks.shown import FileShown, file_shown

EVENT_TONES = {
    EventStatus.APPLIED: "waiting",
    EventStatus.EFFECTIVE: "bad",
    EventStatus.REFUSED: "quiet",
    EventStatus.WITHDRAWN: "quiet",
    EventStatus.ANNULLED: "quiet",
    EventStatus.EXPIRED: "quiet",
}
ENTRY_TONES = {
    EntryStatus.PROPOSED: "waiting",
    EntryStatus.NOTICED: "waiting",
    EntryStatus.REMOVAL_ASKED: "waiting",
}
OBJECTION_TONES = {
    ObjectionStatus.OPEN: "waiting",
    ObjectionStatus.UPHELD: "good",
    ObjectionStatus.DISMISSED: "quiet",
}


@dataclass(frozen=True)
class EventRow:
    event: Any
    points: str
    objection: str
    status: str
    tone: str
    url: str


def event_rows(events: Iterable[Any], portal: str) -> list[EventRow]:
    return [event_row(event, portal) for event in events]


def event_row(event: Any, portal: str) -> EventRow:
    """Demerits with a plus, what makes up for them with a minus: as they change the total."""
    objection = getattr(event, "objection", None)
    is_demerit = event.rule.operation == Operation.DEMERIT
    counts_well = not is_demerit and event.status == EventStatus.EFFECTIVE
    return EventRow(
        event,
        f"{'+' if is_demerit else '−'}{event.points}",
        str(objection.get_status_display()) if objection else "",
        str(event.get_status_display()),
        "good" if counts_well else EVENT_TONES[EventStatus(event.status)],
        reverse(f"{portal}:event", args=[event.pk]),
    )


def evidence_shown(event: Any, portal: str) -> list[FileShown]:
    """What proves an event, and what its institution handed in against it."""
    handed_in = event.evidence.select_related("file").defer("file__content").order_by("pk")
    return [
        file_shown(
            one.file,
            reverse(f"{portal}:evidence", args=[one.pk]),
            _("机构提交") if one.by_institution else _("申请人提交"),
        )
        for one in handed_in
    ]


@dataclass(frozen=True)
class EntryRow:
    entry: Any
    kind: str
    kind_tone: str
    status: str
    tone: str
    url: str


def entry_row(entry: Any, portal: str) -> EntryRow:
    is_black = entry.kind == ListKind.BLACK
    kind_tone = "bad" if is_black else "good"
    is_listed = entry.status == EntryStatus.PUBLISHED
    return EntryRow(
        entry,
        str(entry.get_kind_display()),
        kind_tone,
        str(entry.get_status_display()),
        kind_tone if is_listed else ENTRY_TONES.get(EntryStatus(entry.status), "quiet"),
        reverse(f"{portal}:entry", args=[entry.pk]),
    )
