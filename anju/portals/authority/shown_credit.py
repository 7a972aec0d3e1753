"""How scorings, rules and places on the lists look."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core.actors import Actor
from anju.credit.rules import (
    ENTRY_OPEN,
    EntryStatus,
    EventStatus,
    ListKind,
    ObjectionStatus,
    Operation,
    RuleStatus,
)
from anju.people.rules import Power
from anju.portals.authority.shown import FileShown, file_shown, whom_to_ask

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
RULE_TONES = {RuleStatus.IN_FORCE: "good"}
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


def event_rows(events: Iterable[Any]) -> list[EventRow]:
    return [event_row(event) for event in events]


def event_row(event: Any) -> EventRow:
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
        reverse("authority:event", args=[event.pk]),
    )


def evidence_shown(event: Any) -> list[FileShown]:
    """What proves an event, and what its institution handed in against it."""
    handed_in = event.evidence.select_related("file").defer("file__content").order_by("pk")
    return [
        file_shown(
            one.file,
            reverse("authority:evidence", args=[one.pk]),
            _("机构提交") if one.by_institution else _("申请人提交"),
        )
        for one in handed_in
    ]


def advice_on_event(event: Any, actor: Actor) -> str:
    """Why a reviewer is not offered the review, or the decision on an objection, and whom to ask. (IDN-03)"""
    if event.status == EventStatus.APPLIED:
        own = _("提出记分申请的人不能审核同一份申请，须由另一人审核。")
        return whom_to_ask(actor, Power.CREDIT_REVIEW, event.applied_by == actor.name, own)
    objection = getattr(event, "objection", None)
    if objection is not None and objection.status == ObjectionStatus.OPEN:
        own = _("申请或审核过这次记分的人不能处理其异议，须由第三人处理。")
        took_part = actor.name in (event.applied_by, event.reviewed_by)
        return whom_to_ask(actor, Power.CREDIT_REVIEW, took_part, own)
    return ""


@dataclass(frozen=True)
class EntryRow:
    entry: Any
    kind: str
    kind_tone: str
    status: str
    tone: str
    url: str


def entry_row(entry: Any) -> EntryRow:
    is_black = entry.kind == ListKind.BLACK
    kind_tone = "bad" if is_black else "good"
    is_listed = entry.status == EntryStatus.PUBLISHED
    return EntryRow(
        entry,
        str(entry.get_kind_display()),
        kind_tone,
        str(entry.get_status_display()),
        kind_tone if is_listed else ENTRY_TONES.get(EntryStatus(entry.status), "quiet"),
        reverse("authority:entry", args=[entry.pk]),
    )


def advice_on_entry(entry: Any, acts: frozenset[str], actor: Actor) -> str:
    """Why an entry cannot be decided by this officer now."""
    own = _("提出或告知过此事的人不能决定，须由另一人决定。")
    if entry.status in ENTRY_OPEN:
        if actor.name in (entry.proposed_by, entry.noticed_by):
            return whom_to_ask(actor, Power.LIST_KEEP, True, own)
        if entry.status == EntryStatus.NOTICED and "publish_entry" not in acts:
            return _("陈述申辩期限至{until}，期满或收到陈述后才能列入。").format(
                until=entry.statement_until
            )
        if entry.is_black and entry.status == EntryStatus.PROPOSED:
            return _("列入黑名单前应先告知当事机构。")
    if entry.status == EntryStatus.REMOVAL_ASKED and entry.removal_asked_by == actor.name:
        asked = _("申请注销的人不能决定，须由另一人决定。")
        return whom_to_ask(actor, Power.LIST_KEEP, True, asked)
    return ""
