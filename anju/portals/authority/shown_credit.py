"""Scorings, rules and places on the lists as the authority's pages show them."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from anju.core.actors import Actor
from anju.credit.rules import ENTRY_OPEN, EntryStatus, EventStatus, ObjectionStatus, RuleStatus
from anju.desks import shown_credit as desks
from anju.desks.shown import whom_to_ask
from anju.people.rules import Power
from anju.portals.authority.page import PORTAL

event_rows = partial(desks.event_rows, portal=PORTAL)
event_row = partial(desks.event_row, portal=PORTAL)
evidence_shown = partial(desks.evidence_shown, portal=PORTAL)
entry_row = partial(desks.entry_row, portal=PORTAL)
RULE_TONES = {RuleStatus.IN_FORCE: "good"}


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
